"""Which communes of today can an address mean?

An address goes from small to large: village or street, commune, district of old, province. It is read from its end,
in every way its names allow, and the readings that explain most of its words count.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from vietnam.places import naming, register
from vietnam.places.naming import CommuneBearers, Realm
from vietnam.places.register import Commune, LegacyDistrict
from vietnam.places.wording import COMMUNE_KINDS, DISTRICT_KINDS, PROVINCE_KINDS, Match, Words

Unit = TypeVar("Unit", Commune, LegacyDistrict)


@dataclass(frozen=True, slots=True)
class _Area:
    """Where an address says the commune lies, as far as it says so."""

    realm: Realm | None = None
    districts: Sequence[LegacyDistrict] | None = None

    @property
    def is_of_old(self) -> bool:
        """Whether such an area is named only in addresses from before the reform."""
        return self.districts is not None or (self.realm is not None and not self.realm.current)

    def holds(self, commune: Commune) -> bool:
        """Whether a present commune has land here."""
        if self.districts is not None:
            return any(commune in register.communes_from_district()[d.code] for d in self.districts)
        if self.realm is None or commune.province_code in self.realm.current:
            return True
        return not self.realm.current and any(
            commune in register.communes_from_province()[code] for code in self.realm.legacy
        )

    def held(self, commune: Commune) -> bool:
        """Whether an old commune lay here; people also write it with the province of today."""
        if self.districts is not None:
            return register.district_of()[commune.code] in {d.code for d in self.districts}
        if self.realm is None or commune.province_code in self.realm.legacy:
            return True
        return register.legacy_provinces()[commune.province_code].new_code in self.realm.current

    def is_named(self, commune: Commune) -> bool:
        """Whether an old commune lay in the old province of the name that is written."""
        return self.realm is None or commune.province_code in self.realm.legacy


def resolve(text: str, province: str | None = None) -> list[Commune]:
    """The communes an address may mean, best first; none for an invented place, or for a province alone.

    Old communes give what stands on their land now: all parts of one that was split. A district gives the
    commune of its name first. `province` is the code of one that is preferred: if any result lies there, only
    these are given. Never raises.
    """
    words = Words(text)
    most_explained = 0
    best: dict[str, Commune] = {}
    for start, communes in (*_by_commune(words), *_by_district(words)):
        explained = len(words) - start
        if communes and explained > most_explained:
            most_explained, best = explained, {}
        if explained == most_explained:
            best |= {commune.code: commune for commune in communes if commune.code not in best}
    preferred = [commune for commune in best.values() if commune.province_code == province]
    return preferred or list(best.values())


def _by_commune(words: Words) -> Iterator[tuple[int, list[Commune]]]:
    """The readings that name a commune: the word each begins at, and what it means."""
    for end, realm in _realms(words):
        areas = [(end, _Area(realm))]
        areas += [(d.start, _Area(realm, _districts(words, d, realm))) for d in _district_matches(words, end)]
        for end_of_commune, area in areas:
            for match in words.names_ending(end_of_commune, naming.communes(), COMMUNE_KINDS):
                is_larger = match.key in naming.legacy_districts() or match.key in naming.realms()
                is_also_larger = is_larger and area.districts is None
                if words.may_precede(match, is_commune=True, is_also_larger=is_also_larger):
                    yield match.start, _named(words, match, area)


def _by_district(words: Words) -> Iterator[tuple[int, list[Commune]]]:
    """The readings that name a district but no commune, the commune of the district's name first."""
    for end, realm in _realms(words):
        for match in _district_matches(words, end):
            if words.may_precede(match, is_commune=False, is_also_larger=True):
                districts = _districts(words, match, realm)
                found = [c for d in districts for c in register.communes_from_district()[d.code]]
                namesakes = _bearers(match.key).current
                yield (
                    match.start,
                    [*(c for c in found if c in namesakes), *(c for c in found if c not in namesakes)],
                )


def _bearers(key: str) -> CommuneBearers:
    return naming.communes().get(key, CommuneBearers((), ()))


def _realms(words: Words) -> Iterator[tuple[int, Realm | None]]:
    """The provinces the address may end with, or none, each with where the words before it end.

    Hợp Giang, Cao Bằng means the province first; with TP before it, Cao Bằng is the district of that name.
    """
    for match in words.names_ending(len(words), naming.realms(), PROVINCE_KINDS):
        if not match.kind or match.kind in match.bearers.kinds:
            yield match.start, match.bearers
    yield len(words), None


def _district_matches(words: Words, end: int) -> list[Match[tuple[LegacyDistrict, ...]]]:
    return list(words.names_ending(end, naming.legacy_districts(), DISTRICT_KINDS))


def _districts(
    words: Words, match: Match[tuple[LegacyDistrict, ...]], realm: Realm | None
) -> Sequence[LegacyDistrict]:
    """The districts meant: in the old province of the name, else on the land of the present one."""
    found: Sequence[LegacyDistrict] = match.bearers
    if realm:
        new_codes = {code: old.new_code for code, old in register.legacy_provinces().items()}
        found = [d for d in match.bearers if d.province_code in realm.legacy] or [
            d for d in match.bearers if new_codes[d.province_code] in realm.current
        ]
    found = _of_kind(found, match.kind) or found
    return _as_spelled(words, found)


def _named(words: Words, match: Match[CommuneBearers], area: _Area) -> list[Commune]:
    """The communes of the name in the area, and what stands on the land of old ones of the name.

    An area of old comes from an old address, so the old commune goes before; with a district it goes alone.
    """
    current: Sequence[Commune] = [c for c in match.bearers.current if area.holds(c)]
    legacy: Sequence[Commune] = [c for c in match.bearers.legacy if area.held(c)]
    if _of_kind([*current, *legacy], match.kind):
        current, legacy = _of_kind(current, match.kind), _of_kind(legacy, match.kind)
    current = _as_spelled(words, current)
    legacy = sorted(_as_spelled(words, legacy), key=lambda commune: not area.is_named(commune))
    succeeding = [commune for old in legacy for commune in register.pairs()[old.code]]
    if area.districts is not None and succeeding:
        return succeeding
    return [*succeeding, *current] if area.is_of_old else [*current, *succeeding]


def _as_spelled(words: Words, units: Sequence[Unit]) -> Sequence[Unit]:
    """Those whose accents are written so, if any are."""
    return [unit for unit in units if words.says(unit.name)] or units


def _of_kind(units: Iterable[Unit], kind: str) -> list[Unit]:
    return [unit for unit in units if unit.kind == kind]
