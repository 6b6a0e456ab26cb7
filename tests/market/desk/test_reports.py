"""The reports of the desk: every page, file and list, and who may not see them."""

import io
import re
from datetime import date

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import HandedFile, Reading
from farmers.membership import record_leaving
from farmers.models.member_records import MemberConfidence
from market.desk.reports import KINDS
from tests.factories.farmers import OfficerFactory, commune, officer, other_commune, province
from tests.farmers.reporting.conftest import AT, chapter, member
from tests.market.desk.conftest import at_the_desk, text_of

pytestmark = pytest.mark.django_db

Q3 = "2026q3"
ADDRESSES = [kind.address for kind in KINDS.values()]
TABLES = [kind.address for kind in KINDS.values() if not kind.is_of_today]


def page_of(address: str, **asked: object) -> str:
    asked = {"period": Q3, **asked}
    return (
        reverse("desk:report", args=(address,))
        + "?"
        + "&".join(f"{key}={value}" for key, value in asked.items())
    )


@pytest.fixture
def association(db) -> None:
    """People of all kinds in two chapters and another commune."""
    for number in range(3):
        member(
            branch=chapter("A"),
            on=date(2026, 3 + 2 * number, 5),
            education=("primary", "", "none")[number],
            occupation=("farmer", "worker", "")[number],
            birth_year=(1950, 1980, None)[number],
        )
    MemberConfidence.objects.create(member=member(branch=chapter("B")), ethnicity="10", religion="none")
    record_leaving(member=member(branch=chapter("B")), on=date(2026, 8, 8), reason="Mất", by=officer(), at=AT)
    member(branch=commune())
    member(branch=other_commune(), full_name="Zephyrin")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("branch", [commune, province])
def test_every_report_opens_for_who_may_see_the_branch(association, address, branch):
    viewer = at_the_desk(officer(branch=branch(), role="viewer"))

    page = viewer.get(page_of(address))

    assert page.status_code == 200
    assert page.context["branch"] == branch()
    assert viewer.get(page_of(address, sort="members")).status_code == 200


@pytest.mark.parametrize("address", TABLES)
def test_every_link_of_a_report_opens_as_many_as_it_says(association, address):
    viewer = at_the_desk(officer(branch=province(), role="viewer"))
    parts = list(KINDS[next(slug for slug, kind in KINDS.items() if kind.address == address)].parts) or [""]
    seen = 0
    for part in parts:
        for place in (province(), commune()):
            table = viewer.get(page_of(address, branch=place.pk, part=part)).context["table"]
            for line in (*table.lines, table.total):
                for cell in line.cells:
                    if "/hoi-vien/" in cell.url:
                        seen += 1
                        found = viewer.get(cell.url).context["paginator"].count
                        assert str(found) == cell.words, (cell.url, line.name)
    assert seen > 2


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_report_of_another_branch_is_absent(association, address):
    viewer = at_the_desk(officer(role="head"))
    other = other_commune().pk
    for asked in (other, province().pk, 999_999, "x", "9" * 40):
        for url in (page_of(address, branch=asked), file_of(address, "pdf", branch=asked)):
            assert viewer.get(url).status_code == 404
    assert viewer.post(page_of(address, branch=other), {"format": "pdf"}).status_code == 404
    assert HandedFile.objects.count() == 0


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_report_shows_nobody_of_elsewhere(association, address):
    viewer = at_the_desk(officer(role="head"))

    text = text_of(viewer.get(page_of(address)))

    assert other_commune().name not in text
    assert "Zephyrin" not in text


@pytest.mark.parametrize("asked", ["2026q5", "x", "1900", "2026q3x"])
def test_what_is_no_period_is_absent(asked):
    viewer = at_the_desk(officer(role="viewer"))

    assert viewer.get(page_of("thuc-luc", period=asked)).status_code == 404


def test_what_is_no_report_is_absent():
    viewer = at_the_desk(officer(role="viewer"))

    assert viewer.get(page_of("khong-co")).status_code == 404
    assert viewer.get(file_of("khong-co", "pdf")).status_code == 404
    assert viewer.get(file_of("thuc-luc", "exe")).status_code == 404


def test_an_unknown_column_or_part_is_the_usual_one(association):
    viewer = at_the_desk(officer(role="viewer"))

    page = viewer.get(page_of("thuc-luc", sort="nothing", part="nothing"))

    assert page.status_code == 200
    assert [head.is_sorted for head in page.context["table"].heads].index(True) == 0


def test_sorting_puts_the_largest_first(association):
    viewer = at_the_desk(officer(role="viewer"))

    table = viewer.get(page_of("do-tuoi", sort="members")).context["table"]

    counts = [int(line.cells[0].words) for line in table.lines]
    assert counts == sorted(counts, reverse=True)


def test_sensitive_counts_are_exact_only_with_the_right(association):
    plain = at_the_desk(officer(role="head"))
    trusted = officer(role="viewer")
    trusted.offices.update(sees_sensitive=True)

    def words(client) -> list[str]:
        return [
            cell.words
            for cell in client.get(page_of("thuc-luc", part="made_of")).context["table"].total.cells
        ]

    assert words(at_the_desk(trusted)) == ["0", "1", "0"]
    rough = words(plain)
    assert rough[0] == rough[2] == "0"
    assert rough[1] != "1"
    assert "5" in rough[1]


def file_of(address: str, ending: str, **asked: object) -> str:
    asked = {"period": Q3, **asked}
    url = reverse("desk:report_file", args=(address, ending))
    return url + "?" + "&".join(f"{key}={value}" for key, value in asked.items())


