"""Which provinces and communes exist on a day, and what became of the old ones?"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from vietnam.text import fold, slug

REFORM = date(2025, 7, 1)
_LAST_OLD_DAY = date(2025, 6, 30)
_DATA = Path(__file__).parent.parent / "data"
_KINDS = ("đặc khu", "thị trấn", "phường", "xã", "thành phố", "thị xã", "huyện", "quận", "tỉnh")


@dataclass(frozen=True, slots=True)
class Province:
    """A province or city of today."""

    code: str
    name: str
    full_name: str

    def __str__(self) -> str:
        return self.full_name

    @property
    def slug(self) -> str:
        """The name in web addresses."""
        return slug(self.name)


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune, ward, township or special zone, of today or of the time of districts.

    `kind` is xã, phường, đặc khu, or of old thị trấn. `valid_from` and `valid_to` are its first and last day,
    None where unknown or still to come. A present commune has no district.
    """

    code: str
    name: str
    full_name: str
    kind: str
    province_code: str
    province: str
    valid_from: date | None
    valid_to: date | None
    latitude: float | None = None
    longitude: float | None = None
    district: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.full_name, self.district, self.province) if part)

    @property
    def slug(self) -> str:
        """The name in web addresses; in a few provinces two communes share it, in Gia Lai none do."""
        return slug(self.name)


@dataclass(frozen=True, slots=True)
class LegacyDistrict:
    """A district of the time until 30 June 2025, in the province of that time."""

    code: str
    name: str
    kind: str
    full_name: str
    province_code: str


@dataclass(frozen=True, slots=True)
class LegacyProvince:
    """One of the 63 provinces until 30 June 2025, and the code of the present one that holds its land."""

    code: str
    name: str
    full_name: str
    new_code: str


def provinces() -> tuple[Province, ...]:
    """The 34 provinces by code."""
    return tuple(_provinces().values())


def commune(code: str, on: date | None = None) -> Commune:
    """The commune that has this code today, or had it on a day; LookupError when there is none.

    Today's communes took over codes of old ones, so a code from before the reform needs its day: before
    1 July 2025 this gives the old unit, as the list stood on the last day of the districts.
    """
    units = legacy_communes() if on and on < REFORM else current_communes()
    if code not in units:
        raise LookupError(f"no commune has the code {code} on {on or 'this day'}")
    return units[code]


def communes_of(province_code: str) -> tuple[Commune, ...]:
    """The communes of a present province by code; LookupError when there is no such province."""
    if province_code not in _provinces():
        raise LookupError(f"no province has the code {province_code}")
    return _communes_by_province()[province_code]


def successors(old_code: str) -> tuple[Commune, ...]:
    """The present communes on the land of an old one, the main one first; LookupError when it is unknown."""
    if old_code not in legacy_communes():
        raise LookupError(f"no commune had the code {old_code} before {REFORM:%d/%m/%Y}")
    return pairs()[old_code]


def is_split(old_code: str) -> bool:
    """Whether an old commune lies in several present ones, so that its people must be asked."""
    return len(successors(old_code)) > 1


@cache
def current_communes() -> Mapping[str, Commune]:
    """The 3,321 communes of today by code."""
    return {
        row["code"]: Commune(
            code=row["code"],
            name=bare_name(row["full_name"]),
            full_name=row["full_name"],
            kind=kind_of(row["full_name"]),
            province_code=row["province_code"],
            province=_provinces()[row["province_code"]].name,
            valid_from=REFORM,
            valid_to=None,
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
        )
        for row in _rows("communes")
    }


@cache
def legacy_communes() -> Mapping[str, Commune]:
    """The 10,035 communes of the last day of the districts by code, with the names of that time."""
    units = {}
    for row in _legacy_rows():
        district = legacy_districts()[row["district_code"]]
        province = legacy_provinces()[district.province_code]
        if not row["code"] or row["code"] in units:
            continue
        units[row["code"]] = Commune(
            code=row["code"],
            name=bare_name(row["full_name"]),
            full_name=row["full_name"],
            kind=kind_of(row["full_name"]),
            province_code=province.code,
            province=province.name,
            valid_from=None,
            valid_to=_LAST_OLD_DAY,
            district=district.full_name,
        )
    return units


