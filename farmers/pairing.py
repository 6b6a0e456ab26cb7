"""Which records in the register may be of one person? Pairs, the younger record beside the older, the newest first.

By certainty: the same identity card, the same name and phone, the same name and year of birth. Thousands share a name,
so the last kind is looked through commune by commune.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from farmers import rights
from farmers.merging import SAME_NAME_AND_BIRTH, SAME_NAME_AND_PHONE, SAME_OLD_ID, Twin
from farmers.models import Branch, Member

# What of two records is equal, and must not be empty.
KINDS: dict[str, tuple[tuple[str, ...], Promise]] = {
    "paper": (("old_id_index",), SAME_OLD_ID),
    "phone": (("full_name_folded", "phone"), SAME_NAME_AND_PHONE),
    "birth": (("full_name_folded", "birth_year"), SAME_NAME_AND_BIRTH),
}
KIND_LABELS: dict[str, Promise] = {
    "paper": gettext_lazy("Same identity card"),
    "phone": gettext_lazy("Same name and phone"),
    "birth": gettext_lazy("Same name and year of birth"),
}
PAIRS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be of one person."""

    younger: Member
    older: Member


def pairs(kind: str, user: User, path: str = "", before: int | None = None) -> list[Pair]:
    """Pairs of a kind whose both records this officer may enter, below a branch; of records older than `before`.

    A page ends with a whole record: all pairs of the last one are on it.
    """
    columns, _why = KINDS[kind]
    mine = _unmerged(user, path, columns)
    find = _among_all if not path and _enters_everywhere(user) else _among_some
    younger = list(_for_a_page(Member.objects.filter(pk__in=find(mine, columns, before))).order_by("-pk"))
    return _with_older(younger, mine, columns)


def _among_all(mine: QuerySet[Any], columns: Sequence[str], before: int | None) -> list[int]:
    """The younger records of a page in a whole province: the database looks each name up in its index."""
    # Without the condition on branches, which are all of them, or SQLite would begin with those.
    alike = {column: OuterRef(column) for column in columns}
    older = Member.objects.filter(pk__lt=OuterRef("pk"), anonymised_at=None, **alike)
    younger = mine.filter(Exists(older.exclude(merged_into__isnull=False).order_by()))
    if before is not None:
        younger = younger.filter(pk__lt=before)
    return list(younger.order_by("-pk").values_list("pk", flat=True)[:PAIRS_SHOWN])


def _among_some(mine: QuerySet[Any], columns: Sequence[str], before: int | None) -> list[int]:
    """The younger records of a page in a commune or a few: some thousand rows, laid side by side here."""
    seen: set[tuple[Any, ...]] = set()
    younger: list[int] = []
    # Sorted here: asked to, SQLite would walk through all of the province by id.
    for pk, *likeness in sorted(mine.order_by().values_list("pk", *columns)):
        if (key := tuple(likeness)) in seen:
            younger.append(pk)
        seen.add(key)
    page = [pk for pk in reversed(younger) if before is None or pk < before]
    return page[:PAIRS_SHOWN]


def _enters_everywhere(user: User) -> bool:
    branches = rights.branches_for(user, rights.ENTER)
    return any(branch.level == Branch.Level.PROVINCE for branch in branches)


def _unmerged(user: User, path: str, columns: Sequence[str]) -> QuerySet[Any]:
    within = rights.within(user, rights.ENTER, rights.path_to_branch(Member))
    # Said this way round, SQLite does not read all of the province by the index of what was merged.
    found = Member.objects.filter(within, anonymised_at=None).exclude(merged_into__isnull=False)
    if path:
        found = found.filter(branch__path__startswith=path)
    for column in columns:
        is_number = column == "birth_year"
        found = found.filter(birth_year__isnull=False) if is_number else found.exclude(**{column: ""})
    return found


def _for_a_page(members: QuerySet[Any]) -> QuerySet[Any]:
    return members.select_related("branch", "branch__parent").defer(
        "citizen_id", "old_id", "birth_date", "citizen_id_issued_on"
    )


def _with_older(younger: Sequence[Member], mine: QuerySet[Any], columns: Sequence[str]) -> list[Pair]:
    """The older records of each: all of a page in one question."""
    if not younger:
        return []
    alike = Q(
        *(Q(**dict(zip(columns, _likeness(member, columns), strict=True))) for member in younger),
        _connector=Q.OR,
    )
    likely = _for_a_page(mine.filter(alike)).order_by("-pk")
    by_likeness: dict[tuple[Any, ...], list[Member]] = defaultdict(list)
    for member in likely:
        by_likeness[_likeness(member, columns)].append(member)
    return [
        Pair(member, other)
        for member in younger
        for other in by_likeness[_likeness(member, columns)]
        if other.pk < member.pk
    ]


def _likeness(member: Member, columns: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(member, column) for column in columns)


def within_reach(twins: Sequence[Twin], user: User) -> list[Twin]:
    """Of the records that may be of the same person, those this officer may see; others are not even counted."""
    seen = rights.visible(Member, user).filter(pk__in=[twin.member.pk for twin in twins])
    pks = set(seen.values_list("pk", flat=True)) if twins else set()
    return [twin for twin in twins if twin.member.pk in pks]
