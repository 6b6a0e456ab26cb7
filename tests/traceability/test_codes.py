import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability import codes
from traceability.codes import ALPHABET, WrongCode, check, nearby, new_code, shown

EXAMPLE = "7K3QHXB4MW92"


@st.composite
def valid_codes(draw):
    eleven = draw(st.text(ALPHABET, min_size=11, max_size=11))
    return next(eleven + last for last in ALPHABET if is_code(eleven + last))


def is_code(text):
    try:
        return check(text) == text
    except WrongCode:
        return False


def problem_of(text):
    with pytest.raises(WrongCode) as wrong:
        check(text)
    return wrong.value.problem


def test_alphabet_is_32_characters_without_look_alikes():
    assert (len(set(ALPHABET)), set(ALPHABET) & set("O0I1")) == (32, set())


def test_weights_are_distinct_and_none_is_zero():
    assert (len(set(codes._WEIGHTS)), 0 in codes._WEIGHTS) == (12, False)


def test_new_code_is_a_code_in_qr_alphanumerics():
    made = [new_code() for _ in range(500)]

    assert [check(code) for code in made] == made
    assert len(set(made)) == 500
    assert all(re.fullmatch("[2-9A-HJ-NP-Z]{12}", code) for code in made)


def test_every_wrong_character_of_many_codes_is_caught():
    for code in [new_code() for _ in range(20)]:
        wrong = [
            code[:place] + other + code[place + 1 :]
            for place in range(12)
            for other in ALPHABET
            if other != code[place]
        ]
        assert (len(wrong), [slip for slip in wrong if is_code(slip)]) == (372, [])


@given(valid_codes())
def test_every_two_swapped_characters_are_caught(code):
    for first, second in combinations(range(12), 2):
        swapped = list(code)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        assert is_code("".join(swapped)) is (code[first] == code[second])


@given(valid_codes(), st.integers(0, 11), st.sampled_from(ALPHABET))
def test_any_one_wrong_character_is_caught(code, place, other):
    assert is_code(code[:place] + other + code[place + 1 :]) is (other == code[place])


@given(st.text(ALPHABET, min_size=11, max_size=11))
def test_exactly_one_check_character_fits(eleven):
    assert sum(is_code(eleven + last) for last in ALPHABET) == 1


@given(valid_codes())
def test_check_forgives_case_spaces_and_hyphens(code):
    spelled = [shown(code), shown(code).lower(), f" {code[:4]} {code[4:8]} – {code[8:]}\n", code.lower()]

    assert [check(one) for one in spelled] == [code] * 4


@given(st.text())
def test_check_answers_a_code_or_wrong_code(text):
    try:
        code = check(text)
    except WrongCode:
        return
    assert is_code(code)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "empty"),
        (" - ", "empty"),
        ("7K3Q-HXB4", "length"),
        ("7K3Q-HXB4-MW92-X", "length"),
        ("7K3O-HXB4-MW92", "look_alike"),
        ("7k3q-hxb4-mw0i", "look_alike"),
        ("7K3Đ-HXB4-MW92", "letter"),
        ("7K3Q/HXB4/MW92", "letter"),
    ],
)
def test_check_says_what_is_wrong(typed, problem):
    assert problem_of(typed) == problem


def test_shown_is_three_groups_of_four():
    assert shown(EXAMPLE) == "7K3Q-HXB4-MW92"


@given(valid_codes(), st.integers(0, 11), st.sampled_from(ALPHABET))
def test_nearby_finds_the_code_behind_one_wrong_character(code, place, other):
    typed = code[:place] + other + code[place + 1 :]

    assert other == code[place] or code in nearby(typed)


@given(valid_codes(), st.integers(0, 11), st.integers(0, 11))
def test_nearby_finds_the_code_behind_two_swapped_characters(code, first, second):
    typed = list(code)
    typed[first], typed[second] = typed[second], typed[first]

    assert code[first] == code[second] or code in nearby("".join(typed))


@given(valid_codes(), st.sets(st.integers(0, 11), min_size=1, max_size=2), st.sampled_from("O0I1Đ"))
def test_nearby_finds_the_code_behind_unreadable_characters(code, places, letter):
    typed = "".join(letter if place in places else character for place, character in enumerate(code))
    found = nearby(typed.lower())

    assert code in found
    assert len(found) == {1: 1, 2: 32}[len(places)]


@pytest.mark.parametrize("typed", ["", "7K3Q", "O0I1HXB4MW92"])
def test_nearby_gives_up_on_what_is_too_far(typed):
    assert nearby(typed) == []


@given(st.text(ALPHABET, min_size=12, max_size=12))
def test_nearby_gives_few_and_only_codes(typed):
    found = nearby(typed)

    assert all(is_code(code) for code in found)
    assert len(found) <= 12 + 66
