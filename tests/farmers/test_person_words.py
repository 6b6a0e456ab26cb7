"""Do a person's names or numbers stand in a text, in whatever spelling?"""

import unicodedata

import pytest

from farmers.person_words import PersonWords
from vietnam.text import slug

WORDS = PersonWords.of(
    names=["Rơ Châm H'Lan", "An Hà", "Bluch", ""], numbers=["+84905123456", "064185000123", "12"]
)


@pytest.mark.parametrize(
    "text",
    [
        "Bà Rơ Châm H'Lan gửi lại ảnh",
        unicodedata.normalize("NFD", "RƠ CHÂM H’LAN"),
        "ro cham h'lan",
        slug("Rơ Châm H'Lan"),
        "rochamhlan.jpg",
        "gọi 0905 123 456 nhé",
        "+84905123456",
        "84.905.123.456",
        "số 064 185 000 123",
        "chị An Hà",
        "anh Bluch.",
    ],
)
def test_a_person_is_found_in_every_spelling(text):
    assert WORDS.stand_in(text)


@pytest.mark.parametrize(
    "text", ["", "Rơ Châm Lan", "toàn hạt chắc", "Bluchia", "0905 123 457", "12 kg", "cà phê An Khê"]
)
def test_others_are_left_alone(text):
    assert not WORDS.stand_in(text)


def test_names_of_nobody_stand_nowhere():
    nobody = PersonWords.of(names=["", " "], numbers=["", "0", "+84"])

    assert (nobody.names, nobody.numbers) == (frozenset(), frozenset())
    assert not nobody.stand_in("ai đó 0905 123 456")


def test_texts_with_them_are_emptied_and_the_rest_of_a_value_stays():
    value = {
        "reason": "theo đơn của Rơ Châm H'Lan",
        "changes": {"standing": ["active", "left"]},
        "n": [1, None],
    }

    assert WORDS.taken_out(value) == {
        "reason": "",
        "changes": {"standing": ["active", "left"]},
        "n": [1, None],
    }
