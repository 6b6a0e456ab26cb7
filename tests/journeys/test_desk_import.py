"""A commune's clerk brings in a list as it lies on the desk: columns corrected, bad rows mended in Excel, all are there."""

import io

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from farmers.importing.kinds import ADDED
from farmers.models import Intake, Member
from farmers.tree import open_branch
from tests.factories.accounts import UserFactory
from tests.factories.farmers import OfficerFactory, commune
from tests.journeys.accessibility import findings
from tests.journeys.people import SECRET, prove, sign_in
from tests.ugly import ODD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CLERK = "+84900000501"
# By the number of the row in the file: which chapter is meant, and who says when they were born.
CHAPTER_MEANT, BORN = {5: "Thôn 1", 6: "Thôn 1"}, {7: "1988"}


@pytest.fixture
def said(capsys):
    """What the console showed since it was last asked."""
    return lambda: capsys.readouterr().out


@pytest.fixture
def list_of_a_commune(settings, live_server, tmp_path):
    """The clerk, one of the chapters that the list names, and the list."""
    settings.PUBLIC_ADDRESS = live_server.url
    clerk = UserFactory(phone=CLERK, name="Rơ Lan Hiền")
    OfficerFactory(user=clerk, branch=commune(), role="clerk")
    TOTP.activate(clerk, SECRET)
    open_branch(level="chapter", name="Chi hội Thôn 1", parent=commune())
    return ODD.built(tmp_path)


def bring(page: Page, file) -> None:
    page.goto("/hoi/hoi-vien/nap/")
    assert findings(page) == []
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[enctype] button").click()
    expect(page.locator("details:has(.intake-grid)")).to_be_visible()
    assert findings(page) == []


def check_all_rows(page: Page) -> None:
    page.locator("button[value=confirm]").click()
    expect(page.locator(".intake-counts")).to_be_visible()
    assert findings(page) == []


def counts(page: Page) -> dict[str, int]:
    return {
        outcome: int(page.locator(f".intake-counts__{outcome} dd").inner_text())
        for outcome in ("created", "changed", "same", "bad")
    }


def take_bad_rows(page: Page) -> Workbook:
    with page.expect_download() as download:
        page.locator(".intake a[download]").click()
    return load_workbook(io.BytesIO(download.value.path().read_bytes()))


def mend(book: Workbook) -> None:
    """Type into the workbook what is missing; everything else stays as it came back."""
    sheet = book.active
    header = next(row for row in sheet.iter_rows() if any(cell.value == "Chi hội" for cell in row))
    at = {cell.value: cell.column for cell in header if cell.value}
    numbered = at[ADDED[0].label]
    for row in range(header[0].row + 1, sheet.max_row + 1):
        number = sheet.cell(row, numbered).value
        if number is not None and int(number) in CHAPTER_MEANT:
            sheet.cell(row, at["Chi hội"], CHAPTER_MEANT[int(number)])
        if number is not None and int(number) in BORN:
            sheet.cell(row, at["Ngày, tháng, năm sinh"], BORN[int(number)])


def test_clerk_brings_in_an_ugly_list_and_mends_three_rows(list_of_a_commune, desktop_page, said, tmp_path):
    page = desktop_page
    sign_in(page, "/hoi/", "0900 000 501", said)
    prove(page)
    page.wait_for_url("**/hoi/")

    bring(page, list_of_a_commune)
    unknown = page.locator("tr.intake-row--none", has=page.locator("th", has_text="Ký nhận"))
    unknown.locator("select").select_option("notes")
    check_all_rows(page)
    assert counts(page) == {"created": 1, "changed": 0, "same": 0, "bad": 3}
    assert [text.split()[0] for text in page.locator(".intake-bad tbody tr").all_inner_texts()] == [
        "5",
        "6",
        "7",
    ]
    assert Member.objects.count() == 0
    book = take_bad_rows(page)
    page.locator("button[value=write_good]").click()
    expect(page.locator("button[value=undo]")).to_be_visible()
    assert findings(page) == []
    assert Member.objects.get().full_name == "Trần Thị Mỹ Lệ"

    mend(book)
    book.save(tmp_path / "da sua.xlsx")
    bring(page, tmp_path / "da sua.xlsx")
    check_all_rows(page)
    assert counts(page) == {"created": 3, "changed": 0, "same": 0, "bad": 0}
    page.locator("button[value=write]").click()
    expect(page.locator("button[value=undo]")).to_be_visible()

    assert set(Member.objects.values_list("full_name", flat=True)) == {
        "Trần Thị Mỹ Lệ",
        "Kpuih H'Nhin",
        "Lê Hữu Phước",
        "Đinh Văn Chờ",
    }
    page.get_by_role("link", name="hội viên").last.wait_for()
    page.goto("/hoi/hoi-vien/?q=kpuih")
    expect(page.locator("main")).to_contain_text("Kpuih H'Nhin")
    assert findings(page) == []
    page.goto(f"/hoi/hoi-vien/nap/{Intake.objects.latest('made_at').pk}/")
    page.locator("button[value=undo]").click()
    expect(page.locator("button[value=undo]")).to_have_count(0)
    assert [member.full_name for member in Member.objects.all()] == ["Trần Thị Mỹ Lệ"]