def text_on(paper: bytes) -> str:
    """What stands on all pages of a PDF."""
    pages = pypdfium2.PdfDocument(paper)
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pages))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_report_is_printed_in_the_form_of_the_association(association, address):
    viewer = at_the_desk(officer(branch=province(), role="viewer"))

    answer = viewer.get(file_of(address, "pdf"))

    text = text_on(b"".join(answer.streaming_content))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    for words in ("HỘI NÔNG DÂN VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "CHỦ TỊCH", "Xã Biển Hồ"):
        assert words in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_report_is_a_workbook_with_numbers(association, address):
    viewer = at_the_desk(officer(branch=province(), role="viewer"))

    answer = viewer.get(file_of(address, "xlsx"))

    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (line,) = [row for row in rows if row[1] == "Xã Biển Hồ"]
    assert any(isinstance(value, int) for value in line[2:])
    assert f"{address}-52-{Q3}.xlsx" in answer["Content-Disposition"]


def test_every_report_is_delimited_text(association):
    viewer = at_the_desk(officer(role="viewer"))

    for address in ADDRESSES:
        answer = viewer.get(file_of(address, "csv"))
        assert "A" in b"".join(answer.streaming_content).decode("utf-8-sig")


def test_the_index_shows_what_may_be_done():
    viewer, head = at_the_desk(officer(role="viewer")), at_the_desk(officer(role="head"))

    shown, more = (client.get(reverse("desk:reports")).content.decode() for client in (viewer, head))

    for address in ADDRESSES:
        assert reverse("desk:report", args=(address,)) in shown
    links = [reverse("desk:branch_figures"), reverse("desk:figures_tokens")]
    assert [link in shown for link in links] == [False, False]
    assert [link in more for link in links] == [True, True]


def test_the_post_office_sees_no_report():
    post = at_the_desk(officer(role="post"))

    for address in ADDRESSES:
        assert post.get(page_of(address)).status_code == 404
    assert post.get(reverse("desk:reports")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_a_report_costs_few_questions(count, django_assert_num_queries):
    for _number in range(count):
        member(branch=chapter("A"))
    viewer = at_the_desk(officer(role="viewer"))
    viewer.get(page_of("do-tuoi"))

    with django_assert_num_queries(11):
        viewer.get(page_of("do-tuoi"))


# --- Lists of people --------------------------------------------------------------------------------------------


def ordered(client, address: str, **typed: str) -> HandedFile:
    answer = client.post(page_of(address), {"format": "xlsx", "reason": "", **typed})
    assert answer.status_code == 302, answer.context["list_form"].errors
    return HandedFile.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])


def cells_of(client, handed: HandedFile) -> list[list[object]]:
    taken = client.get(reverse("handed:take", args=(handed.pk,)))
    sheet = load_workbook(io.BytesIO(b"".join(taken.streaming_content))).active
    return [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def test_the_list_of_who_went_has_the_day_and_the_reason(association):
    clerk = at_the_desk(officer(role="clerk"))

    handed = ordered(clerk, "giam")

    rows = cells_of(clerk, handed)
    (line,) = [row for row in rows if row and row[0] == 1]
    assert "Mất" in line
    assert not any("CCCD" in str(value) for row in rows for value in row)
    assert (handed.scope, handed.reason, handed.made_for) == (commune().path, "", clerk.user)


def test_the_list_of_who_came_prints(association):
    clerk = at_the_desk(officer(role="clerk"))

    handed = ordered(clerk, "phat-trien-moi", format="pdf")

    taken = b"".join(clerk.get(reverse("handed:take", args=(handed.pk,))).streaming_content)
    assert "DANH SÁCH HỘI VIÊN PHÁT TRIỂN MỚI" in text_on(taken)


def test_citizen_ids_need_the_right_and_a_reason(association):
    record = member(branch=chapter("A"), on=date(2026, 7, 7), citizen_id="064085000001")
    plain, trusted = at_the_desk(officer(role="clerk")), officer(role="clerk")
    trusted.offices.update(sees_sensitive=True)
    trusted = at_the_desk(trusted)

    refused = plain.post(page_of("phat-trien-moi"), {"format": "xlsx", "reason": "Đối chiếu"})
    without = cells_of(trusted, ordered(trusted, "phat-trien-moi"))
    handed = ordered(trusted, "phat-trien-moi", reason="Đối chiếu với công an xã")

    assert refused.status_code == 422
    assert not any(record.citizen_id in row for row in without)
    assert any(record.citizen_id in row for row in cells_of(trusted, handed))
    assert [(one.reader, one.what, one.record_id, one.reason) for one in Reading.objects.all()] == [
        (trusted.user, "farmers.branch.members", commune().pk, "Đối chiếu với công an xã")
    ]


def test_only_reports_of_people_have_a_list(association):
    clerk = at_the_desk(officer(role="clerk"))

    assert clerk.post(page_of("do-tuoi"), {"format": "pdf"}).status_code == 404
    assert clerk.post(page_of("giam"), {"format": "exe"}).status_code == 422


def test_a_list_is_taken_by_the_one_it_was_made_for(association):
    clerk, other = at_the_desk(officer(role="clerk")), at_the_desk(officer(role="head"))
    stranger = officer(branch=other_commune(), role="head")
    OfficerFactory(user=stranger, branch=other_commune(), role="clerk", since=timezone.localdate())

    handed = ordered(clerk, "giam")

    for client in (other, at_the_desk(stranger)):
        assert client.get(reverse("handed:take", args=(handed.pk,))).status_code == 404
