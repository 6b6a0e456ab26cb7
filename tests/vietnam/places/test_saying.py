from datetime import date

from vietnam.places import commune_words, place_words

DAY = date(2026, 1, 1)


def test_communes_stand_after_a_name():
    assert commune_words("23590", DAY) == "xã Biển Hồ"
    assert commune_words("00000", DAY) == "00000"


def test_places_stand_after_a_name():
    assert place_words("23590", DAY) == "xã Biển Hồ, Gia Lai"
    assert place_words("00000", DAY) == "00000"
