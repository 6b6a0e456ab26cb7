"""What does the reading child have to be told of a list of members, and what does it answer?

It knows nothing of the register but what stands here: names of branches, the words of the screen, how long texts may be.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import override

from accounts.tables.asking import asked
from accounts.tables.opening import Kind
from farmers.confiding import CONFIDED
from farmers.importing.chapters import Place
from farmers.importing.kinds import Reason, Table
from farmers.importing.passing import telling_columns, where_of
from farmers.importing.words import folded, words_of
from farmers.models import Branch, Intake, Member, MemberConfidence
from farmers.tree import commune_path

CHILD = "farmers.importing.row_child"
CHOICES: dict[str, type[models.TextChoices]] = {
    "gender": Member.Gender,
    "education": Member.Education,
    "training": Member.Training,
    "duty": Member.Duty,
    "household_role": Member.HouseholdRole,
    "household_class": Member.HouseholdClass,
    "occupation": Member.Occupation,
    "standing": Member.Standing,
    "ethnicity": MemberConfidence.Ethnicity,
    "religion": MemberConfidence.Religion,
    "party_membership": MemberConfidence.PartyMembership,
    "political_theory": MemberConfidence.PoliticalTheory,
}
_PLACES = (
    "permanent_commune", "permanent_district", "commune", "district", "branch", "commune_branch", "chapter", "group",
    "trade_chapter", "trade_group", "family_name", "given_name",
)  # fmt: skip
_LONGEST_PLACE, _LONGEST_SEALED = 120, 200


@dataclass
class People:
    """The people of a chunk of rows as the child read them: columns of Member, None where a row says nothing."""

    numbers: list[int]
    size: int
    columns: dict[str, list[Any]]
    confided: dict[str, list[Any]]
    names: list[str]
    searched: list[str]
    branches: list[int]
    is_branch_said: list[bool]
    standings: list[tuple[str, date | None, str]]
    reasons: dict[int, list[Reason]] = field(default_factory=dict)
    warnings: dict[int, list[Reason]] = field(default_factory=dict)


def people_of(intake: Intake, table: Table, request: Mapping[str, Any]) -> Iterator[People]:
    """The people of a list, chunk by chunk; Unreadable when the child can't read it or dies of it."""
    from accounts.tables.heading import Found  # noqa: PLC0415

    found = Found.from_json(intake.found["table"])
    where = where_of(intake)
    about = {
        "kind": Kind(intake.file_kind),
        "encoding": where.get("encoding"),
        "delimiter": where.get("delimiter"),
        "found": intake.found["table"],
        "telling": telling_columns(intake, found),
    }
    for _persons, numbers, said in asked(table.path, "persons", child=CHILD, **about, **request):
        yield People(numbers, **said)
        del numbers, said


def request_for(
    *, branch: Branch, columns: Mapping[int, str], home: str, card_province: str, today: date, size: int
) -> dict[str, Any]:
    """All that the child is told besides the file."""
    return {
        "columns": {str(index): name for index, name in columns.items()},
        "branches": branches_for(branch, today),
        "province": settings.PROVINCE_CODE,
        "home": home,
        "card_province": card_province,
        "confided": CONFIDED,
        "words": known_words(),
        "longest": longest_texts(),
        "today": today.isoformat(),
        "size": size,
    }


def branches_for(own: Branch, on: date) -> list[Place]:
    """The branch of a list, and all branches of its commune (of the province: all)."""
    found = Branch.objects.standing_on(on).filter(path__startswith=commune_path(own.path)).order_by("path")
    names = ("pk", "level", "kind", "name", "path", "place_code")
    return [
        Place(*(getattr(own, name) for name in names)),
        *(Place(*row) for row in found.values_list(*names)),
    ]


@cache
def known_words() -> dict[str, dict[str, str]]:
    """For every answer its folded words with their codes: those people write, and those of the screen."""
    with override("vi"):
        labels = {
            field: {folded(str(label)): str(code) for code, label in choices.choices}
            for field, choices in CHOICES.items()
        }
    return {field: known | words_of(field) for field, known in labels.items()}


@cache
def longest_texts() -> dict[str, int]:
    """How many characters each text may have."""
    lengths = {
        field.attname: field.max_length
        for field in Member._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.max_length
    }
    lengths |= dict.fromkeys(_PLACES, _LONGEST_PLACE)
    return lengths | {"left_reason": lengths["standing_reason"], "party_committee": _LONGEST_SEALED}
