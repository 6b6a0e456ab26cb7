"""What in a member's record looks wrong, and is asked about without being refused?"""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

from django.utils.translation import gettext as _

from farmers.models import Member
from vietnam import citizen_id, phones


def doubts_about(member: Member) -> list[str]:
    """Sentences about numbers that disagree with the person, or that nobody knows; for the officer to look again."""
    doubts = []
    if member.citizen_id:
        born = cast("date | None", member.birth_date) or member.birth_year
        doubts += citizen_id.check(member.citizen_id, born=born, gender=member.gender or None)
    if member.phone and phones.is_mobile(member.phone) and _prefix(member.phone) not in mobile_prefixes():
        doubts.append(_("No carrier is known for this phone's first digits. Read the number again."))
    return doubts


def _prefix(e164: str) -> str:
    return phones.format_local(e164)[:3]


@cache
def mobile_prefixes() -> frozenset[str]:
    """The first three digits that are known."""
    path = Path(__file__).parent / "data" / "mobile_prefixes.toml"
    with path.open("rb") as file:
        return frozenset(tomllib.load(file)["prefixes"])
