import io
import re
from datetime import date

import pypdfium2
import pytest
from django.utils.translation import override

from accounts import printed_lists
from accounts.printed_lists import write_printed_list
from accounts.sheets import Column, Sheet, TooManyColumns, TooManyRows
from tests.accounts.test_workbooks import FORM

COLUMNS = [
    Column("STT", "year", 6), Column("Họ và tên", width=30), Column("Nam", "year", 8, "Năm sinh"),
    Column("Nữ", "year", 8, "Năm sinh"), Column("Ghi chú", width=40),
]  # fmt: skip


def printed(rows, columns=COLUMNS, form=FORM, **options):
    target = io.BytesIO()
    with override("vi"):
        count = write_printed_list(target, Sheet("Hội viên", columns, rows, form=form), **options)
    return count, [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(target.getvalue())]


def people(count, note=""):
    return [[number, f"Rơ Châm Ví Dụ {number}", None, 1985, note] for number in range(1, count + 1)]


def test_printed_list_has_heading_header_rows_and_signatures():
    count, pages = printed(people(2))

    assert (count, len(pages)) == (2, 1)
    order = [
        "HỘI NÔNG DÂN VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "DANH SÁCH HỘI VIÊN", "Năm sinh", "Rơ Châm Ví Dụ 1",
        "Rơ Châm Ví Dụ 2", "Tổng cộng: 2", "Biển Hồ, ngày 24 tháng 11 năm 2026", "TM. BAN THƯỜNG VỤ",
    ]  # fmt: skip
    places = [pages[0].index(words) for words in order]
    assert places == sorted(places)


def test_printed_list_repeats_its_header_and_numbers_its_pages():
    _, pages = printed(people(90))

    assert len(pages) == 4
    assert [("Họ và tên" in page, f"{number}" in page) for number, page in enumerate(pages, 1)] == [
        (True, True)
    ] * 4
    assert [("HỘI NÔNG DÂN VIỆT NAM" in page, "NGƯỜI LẬP BIỂU" in page) for page in pages] == [
        (True, False), (False, False), (False, False), (False, True),
    ]  # fmt: skip
    shown = [int(number) for page in pages for number in re.findall(r"Ví Dụ (\d+)", page)]
    assert shown == list(range(1, 91))


@pytest.mark.parametrize("count", range(20, 36))
def test_signatures_never_stand_on_a_page_without_rows(count):
    _, pages = printed(people(count))

    assert f"Ví Dụ {count}" in pages[-1]
    assert "NGƯỜI LẬP BIỂU" in pages[-1]


def test_printed_list_cuts_no_text():
    words = "Hội viên nòng cốt tham gia tổ hợp tác trồng cà phê bền vững " * 4
    _, pages = printed([[1, "a" * 200, None, None, words]])

    told = "".join("".join(pages).split())
    assert "a" * 200 in told
    assert "".join(words.split()) in told or all(word in told for word in words.split())


def test_printed_list_refuses_more_rows_than_anybody_prints(monkeypatch):
    monkeypatch.setattr(printed_lists, "MOST_ROWS", 3)

    assert printed(people(3))[0] == 3
    with pytest.raises(TooManyRows):
        printed(people(4))


def test_printed_list_refuses_columns_that_do_not_fit():
    with pytest.raises(TooManyColumns):
        printed([], [Column("Một đầu cột khuếch trương")] * 30)


def test_printed_list_breaks_words_rather_than_lose_a_column():
    columns = [Column("Cột", width=40)] * 14
    _, pages = printed([["x" * 60] * 14], columns, form=None)

    assert "".join(pages).count("x") == 60 * 14


def test_short_texts_are_never_broken_on_a_crowded_page():
    columns = [*COLUMNS, *[Column("Ngày vào Hội", "date", 13), Column("Ghi chú thêm", width=60)] * 3]
    rows = [[*row, *[date(2026, 4, 16), "lời dặn dài dòng " * 9] * 3] for row in people(3)]
    _, pages = printed(rows, columns)

    assert pages[0].count("16/04/2026") == 9


def test_printed_list_without_rows_has_its_header():
    count, pages = printed([], form=None)

    assert (count, len(pages), "Họ và tên" in pages[0]) == (0, 1, True)


def test_printed_list_says_how_far_it_is():
    done = []
    printed(people(60), progress=done.append)

    assert done == sorted(done)
    assert done[-1] == 60
