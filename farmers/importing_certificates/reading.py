"""What does one row of a list of certificates say? Whatever can't be read is told field by field, without the cell."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.tables.body import Line
from accounts.tables.bounds import Cell
from farmers.declaring import Paper
from farmers.importing.kinds import Reason
from farmers.importing_certificates.columns import NEEDED
from farmers.models import Certificate, Coverage, Farm
from vietnam.cells import read_date, read_number, read_phone, read_text
from vietnam.text import fold

Scheme = Certificate.Scheme
SQUARE_METRES = {"m2": 1, "ha": 10_000}
MOST_AREA = 2_000_000_000

_SCHEMES = (
    ("viet gap", Scheme.VIETGAP),
    ("vietgap", Scheme.VIETGAP),
    ("vietgahp", Scheme.VIETGAP),
    ("global", Scheme.GLOBALGAP),
    ("ocop", Scheme.OCOP),
    ("huu co", Scheme.ORGANIC),
    ("organic", Scheme.ORGANIC),
    ("haccp", Scheme.HACCP),
    ("attp", Scheme.FOOD_SAFETY),
    ("an toan thuc pham", Scheme.FOOD_SAFETY),
    ("food safety", Scheme.FOOD_SAFETY),
)
_STARS = re.compile(r"\b([1-5])\s*(?:sao|\*)")
_AREA = re.compile(r"([\d.,\s]+?)\s*(ha|hecta|m2|m²|mét vuông)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says: whose paper, the paper (without its scan), what it covers, the name of the scan's file."""

    number: int
    farmer_id: int | None
    farmer: str
    phone: str
    commune: str
    paper: Paper
    produce: str
    farm: str
    area_m2: int | None
    scan: str

    @property
    def key(self) -> tuple[str, str, date]:
        """What makes two rows of one farmer one paper."""
        return self.paper.scheme, fold(self.paper.number), self.paper.valid_from


@dataclass(slots=True)
class _Cells:
    """The cells of one row by field, and what is wrong with them."""

    cells: Mapping[str, Cell]
    reasons: list[Reason] = field(default_factory=list)

    def take(self, name: str, read: Callable[[Cell], Any], empty: Any = None) -> Any:
        """What a cell says; `empty` where it says nothing or can't be read, then with a reason."""
        cell = self.cells.get(name, "")
        if cell == "":
            return empty
        try:
            found = read(cell)
        except ValueError as error:
            self.reasons.append((name, str(error)))
            return empty
        return empty if found is None else found

    def text(self, name: str, most: int) -> str:
        """A text that is not longer than its column."""
        said = str(self.take(name, read_text, ""))
        if len(said) > most:
            self.reasons.append((name, _("At most %(most)s characters.") % {"most": most}))
            return ""
        return said


class RowReader:
    """Reads rows whose columns were confirmed; `unit` is what areas are in where the cell doesn't say."""

    def __init__(self, columns: Mapping[int, str], *, unit: str) -> None:
        self._columns, self._unit = columns, unit

    def read(self, line: Line) -> tuple[Said | None, list[Reason]]:
        """What a row says, or what is wrong with it."""
        named = {name: line.cells[index] for index, name in self._columns.items() if index < len(line.cells)}
        cells = _Cells(named)
        said = self._said(line.number, cells)
        cells.reasons += list(_missing(cells))
        return (None, cells.reasons) if cells.reasons else (said, [])

    def _said(self, number: int, cells: _Cells) -> Said | None:
        scheme, stars = _scheme(cells)
        begins, ends = cells.take("valid_from", _day), cells.take("expires_on", _day)
        farmer_id = cells.take("farmer_id", _whole)
        columns = {column.name: column.max_length or 0 for column in Certificate._meta.fields}
        texts = {name: cells.text(name, columns[name]) for name in ("number", "issuer")}
        said = {
            "farmer": cells.text("farmer", 120),
            "phone": str(cells.take("phone", read_phone, "")),
            "commune": cells.text("commune", 200),
            "produce": cells.text("produce", Coverage._meta.get_field("produce").max_length or 0),
            "farm": cells.text("farm", Farm._meta.get_field("name").max_length or 0),
            "scan": cells.text("scan", 200),
            "area_m2": cells.take("area", self._area),
        }
        if not (scheme and begins and ends):
            return None
        paper = Paper(scheme=scheme, valid_from=begins, expires_on=ends, stars=stars, **texts)
        return Said(number=number, farmer_id=farmer_id, paper=paper, **said)

    def _area(self, cell: Cell) -> int | None:
        """An area in m², in the unit the cell names or else the one that was answered."""
        unit, said = self._unit, cell
        if isinstance(cell, str) and (named := _AREA.fullmatch(cell.strip())):
            said, unit = named[1].strip(), "ha" if named[2].lower().startswith("h") else "m2"
        number = read_number(said)
        if number is None or number == 0:
            return None
        area = int((number * Decimal(SQUARE_METRES[unit])).to_integral_value())
        if not 0 < area <= MOST_AREA:
            raise ValueError(_("This is no area of a farm."))
        return area


def _missing(cells: _Cells) -> Iterator[Reason]:
    """A reason for each field that must be filled and says nothing."""
    wrong = {name for name, _sentence in cells.reasons}
    for name in NEEDED:
        if name not in wrong and cells.cells.get(name, "") == "":
            yield name, _("Fill this in.")
    if not wrong & {"farmer", "farmer_id"} and not (
        cells.cells.get("farmer", "") or cells.cells.get("farmer_id", "")
    ):
        yield "farmer", _("Fill this in.")


def _scheme(cells: _Cells) -> tuple[str, int | None]:
    """The scheme, and the stars of OCOP, which may stand in either cell."""
    said = cells.take("scheme", read_text, "")
    folded = fold(said)
    scheme = next((str(code) for word, code in _SCHEMES if word in folded), "")
    if said and not scheme:
        names = ", ".join(str(label) for label in Scheme.labels)
        cells.reasons.append(("scheme", _("Write one of: %(names)s.") % {"names": names}))
    stars = cells.take("stars", _star_count)
    if stars is None and (named := _STARS.search(folded)):
        stars = int(named[1])
    return scheme, stars if scheme == Scheme.OCOP else None


def _star_count(cell: Cell) -> int | None:
    found = re.search(r"[1-5]", read_text(cell))
    return int(found[0]) if found else None


def _day(cell: Cell) -> date:
    found = read_date(cell)
    if found is None or found.whole is None:
        raise ValueError(_("Write the whole day, like 05/02/2026."))
    return found.whole


def _whole(cell: Cell) -> int | None:
    number = read_number(cell)
    if number is None:
        return None
    if number != int(number) or not 0 < number < 10**15:
        raise ValueError(_("This is no number of a farmer."))
    return int(number)


def columns_of(mapping: Mapping[str, str], offered: Sequence[str]) -> dict[int, str]:
    """The confirmed columns that may be read, by their places."""
    return {int(index): name for index, name in mapping.items() if name in offered}
