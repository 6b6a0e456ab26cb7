"""How does an operator bring a list of members in without the desk?"""

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from farmers.models import Intake, Member
from tests.factories.farmers import BIEN_HO, commune, officer, province

pytestmark = pytest.mark.django_db

GOOD = ["Rơ Châm H'Lan", "05/02/1985", "Nữ", "064185000123"]
BAD = ["Siu Blơ", "31/02/1990", "Nam", "064090000124"]


@pytest.fixture
def head():
    return officer(branch=province(), role="head")


def a_list(folder, *rows):
    book = Workbook()
    for row in [["Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD"], *rows]:
        book.active.append(row)
    book.save(folder / "list.xlsx")
    return str(folder / "list.xlsx")


def bring(path, *options, code=BIEN_HO) -> None:
    commune()
    call_command("import_members", path, "--branch", code, *options)


def test_a_good_list_is_written_and_recorded_under_a_head(tmp_path, head, capsys):
    bring(a_list(tmp_path, GOOD))

    member = Member.objects.get()
    intake = Intake.objects.get()
    assert (member.full_name, member.branch) == ("Rơ Châm H'Lan", commune())
    assert (intake.state, intake.made_by) == ("done", head)
    assert "mới: 1" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(tmp_path, head):
    bring(a_list(tmp_path, GOOD), "--dry-run")

    assert Member.objects.count() == 0
    assert Intake.objects.get().state == "dropped"


def test_bad_rows_stop_the_whole_list_and_come_back_as_a_workbook(tmp_path, head, capsys):
    report = tmp_path / "bad.xlsx"

    with pytest.raises(CommandError, match="1 dòng cần sửa"):
        bring(a_list(tmp_path, GOOD, BAD), "--report", str(report))

    assert Member.objects.count() == 0
    assert "dòng 3:" in capsys.readouterr().out
    assert [row[1].value for row in load_workbook(report).active.iter_rows()][1:] == ["Siu Blơ"]


def test_good_rows_are_kept_when_that_is_asked_for_and_the_exit_still_says_so(tmp_path, head):
    with pytest.raises(CommandError):
        bring(a_list(tmp_path, GOOD, BAD), "--keep-good")

    assert [member.full_name for member in Member.objects.all()] == ["Rơ Châm H'Lan"]


@pytest.mark.parametrize("options", [["--by", "0905 000 999"], []])
def test_somebody_has_to_answer_for_the_list(options, tmp_path):
    with pytest.raises(CommandError, match="--by"):
        bring(a_list(tmp_path, GOOD), *options)


def test_an_unknown_branch_and_a_file_that_is_not_there_are_told(tmp_path, head):
    with pytest.raises(CommandError, match="--branch 99999"):
        bring(a_list(tmp_path, GOOD), code="99999")
    with pytest.raises(CommandError, match="missing"):
        bring(str(tmp_path / "missing.xlsx"))
