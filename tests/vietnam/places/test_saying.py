from datetime import date

from vietnam.places import commune_words, communes_of, is_shared_name, place_words

DAY = date(2026, 1, 1)


def test_communes_stand_after_a_name():
    assert commune_words("23590", DAY) == "xã Biển Hồ"
    assert commune_words("00000", DAY) == "00000"


def test_places_stand_after_a_name():
    assert place_words("23590", DAY) == "xã Biển Hồ, Gia Lai"
    assert place_words("00000", DAY) == "00000"


def test_shared_names_of_gia_lai_are_those_an_old_commune_elsewhere_bore_too():
    shared = [unit.full_name for unit in communes_of("52") if is_shared_name(unit.code)]

    assert shared == [
        "Xã Xuân An",
        "Xã Canh Liên",
        "Phường An Phú",
        "Xã Ia Băng",
        "Xã Ia O",
        "Xã Ayun",
        "Xã Ia Sao",
    ]
    assert not is_shared_name("00000")
