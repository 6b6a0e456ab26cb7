from hypothesis import given
from hypothesis import strategies as st

from vietnam.places import communes_of, nearest_communes

GIA_LAI, BIEN_HO = "52", "23590"


def codes(latitude: float, longitude: float, most: int = 3) -> list[str]:
    return [one.code for one in nearest_communes(latitude, longitude, province=GIA_LAI, most=most)]


def test_at_a_centre_its_own_commune_comes_first():
    for commune in communes_of(GIA_LAI):
        if commune.latitude is not None and commune.longitude is not None:
            assert codes(commune.latitude, commune.longitude)[0] == commune.code


def test_two_decimals_still_lead_near_by():
    bien_ho = next(one for one in communes_of(GIA_LAI) if one.code == BIEN_HO)

    assert bien_ho.latitude is not None
    assert bien_ho.longitude is not None
    assert BIEN_HO in codes(round(bien_ho.latitude, 2), round(bien_ho.longitude, 2))


def test_far_away_there_is_none():
    assert codes(21.03, 105.85) == []
    assert codes(0, 0) == []


@given(st.floats(13, 15), st.floats(107, 109.5), st.integers(1, 5))
def test_never_more_than_asked_never_from_elsewhere_and_a_shorter_list_begins_the_longer(
    latitude, longitude, most
):
    found = codes(latitude, longitude, most)

    assert len(found) <= most
    assert set(found) <= {one.code for one in communes_of(GIA_LAI)}
    assert codes(latitude, longitude, 1) == found[:1]
