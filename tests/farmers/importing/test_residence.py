"""Which commune of today does an address in a list mean?"""

import pytest

from farmers.importing.residence import Residences

AN_PHU, AN_KHE, BIEN_HO = "23602", "23617", "23590"


def asked(text, *, is_commune=True, home=""):
    return Residences("52", home).code(text, is_commune=is_commune)


@pytest.mark.parametrize(
    "text", ["Phường An Phú (mới)", "phuong an phu (moi)", "An Phú (mới)", "Phường An Phú (mới), Gia Lai"]
)
def test_a_name_of_today_is_told_from_the_old_one(text):
    assert asked(text) == (AN_PHU, "")


def test_a_name_that_may_be_of_today_or_of_old_is_asked_in_words():
    code, sentence = asked("Phường An Phú")

    assert code == ""
    assert sentence == (
        "Chưa rõ là xã nào: Phường An Phú, Gia Lai hay Phường An Khê, Gia Lai. "
        "Nếu là xã hiện nay, hãy ghi thêm “(mới)” sau tên; nếu là xã cũ, hãy ghi thêm huyện."
    )


def test_the_district_of_old_or_the_list_of_a_commune_tells_it_too():
    assert asked("Phường An Phú, thị xã An Khê") == (AN_KHE, "")
    assert asked("Phường An Phú, TP Pleiku") == (AN_PHU, "")
    assert asked("Phường An Phú", home=AN_PHU) == (AN_PHU, "")


def test_a_village_alone_names_no_commune():
    assert asked("làng Ví Dụ", is_commune=False) == ("", "")
    assert asked("làng Ví Dụ, xã Biển Hồ", is_commune=False) == (BIEN_HO, "")


def test_a_commune_nobody_knows_is_a_mistake_in_a_column_of_communes():
    code, sentence = asked("Xã Không Có Thật")

    assert code == ""
    assert sentence.startswith("Không có xã, phường này.")
