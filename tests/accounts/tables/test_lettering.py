import pytest

from accounts.tables.lettering import decoded, encoding_of, from_old_font, old_font_of, share_of_syllables
from tests.ugly.lettering import cp1258, tcvn3

TEXT = "STT;Họ và tên;Nơi ở\n1;Nguyễn Văn Lợi;Thôn 3, xã Nghĩa Hưng\n2;Rơ Châm H'Bliu;Làng Bông Phun\n"
VNI = "Nguyeãn Vaên Ñaït, Traàn Thò Höôøng, xaõ Chö Proâng, lyù do"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (cp1258(TEXT), "cp1258"),
        (tcvn3(TEXT), "tcvn3"),
    ],
)
def test_text_is_the_same_in_every_lettering(data, encoding):
    assert encoding_of(data) == encoding
    assert decoded(data, None) == TEXT


def test_vni_is_read_too():
    assert decoded(VNI.encode("latin-1"), None) == "Nguyễn Văn Đạt, Trần Thị Hường, xã Chư Prông, lý do"


def test_officer_may_say_which_lettering_it_is():
    assert decoded(tcvn3("Nguyễn"), "tcvn3") == "Nguyễn"
    assert decoded("Nguyễn".encode(), "tcvn3") != "Nguyễn"


def test_capitals_with_tones_come_back_where_a_cell_shouts():
    assert decoded(tcvn3("NGUYỄN VĂN ĐẠT;Tổ 2;Nữ;Á"), "tcvn3") == "NGUYỄN VĂN ĐẠT;Tổ 2;Nữ;á"


def test_old_font_is_known_by_its_look_alikes():
    assert old_font_of(["Hä vµ tªn", "NguyÔn V¨n Lîi", "Nam"]) == "tcvn3"
    assert old_font_of([VNI]) == "vni"
    assert old_font_of(["Hòa", "Hà", "Lê", "Phùng", "Trà"]) is None
    assert old_font_of(["Nguyễn Văn Lợi", "NguyÔn"]) is None
    assert old_font_of(["Nam", "Kinh"]) is None


def test_cell_with_true_letters_stays_as_it_is():
    assert from_old_font("Nguyễn", "tcvn3") == "Nguyễn"
    assert from_old_font("Kinh", "tcvn3") == "Kinh"
    assert from_old_font("NguyÔn", "tcvn3") == "Nguyễn"


@pytest.mark.parametrize("text", ["Nguyễn Văn Lợi", "nghiêng thuở ngoằn quốc giếng yêu uống huỳnh khuỷu khuỵu ướt", "Quý Mỹ Lý"])  # fmt: skip
def test_vietnamese_words_are_syllables(text):
    assert share_of_syllables(text) == 1


def test_words_without_marks_say_nothing():
    assert share_of_syllables("Nam Kinh 2026") == 0
