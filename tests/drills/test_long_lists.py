"""Long lists leave and come in by processes of their own, which need no more memory for them than for short ones."""

import re
from pathlib import Path

import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from bench.jobs.import_members import Lists, as_the_desk_writes
from farmers.member_columns import FULL
from farmers.models import Member
from farmers.tree import open_branch
from tests.drills.processes import running, until
from tests.factories.farmers import MemberFactory, commune

MEMBERS, CHAPTERS, MEGABYTES = 400_000, 500, 150
BROUGHT, MEGABYTES_BROUGHT = 100_000, 400

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


def fill():
    """One member for each chapter, doubled in the database until there are enough."""
    chapters = [open_branch(level="chapter", name=f"Chi hội {n}", parent=commune()) for n in range(CHAPTERS)]
    Member.objects.bulk_create(
        MemberFactory.build(
            branch=branch, card_number="", card_province="", standing="applied", address="làng Ví Dụ"
        )
        for branch in chapters
    )
    columns = ", ".join(f'"{field.column}"' for field in Member._meta.concrete_fields if field.column != "id")
    with connection.cursor() as cursor:
        while (there := Member.objects.count()) < MEMBERS:
            limit = MEMBERS - there
            cursor.execute(
                f"INSERT INTO farmers_member ({columns}) SELECT {columns} FROM farmers_member LIMIT {limit}"
            )


def megabytes(pid, what):
    """What /proc says of a process's memory; 0 once it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(rf"{what}:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0


def most_memory(process):
    """Peak of the process so far."""
    return megabytes(process.pid, "VmHWM")


def memory_with_children(process):
    """What the process and its children hold at this moment."""
    try:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(megabytes(pid, "VmRSS") for pid in (process.pid, *children))


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_province_leaves_within_150_megabytes(tmp_path, ending):
    fill()
    out = tmp_path / f"tinh.{ending}"
    seen = []
    arguments = ["manage.py", "export_members", "--out", str(out), "--columns", ",".join(FULL)]
    with running(*arguments) as process:
        assert until(lambda: seen.append(most_memory(process)) or process.poll() is not None, seconds=300)

    assert process.returncode == 0
    assert max(seen) < MEGABYTES
    if ending == "xlsx":
        rows = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
        assert sum(isinstance(row[0], float) for row in rows) == MEMBERS
    else:
        with out.open(encoding="utf-8-sig") as lines:
            assert sum(1 for _ in lines) == MEMBERS + 1


def test_a_list_of_100_000_members_comes_in_within_400_megabytes(tmp_path):
    lists = Lists(as_the_desk_writes, first=0, rows=BROUGHT, calls=1, is_brought=False)
    seen = []
    arguments = ["manage.py", "import_members", str(lists.paths[0]), "--branch", lists.branch.place_code]
    with running(*arguments) as process:
        assert until(
            lambda: seen.append(memory_with_children(process)) or process.poll() is not None, seconds=300
        )

    lists.folder.cleanup()
    assert process.returncode == 0
    assert Member.objects.count() == BROUGHT
    assert max(seen) < MEGABYTES_BROUGHT
