"""Whom does an officer mean by what was typed: a citizen id, a phone, a card, or words of a name and a village?"""

import re
from typing import Any, cast

from django.db.models import QuerySet

from accounts.fields import BlindIndexField
from accounts.word_index import WordIndex
from farmers.models import Member
from vietnam import phones

MEMBER_WORDS = WordIndex(Member, "search_folded")
CARD = re.compile(r"[0-9]{2}\.[0-9]{5}")
ID_DIGITS = {9: "old_id_index", 12: "citizen_id_index"}
LONGEST_TYPED = 100


def members_matching(members: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Those of `members` that were meant. A citizen id (12 digits, or the old 9) finds its holder by its digest."""
    typed = typed.strip()[:LONGEST_TYPED]
    if CARD.fullmatch(typed):
        return members.filter(card_number=typed)
    digits = re.sub(r"[\s.]", "", typed)
    if digits.isascii() and digits.isdigit():
        return _by_number(members, digits)
    try:
        return members.filter(phone=phones.parse(typed))
    except ValueError:
        return MEMBER_WORDS.matching(members, typed)


def _by_number(members: QuerySet[Any], digits: str) -> QuerySet[Any]:
    if index := ID_DIGITS.get(len(digits)):
        # Said in the words of the partial indexes, or SQLite would not use them.
        found = members.exclude(**{index: ""})
        digest = cast("BlindIndexField", Member._meta.get_field(index)).digest(digits)
        return found.filter(**{index: digest})
    try:
        return members.filter(phone=phones.parse(digits))
    except ValueError:
        # "thôn 2": a number may be a word of the village.
        return MEMBER_WORDS.matching(members, digits)
