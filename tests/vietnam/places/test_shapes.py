import re

from vietnam.places import communes_of
from vietnam.places.shapes import commune_shapes, view_box


def test_every_commune_of_gia_lai_is_drawn():
    assert commune_shapes("52").keys() == {unit.code for unit in communes_of("52")}


def test_shapes_are_whole_numbers_and_stay_small():
    paths = [shape.path for shape in commune_shapes("52").values()]

    assert all(re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", path) for path in paths)
    assert sum(map(len, paths)) == 9_532


def test_the_window_holds_every_label():
    left, top, width, height = map(int, view_box("52").split())

    assert (left, top, width, height) == (0, 0, 1008, 905)
    assert all(
        0 < shape.label_x < width and 0 < shape.label_y < height for shape in commune_shapes("52").values()
    )


def test_a_commune_lies_where_it_lies():
    """Quy Nhơn at the sea in the east, Ia Dom at the border in the west, An Lão in the north."""
    east, west, north = (commune_shapes("52")[code] for code in ("21583", "23872", "21609"))

    assert west.label_x < 200
    assert east.label_x > 800
    assert north.label_y < 200


def test_a_province_that_was_not_drawn_has_no_shapes():
    assert commune_shapes("01") == {}
    assert view_box("01") == "0 0 4 4"
