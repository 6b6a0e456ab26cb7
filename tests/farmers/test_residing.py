"""Where somebody lives, as it is typed."""

import pytest
from django.core.exceptions import ValidationError

from farmers.residing import commune_lived_in, communes_lived_in


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("xã Biển Hồ", "23590"),
        ("bien ho", "23590"),
        ("phường Bến Nghé, quận 1, TP Hồ Chí Minh", "26740"),
        ("xã Ia Nhin, huyện Chư Păh, tỉnh Gia Lai", "23749"),
    ],
)
def test_a_commune_is_understood_of_here_of_elsewhere_and_of_old(typed, code):
    assert commune_lived_in(typed).code == code


def test_what_is_no_commune_is_refused_with_what_was_typed():
    with pytest.raises(ValidationError) as refused:
        commune_lived_in("Zzz")

    assert refused.value.code == "no_commune"
    assert "Zzz" in str(refused.value)


def test_among_several_one_is_chosen():
    found = communes_lived_in("An Nghĩa")
    assert len(found) > 1

    with pytest.raises(ValidationError) as refused:
        commune_lived_in("An Nghĩa")
    assert refused.value.code == "several"
    assert commune_lived_in("An Nghĩa", chosen=found[1].code) == found[1]
