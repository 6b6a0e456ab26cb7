"""How is a member told in a list: where, which gender, which phone?"""

from django.utils.text import capfirst

from farmers.models import Branch, Member

ASSOCIATION = "Hội Nông dân "
BELOW_COMMUNE = frozenset({Branch.Level.CHAPTER, Branch.Level.GROUP})


def branch_words(branch: Branch) -> str:
    """A branch, and the one above a chapter or group, without the words with which all of them begin."""
    above = branch.parent if branch.level in BELOW_COMMUNE else None
    named = [branch, above] if above else [branch]
    return str(capfirst(", ".join(one.name.removeprefix(ASSOCIATION) for one in named)))


def place_of(member: Member) -> str:
    """The member's branch."""
    return branch_words(member.branch)


def gender_of(member: Member) -> str:
    """The gender in a word."""
    return str(capfirst(member.get_gender_display()))


def masked_phone(member: Member) -> str:
    """The last three digits: enough to tell two of a name apart on the telephone."""
    return f"••• {member.phone[-3:]}" if member.phone else ""
