"""How do members become rows of a list, in the order of branches and names, in flat memory?

A few branches at a time are read and sorted, about 2,000 members in one question; sorting all of a province at once
would hold it whole. A branch is read as it stands when its turn comes.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from operator import itemgetter
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.formats import date_format

from accounts.handing_out import Progress
from farmers.member_cells import Reader, Surroundings
from farmers.member_columns import NUMBER, MemberColumn
from farmers.models import MemberSupport
from vietnam.money import format_vnd

BATCH = 2_000
NBSP = "\N{NO-BREAK SPACE}"

Kept = tuple[Any, ...]
Rows = Iterator[list[Any]]


def rows_of(
    members: "QuerySet[Any]", columns: Sequence[MemberColumn], around: Surroundings, progress: Progress
) -> Rows:
    """A row of each member, by branch and name."""
    fields = list(dict.fromkeys(["pk", *(name for column in columns for name in column.reads)]))
    numbers = count(1)
    readers = [_reader_of(column, fields, around, numbers) for column in columns]
    has_supports = any(column.key in {"loans", "supports"} for column in columns)
    done = 0
    for branches in _batches(members):
        found = members.filter(branch_id__in=branches).order_by("branch__path", "full_name_folded", "pk")
        batch: list[Kept] = list(found.values_list(*fields))
        if has_supports:
            around.supports = supports_of([kept[0] for kept in batch])
        for kept in batch:
            yield [read(kept) for read in readers]
        done += len(batch)
        progress(done)


def _batches(members: "QuerySet[Any]") -> Iterator[list[int]]:
    """The branches of the members in their order, as many together as have some 2,000 members."""
    branches: list[int] = []
    size = 0
    by_branch = members.order_by("branch__path").values_list("branch_id").annotate(number=Count("pk"))
    for branch, number in by_branch:
        if branches and size + number > BATCH:
            yield branches
            branches, size = [], 0
        branches.append(branch)
        size += number
    if branches:
        yield branches


def _reader_of(
    column: MemberColumn, fields: Sequence[str], around: Surroundings, numbers: Iterator[int]
) -> Callable[[Kept], Any]:
    """From the kept values of a member to a cell."""
    if column.key == NUMBER:
        return lambda _kept: next(numbers)
    places = [fields.index(name) for name in column.reads]
    if column.made is None:
        return itemgetter(*places)
    return _joined(column.made(around), places)


def _joined(read: Reader, places: Sequence[int]) -> Callable[[Kept], Any]:
    if len(places) == 1:
        (place,) = places
        return lambda kept: read(kept[place])
    first, second = places
    return lambda kept: read(kept[first], kept[second])


def supports_of(members: Sequence[int]) -> dict[tuple[int, bool], str]:
    """What each of these members was helped with, loans and all else apart: one question."""
    told: dict[tuple[int, bool], list[str]] = {}
    found = MemberSupport.objects.filter(member_id__in=members).order_by("since", "pk")
    for support in found:
        told.setdefault((support.member_id, support.kind == MemberSupport.Kind.LOAN), []).append(
            support_words(support)
        )
    return {key: "; ".join(words) for key, words in told.items()}


def support_words(support: MemberSupport) -> str:
    """A loan or another support in one line, what is unknown left out."""
    is_loan = support.kind == MemberSupport.Kind.LOAN
    parts = [
        "" if is_loan else support.get_kind_display(),
        support.source,
        format_vnd(support.amount_vnd).replace(NBSP, " ") if support.amount_vnd else "",
        support.purpose,
        date_format(support.since, "d/m/Y") if support.since else "",
    ]
    return ", ".join(part for part in parts if part)