@cache
def legacy_districts() -> Mapping[str, LegacyDistrict]:
    """The 696 districts by code."""
    return {
        row["code"]: LegacyDistrict(
            code=row["code"],
            name=bare_name(row["full_name"]),
            kind=kind_of(row["full_name"]),
            full_name=row["full_name"],
            province_code=row["province_code"],
        )
        for row in _rows("legacy_districts")
    }


@cache
def legacy_provinces() -> Mapping[str, LegacyProvince]:
    """The 63 old provinces by code."""
    return {
        row["code"]: LegacyProvince(
            code=row["code"],
            name=bare_name(row["full_name"]),
            full_name=row["full_name"],
            new_code=row["new_code"],
        )
        for row in _rows("legacy_provinces")
    }


@cache
def pairs() -> Mapping[str, tuple[Commune, ...]]:
    """The present communes on the land of each old one by its code, the main one first."""
    found = defaultdict(list)
    for row in sorted(_legacy_rows(), key=lambda row: row["is_main_successor"], reverse=True):
        if row["code"]:
            found[row["code"]].append(current_communes()[row["new_code"]])
    return {code: tuple(units) for code, units in found.items()}


@cache
def names_of_old(province_code: str) -> Mapping[str, set[str]]:
    """The present communes of a province, by code, on the land of old ones of a name, by that name folded.

    Read line by line: an export that asks for it has no memory to spare for all old communes.
    """
    codes = {unit.code for unit in communes_of(province_code)}
    found = defaultdict(set)
    for row in _rows("legacy_communes"):
        if row["new_code"] in codes:
            found[fold(row["full_name"])].add(row["new_code"])
    return found


@cache
def district_of() -> Mapping[str, str]:
    """The code of the district of each old commune."""
    return {row["code"]: row["district_code"] for row in _legacy_rows() if row["code"]}


@cache
def communes_from_district() -> Mapping[str, tuple[Commune, ...]]:
    """The present communes with land of each district, by the district's code."""
    found: dict[str, dict[str, Commune]] = defaultdict(dict)
    for row in _legacy_rows():
        found[row["district_code"]][row["new_code"]] = current_communes()[row["new_code"]]
    return {code: tuple(units[key] for key in sorted(units)) for code, units in found.items()}


@cache
def communes_from_province() -> Mapping[str, frozenset[Commune]]:
    """The present communes with land of each old province, by the old province's code."""
    found: dict[str, set[Commune]] = defaultdict(set)
    for code, units in communes_from_district().items():
        found[legacy_districts()[code].province_code].update(units)
    return {code: frozenset(units) for code, units in found.items()}


def bare_name(full_name: str) -> str:
    """The name without the word for the kind of unit."""
    return full_name[len(kind_of(full_name)) :].strip()


def kind_of(full_name: str) -> str:
    """The word for the kind of unit before a name, in lower case."""
    lowered = full_name.lower()
    return next(kind for kind in _KINDS if lowered.startswith(kind + " "))


@cache
def _provinces() -> Mapping[str, Province]:
    return {
        row["code"]: Province(
            code=row["code"],
            name=bare_name(row["full_name"]),
            full_name=row["full_name"],
        )
        for row in _rows("provinces")
    }


@cache
def _communes_by_province() -> Mapping[str, tuple[Commune, ...]]:
    found = defaultdict(list)
    for unit in current_communes().values():
        found[unit.province_code].append(unit)
    return {code: tuple(units) for code, units in found.items()}


@cache
def _legacy_rows() -> tuple[dict[str, str], ...]:
    return tuple(_rows("legacy_communes"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
