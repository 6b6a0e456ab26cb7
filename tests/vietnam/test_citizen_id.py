import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnam.citizen_id import CitizenCard, check, parse_qr, province_prefixes

SAMPLES = {
    sample["id"]: sample
    for sample in json.loads((Path(__file__).parent / "data" / "cccd_qr_samples.json").read_text("utf-8"))[
        "samples"
    ]
}
READABLE = {key: sample for key, sample in SAMPLES.items() if sample["expect"]}
CARD = "064185000001|230000001|Rơ Châm H'Ví Dụ|05031985|Nữ|Làng Ví Dụ, Gào, Pleiku, Gia Lai|12082021"


@pytest.mark.parametrize("sample", READABLE.values(), ids=READABLE.keys())
def test_parse_qr_reads_every_good_sample(sample):
    expected = sample["expect"]
    card = parse_qr(sample["qr"])
    assert card == CitizenCard(
        id=expected["id"],
        old_id=expected["old_id"],
        name=unicodedata.normalize("NFC", expected["name"]),
        born=date.fromisoformat(expected["dob"]),
        gender=expected["gender"],
        address=expected["address"],
        issued=date.fromisoformat(expected["issued"]),
    )
    assert check(card.id, born=card.born, gender=card.gender) == []


@pytest.mark.parametrize(
    ("key", "warnings"),
    [
        (
            "mismatch-year",
            ["Số căn cước cho biết sinh năm 1991, khác với năm sinh 1990 đã ghi. Hãy xem lại."],
        ),
        (
            "bad-unknown-province",
            ["Ba số đầu 999 không phải mã của tỉnh nào. Hãy xem lại, trừ người khai sinh ở nước ngoài."],
        ),
    ],
)
def test_check_warns_of_every_doubtful_sample(key, warnings):
    card = parse_qr(SAMPLES[key]["qr"])
    assert check(card.id, born=card.born, gender=card.gender) == warnings


def test_parse_qr_reads_decomposed_text():
    assert parse_qr(unicodedata.normalize("NFD", CARD)) == parse_qr(CARD)


def test_parse_qr_ignores_further_fields():
    assert parse_qr(CARD + "|064185000099|Rơ Châm Cha|\r\n") == parse_qr(CARD)


@pytest.mark.parametrize(
    ("qr", "reason"),
    [
        (
            SAMPLES["bad-url"]["qr"],
            "Mã QR này không phải của thẻ căn cước. Hãy quét mã trên thẻ, hoặc nhập bằng tay.",
        ),
        ("", "Mã QR này không phải của thẻ căn cước. Hãy quét mã trên thẻ, hoặc nhập bằng tay."),
        (
            CARD.replace("|230000001|", "|"),
            "Mã QR này không phải của thẻ căn cước. Hãy quét mã trên thẻ, hoặc nhập bằng tay.",
        ),
        (CARD[1:], "Số căn cước trong mã QR phải có 12 chữ số. Hãy quét lại, hoặc nhập bằng tay."),
        (
            CARD.replace("Rơ Châm H'Ví Dụ", " "),
            "Mã QR không có họ và tên. Hãy quét lại, hoặc nhập bằng tay.",
        ),
        (
            CARD.replace("Nữ", "F"),
            "Giới tính trong mã QR phải là Nam hoặc Nữ. Hãy quét lại, hoặc nhập bằng tay.",
        ),
        (
            CARD.replace("05031985", "31021985"),
            "Ngày sinh trong mã QR không đọc được. Hãy quét lại, hoặc nhập bằng tay.",
        ),
        (
            CARD.replace("12082021", ""),
            "Ngày cấp trong mã QR không đọc được. Hãy quét lại, hoặc nhập bằng tay.",
        ),
    ],
)
def test_parse_qr_refuses_with_the_reason(qr, reason):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        parse_qr(qr)
    assert str(refusal.value) == reason


@given(st.text() | st.lists(st.text(), min_size=7, max_size=9).map("|".join))
def test_parse_qr_gives_a_card_or_a_reason(text):
    try:
        assert isinstance(parse_qr(text), CitizenCard)
    except ValueError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017


def test_card_shows_nothing_of_itself():
    assert repr(parse_qr(CARD)) == "CitizenCard()"


@pytest.mark.parametrize(
    ("number", "born", "gender", "warnings"),
    [
        ("064185000001", None, None, []),
        ("064 185 000 001", 1985, "female", []),
        ("052303000003", date(2003, 4, 30), "female", []),
        ("064185000001", 1985, "male", ["Số căn cước cho biết giới tính nữ, khác với nam đã ghi."]),
        (
            "064090000005",
            1991,
            "female",
            [
                "Số căn cước cho biết sinh năm 1990, khác với năm sinh 1991 đã ghi. Hãy xem lại.",
                "Số căn cước cho biết giới tính nam, khác với nữ đã ghi.",
            ],
        ),
        (
            "064499000001",
            None,
            None,
            ["Số căn cước cho biết sinh năm 2199, là năm chưa tới. Hãy xem lại trên thẻ."],
        ),
        ("06418500000", None, None, ["Số căn cước phải có đúng 12 chữ số. Hãy xem lại trên thẻ."]),
        ("06418500000A", None, None, ["Số căn cước phải có đúng 12 chữ số. Hãy xem lại trên thẻ."]),
        (
            "230000001",
            None,
            None,
            ["Đây là số chứng minh nhân dân 9 chữ số, nay không còn dùng. Hãy nhập số căn cước 12 chữ số."],
        ),
    ],
)
def test_check_warns_of_what_disagrees(number, born, gender, warnings):
    assert check(number, born=born, gender=gender) == warnings


def test_province_prefixes_are_the_63_of_the_time():
    assert len(province_prefixes()) == 63
    assert province_prefixes()["064"] == "Tỉnh Gia Lai"
    assert province_prefixes()["052"] == "Tỉnh Bình Định"
