"""How do members become rows of a list, in the order of branches and names, in flat memory?

A few branches at a time are sorted, about 1,000 members in one question, and 1,000 at a time are read of a large one;
sorting all of a province at once would hold it whole. A branch is read as it stands when its turn comes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.formats import date_format

from accounts.handing_out import Progress
from farmers.member_cells import Surroundings
from farmers.member_columns import NUMBER, MemberColumn
from farmers.models import MemberSupport
from vietnam.money import format_vnd

BATCH = 1_000
NBSP = "\N{NO-BREAK SPACE}"

Kept = Sequence[tuple[Any, ...]]


def rows_of(
    members: "QuerySet[Any]", columns: Sequence[MemberColumn], around: Surroundings, progress: Progress
) -> Iterator[tuple[Any, ...]]:
    """A row of each member, by branch and name."""
    fields = list(dict.fromkeys(["pk", *(name for column in columns for name in column.reads)]))
    numbers = count(1)
    readers = [_reader_of(column, fields, around, numbers) for column in columns]
    has_supports = any(column.key in {"loans", "supports"} for column in columns)
    done = 0
    for branches in _batches(members):
        found = members.filter(branch_id__in=branches).order_by("branch__path", "full_name_folded", "pk")
        if has_supports:
            around.supports = supports_within(branches)
        one_by_one = found.values_list(*fields).iterator(chunk_size=BATCH)
        while batch := list(islice(one_by_one, BATCH)):
            # Column by column, which is several times faster than member by member.
            kept = list(zip(*batch, strict=True))
            yield from zip(*(read(kept) for read in readers), strict=True)
            done += len(batch)
            progress(done)


def _batches(members: "QuerySet[Any]") -> Iterator[list[int]]:
    """The branches of the members in their order, as many together as have some 1,000 members."""
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
) -> Callable[[Kept], Iterable[Any]]:
    """From the kept values of a batch, column by column, to the cells of one."""
    if column.key == NUMBER:
        return lambda kept: islice(numbers, len(kept[0]))
    places = [fields.index(name) for name in column.reads]
    if column.made is None:
        (place,) = places
        return lambda kept: kept[place]
    read = column.made(around)
    return lambda kept: map(read, *(kept[place] for place in places))


def supports_within(branches: Sequence[int]) -> dict[tuple[int, bool], str]:
    """What each member of these branches was helped with, loans and all else apart: one question."""
    told: dict[tuple[int, bool], list[str]] = {}
    found = MemberSupport.objects.filter(member__branch__in=branches).order_by("since", "pk")
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
