"""How do figures of communes look on a map of their province? Shapes in five shades, each a link, with the number in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from farmers.reporting import Report
from market.desk.charts import say
from market.desk.figure_links import list_behind
from market.desk.unit_names import name_of
from vietnam.places.shapes import commune_shapes, view_box

SHADES = 5
# A class ends at one of these times a power of ten, so that the legend has round numbers.
ROUND = (1, 2, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True)
class Place:
    """What is to be drawn of a commune."""

    code: str
    name: str
    count: int
    words: str
    url: str


@dataclass(frozen=True)
class Area:
    """A commune on the map; `shade` is 0 for none and 1 to 5 for more and more."""

    path: str
    title: str
    url: str
    shade: int


@dataclass(frozen=True)
class Shade:
    """A line of the legend, with the number of communes it stands for."""

    shade: int
    words: str
    communes: int


@dataclass(frozen=True)
class Map:
    """A drawn map and its legend."""

    view_box: str
    areas: tuple[Area, ...]
    legend: tuple[Shade, ...]


def map_of(report: Report, key: str) -> Map | None:
    """A column of a province's report on its map."""
    place = report.place(key)
    places = [
        Place(
            row.unit.place_code,
            name_of(row.unit),
            row.cells[place].number,
            say(row.cells[place]),
            list_behind(report, row.unit, report.columns[place]),
        )
        for row in report.rows
        if row.unit and row.unit.place_code and not row.unit.is_rest
    ]
    return draw_map(report.branch.place_code, places)


def draw_map(province_code: str, places: Sequence[Place]) -> Map | None:
    """The map of a province; None where it was not drawn, or where none of the places lies on it."""
    shapes = commune_shapes(province_code)
    known = {place.code: place for place in places if place.code in shapes}
    if not known:
        return None
    ends = class_ends([place.count for place in known.values()])
    shades = {code: shade_of(place.count, ends) for code, place in known.items()}
    areas = [
        Area(shapes[code].path, f"{place.name}: {place.words}", place.url, shades[code])
        for code, place in known.items()
    ]
    return Map(view_box(province_code), tuple(areas), _legend(ends, shades))


def class_ends(counts: Sequence[int]) -> list[int]:
    """The last number of each class: as many places in each as round numbers allow, at most five classes."""
    told = sorted(count for count in counts if count > 0)
    ends: list[int] = []
    for number in range(1, SHADES + 1):
        if not told:
            break
        end = told[(len(told) * number - 1) // SHADES] if number < SHADES else told[-1]
        end = _rounded_up(end)
        if not ends or end > ends[-1]:
            ends.append(end)
    return ends


def shade_of(count: int, ends: Sequence[int]) -> int:
    """The class of a number, spread over the five shades so that the highest class is always the darkest."""
    if count <= 0:
        return 0
    place = next((number for number, end in enumerate(ends) if count <= end), len(ends) - 1)
    return SHADES - (len(ends) - 1 - place)


def _rounded_up(count: int) -> int:
    power = 1
    while power * ROUND[-1] < count:
        power *= 10
    return next(step * power for step in ROUND if step * power >= count)


def _legend(ends: Sequence[int], shades: Mapping[str, int]) -> tuple[Shade, ...]:
    lines = [Shade(0, _("none"), 0)]
    first = 1
    for end in ends:
        words = (
            _number(end)
            if first == end
            else _("%(first)s to %(last)s") % {"first": _number(first), "last": _number(end)}
        )
        lines.append(Shade(shade_of(end, ends), words, 0))
        first = end + 1
    found = list(shades.values())
    counted = (Shade(line.shade, line.words, found.count(line.shade)) for line in lines)
    return tuple(line for line in counted if line.communes)


def _number(count: int) -> str:
    return str(number_format(count, force_grouping=True))
