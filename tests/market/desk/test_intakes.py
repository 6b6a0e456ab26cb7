"""How does an officer bring a list into the register?"""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.workbooks import XLSX
from farmers.models import Intake, Member
from tests.factories.farmers import MemberFactory, commune, officer, other_commune
from tests.market.desk.conftest import at_the_desk, text_of

pytestmark = pytest.mark.django_db

HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Số điện thoại", "Nơi ở hiện nay"]
GOOD = [1, "Rơ Châm H'Lan", "05/02/1985", "Nữ", "064185000123", 905123456, "Làng Kép"]
BAD = [2, "Siu Blơ", "31/02/1990", "Nam", "064090000124", "0905 123 457", "Làng Kép"]


def file_of(*rows, name: str = "danh sach.xlsx") -> SimpleUploadedFile:
    book, content = Workbook(), io.BytesIO()
    for row in [["DANH SÁCH HỘI VIÊN"], HEADER, *rows]:
        book.active.append(row)
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue(), content_type=XLSX)


def brought(client: Client, *rows) -> str:
    """The address of the page of a list that was just brought."""
    sent = {"branch": commune().pk, "file": file_of(*rows)}
    return client.post(reverse("desk:intake_new"), sent)["Location"]


def confirm(client: Client, address: str):
    """Confirm the columns as they are proposed."""
    form = client.get(address).context["columns_form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    return client.post(address, sent | {"deed": "confirm"})


def press(client: Client, address: str, deed: str):
    return client.post(address, {"deed": deed}, follow=True)


def test_a_list_is_read_confirmed_checked_and_written(clerk):
    address = brought(clerk, GOOD)
    shown = clerk.get(address)
    assert shown.context["intake"].state == "mapping"
    assert "Rơ Châm H'Lan" in text_of(shown)
    assert "064185000123" not in text_of(shown)

    confirm(clerk, address)
    assert Member.objects.count() == 0
    press(clerk, address, "write")

    member = Member.objects.get()
    assert (member.full_name, member.birth_year, member.gender, member.citizen_id, member.phone) == (
        "Rơ Châm H'Lan",
        1985,
        "female",
        "064185000123",
        "+84905123456",
    )
    assert (member.standing, member.branch) == ("applied", commune())
    assert Intake.objects.get().state == "done"


def test_bad_rows_are_told_with_row_field_and_reason_and_come_back_as_a_workbook(clerk):
    address = brought(clerk, GOOD, BAD)
    confirm(clerk, address)

    shown = clerk.get(address)
    ((number, reasons),) = shown.context["bad_rows"]
    assert number == 4
    assert len(reasons) == 1
    report = clerk.get(f"{address}can-sua.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(report.streaming_content))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[2] for row in cells[1:]] == ["Siu Blơ"]

    refused = clerk.post(address, {"deed": "write"})
    assert refused.status_code == 422
    press(clerk, address, "write_good")

    assert [member.full_name for member in Member.objects.all()] == ["Rơ Châm H'Lan"]


def test_a_written_list_is_taken_back(clerk):
    address = brought(clerk, GOOD)
    confirm(clerk, address)
    press(clerk, address, "write")

    press(clerk, address, "undo")

    assert Intake.objects.get().state == "undone"
    assert Member.objects.count() == 0


def test_what_cannot_be_taken_back_says_which_rows_stand_in_the_way(clerk):
    address = brought(clerk, GOOD)
    confirm(clerk, address)
    press(clerk, address, "write")
    member = Member.objects.get()
    member.address = "Làng khác"
    member.save()

    shown = press(clerk, address, "undo")

    assert Intake.objects.get().state == "done"
    assert [number for number, _why in shown.context["found"]["in_the_way"]] == [3]
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.xlsx", b"no workbook at all"),
        SimpleUploadedFile("a.docx", b"PK\x03\x04"),
        SimpleUploadedFile("a.xlsx", b""),
    ],
)
def test_a_wrong_file_is_refused_in_words(file, clerk):
    answer = clerk.post(reverse("desk:intake_new"), {"branch": commune().pk, "file": file}, follow=True)

    if answer.status_code == 422:
        assert answer.context["form"].errors["file"]
    else:
        assert answer.context["intake"].state == "failed"
        assert answer.context["intake"].error
    assert Member.objects.count() == 0


def test_the_same_file_sent_twice_in_a_row_is_one_list(clerk):
    content = file_of(GOOD).read()
    sent = [SimpleUploadedFile("a.xlsx", content, content_type=XLSX) for _time in range(2)]

    answers = [
        clerk.post(reverse("desk:intake_new"), {"branch": commune().pk, "file": file}) for file in sent
    ]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Intake.objects.count() == 1


def test_a_button_pressed_twice_does_its_work_once(clerk):
    address = brought(clerk, GOOD)
    confirm(clerk, address)
    press(clerk, address, "write")

    press(clerk, address, "write")

    assert Member.objects.count() == 1


def test_a_list_given_up_leaves_no_file(clerk):
    address = brought(clerk, GOOD)
    kept = Intake.objects.get()

    with_commit = press(clerk, address, "drop")

    assert with_commit.context["intake"].state == "dropped"
    kept.refresh_from_db()
    assert not kept.file


@pytest.mark.parametrize("role", ["viewer", "reviewer", "approver", "post"])
def test_lists_are_brought_in_by_those_who_enter_records(role, clerk):
    address = brought(clerk, GOOD)
    client = at_the_desk(officer(role=role))

    asked = [reverse("desk:intake_new"), address, f"{address}can-sua.xlsx"]

    assert [client.get(url).status_code for url in asked] == [404, 404, 404]
    assert client.post(address, {"deed": "confirm"}).status_code == 404


def test_a_list_of_another_commune_is_absent(clerk):
    address = brought(clerk, GOOD, BAD)
    confirm(clerk, address)
    other = at_the_desk(officer(branch=other_commune(), role="head"))

    assert [other.get(url).status_code for url in (address, f"{address}can-sua.xlsx")] == [404, 404]
    for deed in ("write", "write_good", "drop", "undo", "confirm"):
        assert other.post(address, {"deed": deed}).status_code == 404
    assert "danh sach.xlsx" not in text_of(other.get(reverse("desk:intake_new")))
    assert Intake.objects.get().state == "checked"


def test_a_list_is_not_brought_for_another_branch(clerk):
    sent = {"branch": other_commune().pk, "file": file_of(GOOD)}

    assert clerk.post(reverse("desk:intake_new"), sent).status_code == 422
    assert Intake.objects.count() == 0


def test_somebody_known_elsewhere_is_not_named(clerk):
    MemberFactory(branch=other_commune(), full_name="Người Xã Khác", citizen_id="064185000123")
    address = brought(clerk, GOOD)
    confirm(clerk, address)

    shown = clerk.get(address)

    assert len(shown.context["bad_rows"]) == 1
    assert "Người Xã Khác" not in text_of(shown)
