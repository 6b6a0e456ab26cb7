"""Workbooks as real officers make them, built when they are asked for, with what each must yield cell by cell."""

from tests.ugly.fields import FIELDS
from tests.ugly.machines import FORMULAS, PAGES, PARTS, THREE
from tests.ugly.officers import DATES, FORM, MARKS, ODD
from tests.ugly.older import BARE, FONT, OLD, OTHER_OFFICE, PAGE
from tests.ugly.separated import QUOTED, SEMICOLONS, VN3, WIDE
from tests.ugly.workbook import Ugly

__all__ = ["FIELDS", "UGLY", "Ugly"]

UGLY: list[Ugly] = [
    FORM, ODD, DATES, MARKS, FORMULAS, PARTS, PAGES, THREE, OLD, FONT, OTHER_OFFICE, PAGE, BARE, SEMICOLONS, WIDE,
    VN3, QUOTED,
]  # fmt: skip
