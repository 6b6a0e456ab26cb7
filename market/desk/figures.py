"""How do the officer's branches stand today? Members, listings and certificates, unit by unit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from accounts.models import User
from farmers import rights
from farmers.models import Branch, Certificate, Member
from farmers.reporting import Cell, Column, Period, Report, Row
from farmers.reporting.units import Units, added_up
from market.desk.lists.certificates import RUNS_OUT_WITHIN
from products.models import Product

MEMBERS, LISTINGS, CERTIFICATES = "members", "listings", "certificates"
Counting = Callable[[Units, date], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True)
class Subject:
    """What is counted by one look at the database: its first measure stands for it."""

    key: str
    measures: tuple[str, ...]
    count: Counting


def words_of(measure: str) -> str:
    """How a measure is called on the desk."""
    return {
        "members": _("Active members"),
        "on_sale": _("Listings on sale"),
        "certified": _("On sale with a valid certificate"),
        "valid": _("Valid certificates"),
        "runs_out": _("Run out within 60 days"),
        "expired": _("Expired certificates"),
    }[measure]


def _count_members(units: Units, _on: date) -> Iterable[Mapping[str, Any]]:
    """Active members, read from the index of branches and standings alone; who was merged is taken off again."""
    active = Member.objects.filter(standing=Member.Standing.ACTIVE).order_by()
    yield from active.filter(units.within()).values("branch_id").annotate(members=Count("pk"))
    # Few in the whole register, and found by their own index only as long as nothing else is asked.
    for branch in active.filter(merged_into__isnull=False).values_list("branch_id", flat=True):
        if branch in units.unit_of:
            yield {"branch_id": branch, "members": -1}


def _count_listings(units: Units, on: date) -> Iterable[Mapping[str, Any]]:
    published = Product.objects.published().filter(units.within(rights.path_to_branch(Product))).order_by()
    return published.values(branch_id=F("farm__branch_id")).annotate(
        on_sale=Count("pk"), certified=Count("pk", filter=Q(certified_until__gte=on))
    )


def _count_certificates(units: Units, on: date) -> Iterable[Mapping[str, Any]]:
    valid = Q(valid_from__lte=on, expires_on__gte=on)
    verified = Certificate.objects.filter(standing=Certificate.Standing.VERIFIED).order_by()
    verified = verified.filter(units.within(rights.path_to_branch(Certificate)))
    return verified.values(branch_id=F("farmer__branch_id")).annotate(
        valid=Count("pk", filter=valid),
        runs_out=Count("pk", filter=valid & Q(expires_on__lte=on + RUNS_OUT_WITHIN)),
        expired=Count("pk", filter=Q(expires_on__lt=on)),
    )


SUBJECTS = {
    MEMBERS: Subject(MEMBERS, ("members",), _count_members),
    LISTINGS: Subject(LISTINGS, ("on_sale", "certified"), _count_listings),
    CERTIFICATES: Subject(CERTIFICATES, ("valid", "runs_out", "expired"), _count_certificates),
}
MEASURES = {measure: subject for subject in SUBJECTS.values() for measure in subject.measures}


def topmost(branches: Iterable[Branch]) -> list[Branch]:
    """The branches that lie below none of the others."""
    kept: list[Branch] = []
    for branch in sorted(branches, key=lambda branch: branch.path.count(".")):
        if not any(branch.path.startswith(above.path) for above in kept):
            kept.append(branch)
    return kept


def overview(branches: Iterable[Branch], on: date, *subjects: str) -> Report:
    """What is there today in the units of a branch (or in several branches): the subjects named, else all."""
    first, *others = topmost(branches)
    units = Units(first, on, *others)
    chosen = [SUBJECTS[key] for key in subjects or SUBJECTS]
    counted: dict[int, dict[str, int]] = {}
    for subject in chosen:
        for unit, counts in units.roll_up(subject.count(units, on)).items():
            counted.setdefault(unit, {}).update(counts)
    columns = tuple(Column(measure, words_of(measure)) for subject in chosen for measure in subject.measures)
    rows = [Row(unit, _cells(columns, counted.get(unit.pk, {}))) for unit in units.shown(counted)]
    total = Row(None, _cells(columns, added_up(counted.values())))
    return Report("overview", first, Period.around(on), columns, tuple(rows), total, day=on)


def overview_for(user: User, on: date, *subjects: str) -> Report | None:
    """The same for all that an officer sees; None for who sees no branch."""
    branches = rights.branches_for(user, rights.VIEW)
    return overview(branches, on, *subjects) if branches else None


def _cells(columns: Iterable[Column], counts: Mapping[str, int]) -> tuple[Cell, ...]:
    return tuple(Cell(counts.get(column.key, 0)) for column in columns)
