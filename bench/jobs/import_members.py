"""How fast does a list of members become members, beside openpyxl that merely reads the file?

From the sealed file to the register: read in the confined child, every cell validated, matched with the register, sealed,
stored with an IntakeRow for each row. What an officer waits for before, the check, is a job of its own. Every call takes
another list of other people, so that the register grows meanwhile as a province's does.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils import timezone
from openpyxl import load_workbook  # type: ignore[import-untyped]

from accounts.sheets import Column, Sheet
from accounts.workbooks import write_workbook
from bench import Sides, measured
from farmers.importing.bringing import bring, confirm_mapping, order_write
from farmers.importing.states import State
from farmers.models import Branch, Intake
from farmers.tree import open_branch
from tests.factories.farmers import commune, officer

ROWS, FEW_ROWS = 100_000, 20_000
CALLS = 2  # each side once to warm up, once to be measured
COLUMNS = (
    Column("STT", "year"), Column("Họ và tên"), Column("Ngày tháng năm sinh", "date"), Column("Giới tính"),
    Column("Số CCCD"), Column("Ngày cấp CCCD", "date"), Column("Hộ khẩu thường trú"), Column("Nơi ở hiện nay"),
    Column("Số điện thoại"), Column("Trình độ học vấn"), Column("Trình độ chuyên môn"), Column("Số thẻ hội viên"),
    Column("Ngày cấp thẻ", "date"), Column("Số quyết định công nhận"), Column("Ngày vào Hội"), Column("Chi hội"),
    Column("Hội viên dân cư", "mark"), Column("Vai trò trong hộ"), Column("Gia đình thuộc diện"), Column("Nghề nghiệp"),
)  # fmt: skip
FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Siu",
    "Ksor",
    "Đinh",
    "Kpă",
    "Đặng",
    "Huỳnh",
    "Võ",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Rmah",
    "Puih",
]
MIDDLE = [
    "Văn",
    "Thị",
    "Hữu",
    "Ngọc",
    "Đức",
    "Quý",
    "Mỹ",
    "Thuý",
    "Xuân",
    "Minh",
    "Thanh",
    "Kim",
    "Công",
    "Đình",
    "Bá",
    "H'",
    "Y",
]
GIVEN = [
    "Hoà",
    "Bình",
    "Thảo",
    "Lộc",
    "Phượng",
    "Thuỷ",
    "Dũng",
    "Kỳ",
    "Tuyết",
    "Ánh",
    "Lan",
    "Hương",
    "Sơn",
    "Hải",
    "Nam",
    "Tâm",
    "Phúc",
    "Thọ",
    "Khang",
    "An",
    "Yến",
    "Liễu",
    "Vân",
]
SCHOOL, TRAINED = ("cấp 1", "cấp 2", "9/12", "12/12", "THCS"), ("", "SC", "TC", "CĐ", "ĐH")
ROLES, CLASSES = ("Chủ hộ", "Vợ", "Con"), ("Hộ nghèo", "Cận nghèo", "Không", "")
TRADES = ("Nông dân", "Công nhân", "Lao động tự do")
Writer = Callable[[Path, Iterator[list[Any]]], None]


def as_the_desk_writes(path: Path, rows: Iterator[list[Any]]) -> None:
    """A workbook as the desk and most programs stream it: texts stand in their cells."""
    with path.open("wb") as target:
        write_workbook(target, [Sheet("Hội viên", COLUMNS, rows)])


def as_excel_saves(path: Path, rows: Iterator[list[Any]]) -> None:
    """A workbook as Excel saves it: every text once in a list of texts, which is read faster by everybody."""
    book = xlsxwriter.Workbook(path)
    sheet, day = book.add_worksheet("Hội viên"), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, [column.header for column in COLUMNS])
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, place, value, day)
            elif value != "":
                sheet.write(number, place, value)
    book.close()


def people(first: int, rows: int) -> Iterator[list[Any]]:
    """So many people who are in no other list; dates, phones and ids as officers write them."""
    chance = random.Random(first)  # noqa: S311 the same list every time
    for number in range(first, first + rows):
        born = date(1940, 1, 1) + timedelta(days=chance.randrange(23_000))
        admitted = date(1990, 1, 1) + timedelta(days=chance.randrange(12_000))
        is_female, family = chance.random() < 0.5, chance.choice(FAMILY)
        name = f"{family} {chance.choice(MIDDLE)} {chance.choice(GIVEN)} {chance.choice(GIVEN)}"
        century = 2 * (born.year >= 2000) + is_female
        year, serial = divmod(number, 99_999)
        yield [
            number + 1, name, born, "Nữ" if is_female else "Nam",
            f"064{century}{born.year % 100:02d}{number:06d}", date(2021, 1 + number % 12, 1 + number % 28),
            f"Thôn {number % 12 + 1}, xã Biển Hồ, Gia Lai", f"Làng {number % 30 + 1}, xã Nghĩa Hưng, huyện Chư Păh",
            f"09{chance.randrange(10**8):08d}", chance.choice(SCHOOL), chance.choice(TRAINED),
            f"{10 + year:02d}.{serial + 1:05d}", admitted, f"{number % 60 + 1}-QĐ/HNDT", f"{admitted:%d/%m/%Y}",
            f"Chi hội thôn {number % 10 + 1}", "x", chance.choice(ROLES), chance.choice(CLASSES), chance.choice(TRADES),
        ]  # fmt: skip


class Lists:
    """Lists on disk, brought to a commune whose chapters they name."""

    def __init__(
        self, write: Writer, *, first: int, rows: int, calls: int = CALLS, is_brought: bool = True
    ) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="lists-")
        self.rows = rows
        self.branch: Branch = commune()
        if not self.branch.children.exists():
            for number in range(1, 11):
                open_branch(level="chapter", name=f"Chi hội thôn {number}", parent=self.branch)
        self.by = officer(branch=self.branch, role="head")
        self.paths = [Path(self.folder.name) / f"{call}.xlsx" for call in range(calls)]
        for call, path in enumerate(self.paths):
            write(path, people(first + call * rows, rows))
        self.waiting = iter([self.brought(path) for path in self.paths] if is_brought else [])

    def brought(self, path: Path) -> Intake:
        """A list read, its columns waiting to be confirmed."""
        with path.open("rb") as file:
            intake = bring(
                file=file, name=path.name, branch=self.branch, kind="members", by=self.by, at=timezone.now()
            )
        intake.refresh_from_db()
        return intake

    def check_next(self) -> Intake:
        """Confirm the columns of the next list as proposed; every row is checked."""
        intake = next(self.waiting)
        columns = {one["index"]: one["field"] or "" for one in intake.found["table"]["columns"]}
        confirm_mapping(intake=intake, columns=columns, answers={}, by=self.by, at=timezone.now())
        intake.refresh_from_db()
        if intake.found["counts"]["created"] != self.rows:
            raise AssertionError(intake.found["counts"])
        return intake

    def checked(self) -> Iterator[Intake]:
        """All lists, checked."""
        return iter([self.check_next() for _path in self.paths])

    def write(self, intake: Intake) -> None:
        """Write what was checked."""
        order_write(intake=intake, keeps_good=False, by=self.by, at=timezone.now())
        intake.refresh_from_db()
        if intake.state != State.DONE:
            raise AssertionError(intake.state)

    def merely_read(self) -> int:
        """What openpyxl does when it is told to do as little as it can."""
        sheet = load_workbook(self.paths[0], read_only=True).worksheets[0]
        return sum(1 for _row in sheet.iter_rows(values_only=True))


def writing(lists: Lists) -> Sides:
    """Write list after list."""
    checked = lists.checked()
    return Sides(job=lambda: lists.write(next(checked)), floor=lists.merely_read)


@measured(
    job=f"{ROWS:,} members x 20 columns, written by a program: read, validated, sealed, stored",
    floor="openpyxl, read only, of the same workbook",
    required=0.5,  # twice its rate
    needs_database=True,
    most_rounds=CALLS - 1,
)
def import_members() -> Sides:
    """A list as other programs, and the desk's own export, write it."""
    return writing(Lists(as_the_desk_writes, first=0, rows=ROWS))


@measured(
    job=f"{FEW_ROWS:,} members x 20 columns, saved by Excel: read, validated, sealed, stored",
    floor="openpyxl, read only, of the same workbook",
    required=1.0,
    needs_database=True,
    most_rounds=CALLS - 1,
)
def import_members_of_excel() -> Sides:
    """Excel keeps each text once, so that a bare reader is more than twice as fast; storing costs what it costs."""
    return writing(Lists(as_excel_saves, first=400_000, rows=FEW_ROWS))


@measured(
    job=f"{FEW_ROWS:,} members x 20 columns checked, nothing written",
    floor="openpyxl, read only, of the same workbook",
    required=0.5,
    needs_database=True,
    most_rounds=CALLS - 1,
)
def check_members() -> Sides:
    """What an officer waits for before deciding to write."""
    lists = Lists(as_the_desk_writes, first=600_000, rows=FEW_ROWS)
    return Sides(job=lists.check_next, floor=lists.merely_read)
