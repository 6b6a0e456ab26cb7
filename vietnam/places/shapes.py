"""Where does a commune lie on a drawn map of its province?

The shapes are a sketch, not the boundaries of the state (vietnam/data/SOURCES.md says how they were made), so whoever
draws them says so beside them.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vietnam.places import register

EDGE = 4
_DATA = Path(__file__).parent.parent / "data" / "commune_shapes.csv"
_NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Shape:
    """The outline of a commune as the `d` of an SVG path, and a point well inside it."""

    path: str
    label_x: int
    label_y: int


@cache
def commune_shapes(province_code: str) -> Mapping[str, Shape]:
    """The shapes of a province by code of the commune; empty for a province that was not drawn."""
    codes = {unit.code for unit in register.communes_of(province_code)}
    with _DATA.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Shape(row["path"], int(row["label_x"]), int(row["label_y"]))
            for row in csv.DictReader(file)
            if row["code"] in codes
        }


@cache
def view_box(province_code: str) -> str:
    """The window of the drawing as SVG wants it: "0 0 1008 905"."""
    corners = [corner for shape in commune_shapes(province_code).values() for corner in _corners(shape.path)]
    width = max((x for x, _y in corners), default=0) + EDGE
    height = max((y for _x, y in corners), default=0) + EDGE
    return f"0 0 {width} {height}"


def _corners(path: str) -> list[tuple[int, int]]:
    corners = []
    for ring in path.split("z")[:-1]:
        numbers = [int(number) for number in _NUMBER.findall(ring)]
        x = y = 0
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            corners.append((x, y))
    return corners
