import pytest
from django.core.exceptions import ValidationError

from farmers.placing import (
    branch_for,
    chosen_commune,
    communes_meant,
    communes_to_choose,
    is_plainly_meant,
    suggest_communes,
)
from tests.factories.farmers import BIEN_HO, CHU_PAH, commune, province


@pytest.mark.django_db
def test_branch_for_a_commune_is_its_own_else_the_provinces():
    own = commune()

    assert branch_for(BIEN_HO) == own
    assert branch_for(CHU_PAH) == province()


@pytest.mark.parametrize("typed", ["bien ho", "Biển Hồ", "xã Biển Hồ", "Xã Biển Hồ, Gia Lai", " BIEN HO "])
def test_communes_meant_needs_no_accents(typed):
    found = communes_meant(typed)

    assert [found_commune.code for found_commune in found] == [BIEN_HO]
    assert is_plainly_meant(typed, found)


@pytest.mark.parametrize(
    ("typed", "code"), [("Thung Lũng Mây", "no_commune"), ("", "no_commune"), ("hoàn kiếm", "other_province")]
)
def test_communes_meant_refuses_an_invented_place_and_another_province(typed, code):
    with pytest.raises(ValidationError) as refusal:
        communes_meant(typed)

    assert refusal.value.code == code


def test_chosen_commune_takes_the_plain_one_without_asking():
    assert chosen_commune("bien ho", "").code == BIEN_HO
    assert communes_to_choose("bien ho") == []


def test_chosen_commune_asks_when_several_can_be_meant():
    with pytest.raises(ValidationError) as refusal:
        chosen_commune("chu pah", "")

    assert set(refusal.value.error_dict) == {"commune_code"}
    assert CHU_PAH in {found.code for found in communes_to_choose("chu pah")}
    assert chosen_commune("chu pah", CHU_PAH).code == CHU_PAH


@pytest.mark.parametrize(("typed", "field"), [(" ", "commune"), ("Thung Lũng Mây", "commune")])
def test_chosen_commune_says_beside_which_field(typed, field):
    with pytest.raises(ValidationError) as refusal:
        chosen_commune(typed, CHU_PAH)

    assert set(refusal.value.error_dict) == {field}
    assert communes_to_choose(typed) == []


def test_suggest_communes_while_typing():
    assert BIEN_HO in {found.code for found in suggest_communes("bien h")}
    assert suggest_communes("b") == []
    assert len(suggest_communes("ia")) == 8


def test_find_commune_answers_with_options(client):
    response = client.get("/tim-xa/", {"q": "bien ho"})

    assert response.status_code == 200
    assert f'<div role="option" data-code="{BIEN_HO}" data-text="Xã Biển Hồ">' in response.text
    assert client.get("/tim-xa/").text.strip() == ""
