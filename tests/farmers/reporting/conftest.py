"""An association with units and people in them, and lists to hold figures against."""

from datetime import UTC, date, datetime

import pytest

from farmers.models import Branch, Member
from farmers.reporting import Report
from farmers.reporting.selecting import behind
from farmers.tree import open_branch
from tests.factories.farmers import MemberFactory, commune

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


def chapter(
    name: str = "Chi hội làng Ví Dụ", *, parent: Branch | None = None, kind: str = "resident"
) -> Branch:
    """A chapter of the commune, opened once."""
    parent = parent or commune()
    found = Branch.objects.filter(parent=parent, name=name).first()
    return found or open_branch(level="chapter", name=name, parent=parent, kind=kind)


def member(on: date = date(2026, 1, 15), **columns: object) -> Member:
    """A member since a day."""
    return MemberFactory(admitted_on=on, standing_since=on, **columns)


def listed(branch: Branch, code: str) -> int:
    """How many records the list of a branch shows for a figure."""
    condition = behind(code, branch.path)
    return Member.objects.unmerged().filter(branch__path__startswith=branch.path).filter(condition).count()


def figures(report: Report) -> dict[str, dict[str, object]]:
    """A report as {unit: {column: value}}, nothings left out; "" is the sum."""
    return {
        row.unit.name if row.unit else "": {
            column.key: cell.value
            for column, cell in zip(report.columns, row.cells, strict=True)
            if cell.value not in {0, None, ""}
        }
        for row in (*report.rows, report.total)
    }


@pytest.fixture
def two_chapters(db) -> tuple[Branch, Branch]:
    return chapter("Chi hội A"), chapter("Chi hội B", kind="occupational")
