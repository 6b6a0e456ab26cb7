"""A worker is killed in the middle of a list of members, of writing it and of taking it back; another one goes on."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from openpyxl import Workbook

from farmers.importing.bringing import bring, confirm_mapping, order_undo, order_write
from farmers.importing.kinds import kind_of
from farmers.importing.states import State
from farmers.models import Intake, Member, MembershipStep
from tests.drills.processes import kill, until, worker
from tests.factories.farmers import MemberFactory, commune, officer

ROWS, KNOWN = 20_000, 10
HEADER = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Nơi ở hiện nay"]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVXY"

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tasks_in_the_database"),
]


def row(number: int) -> list:
    born = timezone.localdate().replace(year=1960) + timedelta(days=number)
    name = f"Siu {LETTERS[number // 576 % 24]}{LETTERS[number // 24 % 24]}{LETTERS[number % 24]}"
    return [number + 1, f"{name} {LETTERS[number // 13_824]}", born, f"0640{born:%y}{number:06}", "làng Mới"]


def list_of_members(path):
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hội viên")
    sheet.append(HEADER)
    for number in range(ROWS):
        sheet.append(row(number))
    book.save(path)
    return path


def through(intake: Intake, *states: str) -> None:
    """Let a worker work until the list stands so."""

    def stands() -> bool:
        intake.refresh_from_db()
        return intake.state in states

    with worker():
        assert until(stands, seconds=120), (intake.state, intake.error)


def killed_at(intake: Intake, done: int) -> None:
    """Let a worker work and kill it when so many rows are done."""

    def is_there() -> bool:
        intake.refresh_from_db()
        return intake.rows_done >= done

    with worker() as process:
        assert until(is_there)
        kill(process)


def register() -> list[dict]:
    return list(Member.objects.order_by("pk").values())


def test_a_list_whose_workers_are_killed_is_written_and_taken_back_once(tmp_path):
    known = [
        MemberFactory(full_name=row(place)[1], citizen_id=row(place)[3], address="làng Cũ", branch=commune())
        for place in range(KNOWN)
    ]
    before = register()
    clerk = officer(branch=commune(), role="clerk")
    with list_of_members(tmp_path / "ds.xlsx").open("rb") as file:
        intake = bring(
            file=file, name="ds.xlsx", branch=commune(), kind="members", by=clerk, at=timezone.now()
        )
    through(intake, State.MAPPING)
    offered = kind_of(intake).offered(intake=intake, by=clerk)
    columns = {
        one["index"]: one["field"] for one in intake.found["table"]["columns"] if one["field"] in offered
    }
    confirm_mapping(intake=intake, columns=columns, answers={}, by=clerk, at=timezone.now())
    through(intake, State.CHECKED)
    assert intake.found["counts"] == {"created": ROWS - KNOWN, "changed": KNOWN, "same": 0, "bad": 0}

    order_write(intake=intake, keeps_good=False, by=clerk, at=timezone.now())
    for done in (3_000, 9_000):
        killed_at(intake, done)
        assert (intake.state, intake.rows_done < ROWS) == (State.WRITING, True)
        # Whole chunks or nothing: what the list says is done is in the register.
        assert intake.rows.count() == Member.objects.filter(address="làng Mới").count()
    through(intake, State.DONE)

    assert Member.objects.count() == ROWS
    assert Member.objects.values("citizen_id_index").distinct().count() == ROWS
    assert MembershipStep.objects.count() == ROWS - KNOWN
    outcomes = intake.rows.values_list("outcome", flat=True)
    assert sorted(outcomes) == ["changed"] * KNOWN + ["created"] * (ROWS - KNOWN)
    assert set(intake.rows.values_list("number", flat=True)) == set(range(2, ROWS + 2))

    order_undo(intake=intake, by=clerk, at=timezone.now())
    killed_at(intake, 4_000)
    assert intake.state == State.UNDOING
    through(intake, State.UNDONE)

    assert [one["id"] for one in register()] == [one.pk for one in known]
    assert register() == before
    assert not DBTaskResult.objects.filter(status="FAILED").exists()
