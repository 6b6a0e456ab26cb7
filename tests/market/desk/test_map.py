"""Communes in five shades."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.desk.map import SHADES, Place, class_ends, draw_map, shade_of
from vietnam.places import communes_of


def places(counts: list[int]) -> list[Place]:
    units = communes_of("52")[: len(counts)]
    return [
        Place(unit.code, unit.full_name, count, str(count), f"/?branch={unit.code}")
        for unit, count in zip(units, counts, strict=True)
    ]


def test_a_map_has_an_area_for_each_commune_with_its_name_and_number():
    drawn = draw_map("52", places([0, 7, 3_000]))

    assert [(area.title.rpartition(": ")[2], area.shade) for area in drawn.areas] == [
        ("0", 0),
        ("7", 4),
        ("3000", 5),
    ]
    assert all(area.path.startswith("M") and area.url for area in drawn.areas)
    assert sum(line.communes for line in drawn.legend) == 3


def test_a_map_of_nothing_is_none():
    assert draw_map("52", []) is None
    assert draw_map("01", places([1])) is None


@pytest.mark.parametrize(
    ("counts", "ends"),
    [
        ([], []),
        ([0, 0], []),
        ([7], [8]),
        ([1, 1, 1], [1]),
        ([231, 625, 2_000, 2_900, 3_100], [300, 800, 2_000, 3_000, 4_000]),
    ],
)
def test_classes_end_at_round_numbers(counts, ends):
    assert class_ends(counts) == ends


@given(st.lists(st.integers(0, 500_000), min_size=1, max_size=135))
def test_every_number_has_a_shade_and_more_is_never_lighter(counts):
    ends = class_ends(counts)
    shades = [shade_of(count, ends) for count in sorted(counts)]

    assert len(ends) <= SHADES
    assert ends == sorted(set(ends))
    assert shades == sorted(shades)
    assert all((shade == 0) == (count == 0) for count, shade in zip(sorted(counts), shades, strict=True))
    assert max(shades) == (SHADES if any(counts) else 0)
