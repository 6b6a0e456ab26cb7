"""What does the register hold of a member, group by group as people fill the form? And what of it stays covered?

Identity numbers, the full date of birth and what the law calls sensitive are not opened to draw a page; that they are
there can be told without reading them. They are shown once, to who says why (market/desk/member_reading.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import BooleanField, ExpressionWrapper, Field, Q, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from farmers.confiding import CONFIDED
from farmers.member_cells import commune_name
from farmers.models import Member, MemberConfidence
from vietnam import phones

COVERED = ("birth_date", "citizen_id", "citizen_id_issued_on", "old_id")
GROUPS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    (
        "who",
        gettext_lazy("Identity"),
        (
            "full_name",
            "gender",
            "birth_year",
            "birth_date",
            "citizen_id",
            "citizen_id_issued_on",
            "old_id",
            "phone",
        ),
    ),
    (
        "where",
        gettext_lazy("Residence"),
        ("permanent_address", "permanent_commune_code", "address", "commune_code"),
    ),
    (
        "household",
        gettext_lazy("Household and schooling"),
        ("household_role", "household_class", "education", "school_grade", "training"),
    ),
    (
        "work",
        gettext_lazy("Occupation"),
        ("occupation", "production", "production_quantity", "production_scale", "organisations"),
    ),
    (
        "association",
        gettext_lazy("In the association"),
        (
            *("branch", "trade_branch", "is_resident", "is_occupational", "is_honorary", "is_core", "duty"),
            *("council", "card_number", "card_issued_on", "decision_number", "admitted_on"),
        ),
    ),
    ("titles", gettext_lazy("Titles"), ("excellent_years", "titles", "other_titles")),
)


@dataclass(frozen=True)
class Fact:
    """One column in words; `is_covered` is there but not opened, `was_opened` is shown this once."""

    name: str
    label: str
    words: str = ""
    is_covered: bool = False
    was_opened: bool = False


@dataclass(frozen=True)
class Group:
    """Facts that people fill in together."""

    key: str
    title: Promise
    facts: list[Fact]


def with_covers(members: QuerySet[Any]) -> QuerySet[Any]:
    """Members whose covered columns are not read, only whether there is something in them (`has_birth_date` …)."""
    covers = {f"has_{name}": _is_there(name) for name in COVERED}
    return members.defer(*COVERED).annotate(**covers)


def _is_there(name: str) -> ExpressionWrapper:
    by = Q(**{f"{name}_index": ""}) if f"{name}_index" in INDEXED else Q(**{f"{name}__isnull": True})
    return ExpressionWrapper(~by, output_field=BooleanField())


INDEXED = frozenset({"citizen_id_index", "old_id_index"})


def groups_of(member: Member, opened: Mapping[str, Any]) -> list[Group]:
    """All columns of a member; `opened` are covered ones that are shown this once."""
    return [
        Group(key, title, [_fact(member, name, opened) for name in names]) for key, title, names in GROUPS
    ]


def covered_columns(member: Member) -> list[Fact]:
    """What is there and covered."""
    return [
        Fact(name, label_of(Member, name), is_covered=True)
        for name in COVERED
        if getattr(member, f"has_{name}")
    ]


def confided_facts(opened: Mapping[str, Any]) -> list[Fact]:
    """What is sensitive, once it was opened."""
    confidence = MemberConfidence(**opened)
    return [
        Fact(name, label_of(MemberConfidence, name), words_of(confidence, name), was_opened=True)
        for name in CONFIDED
    ]


def _fact(member: Member, name: str, opened: Mapping[str, Any]) -> Fact:
    label = label_of(Member, name)
    if name not in COVERED:
        return Fact(name, label, words_of(member, name))
    if name in opened:
        return Fact(name, label, _value_words(opened[name]), was_opened=True)
    return Fact(name, label, is_covered=getattr(member, f"has_{name}"))


def label_of(model: type[Member | MemberConfidence], name: str) -> str:
    """The name of a column on the screen."""
    field = cast("Field[Any, Any]", model._meta.get_field(name))
    return str(capfirst(field.verbose_name))


def words_of(record: Member | MemberConfidence, name: str) -> str:
    """A column of a record in words; "" where nothing is said."""
    if name.endswith("commune_code"):
        return commune_name(getattr(record, name), getattr(record, f"{name}_on"))
    if isinstance(record, Member) and name == "phone":
        return phones.format_local(record.phone) if record.phone else ""
    if cast("Field[Any, Any]", record._meta.get_field(name)).flatchoices:
        return str(capfirst(getattr(record, f"get_{name}_display")()))
    return _value_words(getattr(record, name))


def _value_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value is None or value == "":
        return ""
    return date_format(value, "SHORT_DATE_FORMAT") if hasattr(value, "year") else str(value)


def differing(one: Member, other: Member) -> Iterator[tuple[Promise, list[tuple[str, str, str, bool]]]]:
    """Two records side by side, group by group: label, words of one, words of the other, whether they differ.

    Of covered columns it is told whether both have the same, not what.
    """
    for _key, title, names in GROUPS:
        yield title, [_beside(one, other, name) for name in names]


def _beside(one: Member, other: Member, name: str) -> tuple[str, str, str, bool]:
    if name not in COVERED:
        words = words_of(one, name), words_of(other, name)
        return label_of(Member, name), *words, words[0] != words[1]
    values = getattr(one, name), getattr(other, name)
    is_same = values[0] == values[1]
    told = _("the same") if is_same else _("another")
    shown = ["" if not value else told for value in values]
    return label_of(Member, name), shown[0], shown[1], not is_same
