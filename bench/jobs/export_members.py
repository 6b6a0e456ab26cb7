"""How fast does a list of members leave, from the database to the file, beside a bare csv writer?"""

from __future__ import annotations

import csv
import tempfile
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from bench import Sides, measured
from farmers.exporting import Choice, MemberList, members_under
from farmers.member_cells import Surroundings, branch_names
from farmers.member_columns import FULL, columns_named
from farmers.member_rows import rows_of
from farmers.models import Branch, Member
from farmers.tree import open_branch
from tests.factories.farmers import commune

if TYPE_CHECKING:
    from accounts.handing_out import Progress

MEMBERS, CHAPTERS = 20_000, 250
NAMES = ("Rơ Châm H'Lan", "Nguyễn Thị Phượng", "Kpă Thuyên", "Siu H'Bưn", "Đặng Văn Ất", "Bluch")


@measured(
    job=f"{MEMBERS:,} members of all columns that are not sensitive, from the database to an official workbook",
    floor="csv.writer of the same rows, ready in memory",
    required=6.6,  # 0.15 of its rate
    needs_database=True,
)
def export_members() -> Sides:
    """A commune of many chapters; every member as full as a clerk leaves it."""
    branch = fill(MEMBERS, CHAPTERS)
    with override("vi"):
        rows = list(rows_of(*_asked(branch)))
    members = MemberList(branch, members_under(branch.path), Choice(FULL), date(2026, 11, 24))
    return Sides(job=lambda: _to_a_file(members), floor=lambda: _bare(rows))


def _asked(branch: Branch) -> tuple[Any, Any, Surroundings, Progress]:
    around = Surroundings(branch_names(branch.path))
    return members_under(branch.path), columns_named(FULL), around, lambda done: None


def _to_a_file(members: MemberList) -> int:
    with tempfile.TemporaryFile() as target:
        return members.write(target, lambda done: None)


def _bare(rows: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryFile("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(rows)


def fill(members: int, chapters: int) -> Branch:
    """A commune with so many members, shared out over its chapters."""
    branch = commune()
    below = [open_branch(level="chapter", name=f"Chi hội làng {n}", parent=branch) for n in range(chapters)]
    for start in range(0, members, 5_000):
        numbers = range(start, min(start + 5_000, members))
        Member.objects.bulk_create([_member(number, below[number % chapters]) for number in numbers], 500)
    return branch


def _member(number: int, branch: Branch) -> Member:
    year, serial = divmod(number, 100_000)
    return Member(
        branch=branch,
        full_name=f"{NAMES[number % len(NAMES)]} {number}",
        gender=("female", "male")[number % 2],
        birth_year=1950 + number % 50,
        phone=f"+849{number:08d}",
        permanent_address=f"Số {number % 90}, làng Ví Dụ",
        permanent_commune_code="23590",
        address=f"Số {number % 90}, làng Ví Dụ",
        commune_code="23590",
        household_role="head",
        household_class="near_poor",
        education="lower_secondary",
        training="elementary",
        occupation="farmer",
        production="cà phê, hồ tiêu",
        production_scale="1,2 ha",
        organisations="HTX Nông nghiệp Ví Dụ",
        is_core=number % 3 == 0,
        titles="2023-CS;2024-CS",
        notes="đã nộp đủ hội phí" if number % 4 == 0 else "",
        standing="active",
        card_province="52",
        card_number=f"{26 - year:02d}.{serial:05d}",
        card_issued_on=date(2026, 3, 1),
        decision_number="12-QĐ/HNDT",
        admitted_on=date(2026, 3, 1),
    )
