"""Which two records are of one person, and how do they become one? By pointing: nothing is moved, all can be undone.

The merged record stays as it is and points at the one that is kept, which may itself be merged later: only records
that point nowhere are merged, so the pointers form trees, and each can be taken back alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from accounts.fields import BlindIndexField
from accounts.models import User
from farmers.models import Member

SAME_ID = gettext_lazy("the same citizen id")
SAME_OLD_ID = gettext_lazy("the same old identity card")
SAME_NAME_AND_BIRTH = gettext_lazy("the same name and year of birth")
SAME_NAME_AND_PHONE = gettext_lazy("the same name and phone")
MOST_TWINS = 20


@dataclass(frozen=True, slots=True)
class Twin:
    """A record that may be of the same person, and why one thinks so."""

    member: Member
    why: Promise


def twins_of(member: Member) -> list[Twin]:
    """Unmerged records that may be of the same person as this one (saved or not), the surest first."""
    others = Member.objects.unmerged().filter(anonymised_at=None).exclude(pk=member.pk)
    found: dict[int, Twin] = {}
    for condition, why in _likenesses(member):
        for other in others.filter(condition).select_related("branch", "branch__parent")[:MOST_TWINS]:
            found.setdefault(other.pk, Twin(other, why))
    return list(found.values())[:MOST_TWINS]


def _likenesses(member: Member) -> list[tuple[Q, Promise]]:
    """The ways in which a record can be like this one; only those for which this one has the columns."""
    name = Member._meta.get_field("full_name_folded").folded(member)
    ways: list[tuple[Q, Promise]] = []
    if member.citizen_id:
        ways.append((Q(citizen_id_index=_digest("citizen_id", member.citizen_id)), SAME_ID))
    if member.old_id:
        ways.append((Q(old_id_index=_digest("old_id", member.old_id)), SAME_OLD_ID))
    if name and member.birth_year:
        ways.append((Q(full_name_folded=name, birth_year=member.birth_year), SAME_NAME_AND_BIRTH))
    if name and member.phone:
        ways.append((Q(full_name_folded=name, phone=member.phone), SAME_NAME_AND_PHONE))
    return ways


def _digest(column: str, plain: str) -> str:
    return cast("BlindIndexField", Member._meta.get_field(f"{column}_index")).digest(plain)


def kept_record(member: Member) -> Member:
    """The record that stands for this person: the one at the end of the pointers."""
    while member.merged_into is not None:
        member = member.merged_into
    return member


@transaction.atomic
def merge_members(*, keep: Member, other: Member, by: User, at: datetime) -> Member:
    """Let `other` point at `keep`."""
    kept, gone = _lock_both(keep, other)
    if kept.pk == gone.pk:
        raise ValidationError(_("These are one and the same record."), code="same")
    if kept.merged_into_id is not None or gone.merged_into_id is not None:
        message = _("One of the two was merged meanwhile. Load the page again.")
        raise ValidationError(message, code="moved")
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    log(
        instance=gone,
        action="farmers.member_merged",
        user=by,
        timestamp=at,
        data={"changes": {"merged_into": [None, kept.pk]}},
    )
    log(instance=kept, action="farmers.member_kept", user=by, timestamp=at, data={"record": gone.pk})
    return kept


@transaction.atomic
def unmerge_member(*, member: Member, by: User, at: datetime) -> Member:
    """Let a merged record stand for itself again. ValidationError when its citizen id is another member's by now."""
    locked = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    kept_id, locked.merged_into = locked.merged_into_id, None
    if kept_id is None:
        raise ValidationError(_("This record is not merged. Load the page again."), code="moved")
    try:
        # A savepoint: on PostgreSQL the refusal would otherwise spoil the caller's transaction.
        with transaction.atomic():
            locked.save(update_fields=["merged_into"])
    except IntegrityError as error:
        message = _("The two records have the same citizen id. Correct it on one of them first.")
        raise ValidationError(message, code="same_id") from error
    log(
        instance=locked,
        action="farmers.member_unmerged",
        user=by,
        timestamp=at,
        data={"changes": {"merged_into": [kept_id, None]}},
    )
    return locked


def _lock_both(keep: Member, other: Member) -> tuple[Member, Member]:
    """Both records, locked in the order of their ids, so that two officers who merge them crosswise never wait in a ring."""
    pks = sorted({keep.pk, other.pk})
    locked = {
        member.pk: member
        for member in Member.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    }
    return locked[keep.pk], locked[other.pk]
