"""In which units is produce sold, how are they written, and what do they weigh?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from vietnam.text import nfc, unaccent


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of sale: its key, its Vietnamese label, and its weight where that is fixed.

    A chục is not among them: it is ten in one place and twelve or fourteen in another.
    """

    key: str
    label: str
    grams: int | None
    spellings: tuple[str, ...]


_UNITS = (
    Unit("kg", "kg", 1_000, ("kg", "ký", "kí", "kilô", "kí lô", "ký lô", "kilogam", "kilogram", "cân")),
    Unit("g", "g", 1, ("g", "gr", "gam", "gram")),
    Unit("yen", "yến", 10_000, ("yến",)),
    Unit("ta", "tạ", 100_000, ("tạ",)),
    Unit("tan", "tấn", 1_000_000, ("tấn",)),
    Unit("bo", "bó", None, ("bó",)),
    Unit("hop", "hộp", None, ("hộp",)),
    Unit("trai", "trái", None, ("trái", "quả")),
    Unit("chai", "chai", None, ("chai",)),
    Unit("lit", "lít", None, ("lít", "l")),
    Unit("con", "con", None, ("con",)),
    Unit("bao", "bao", None, ("bao",)),
    Unit("ghe", "ghè", None, ("ghè", "ché")),
    Unit("tui", "túi", None, ("túi", "bịch")),
    Unit("goi", "gói", None, ("gói",)),
    Unit("lo", "lọ", None, ("lọ", "hũ", "hủ")),
    Unit("thung", "thùng", None, ("thùng",)),
    Unit("cay", "cây", None, ("cây",)),
    Unit("cai", "cái", None, ("cái", "chiếc")),
)
UNITS: Mapping[str, Unit] = MappingProxyType({unit.key: unit for unit in _UNITS})

# Without its accent "cân" is also the jerrycan in which wine and oil are sold.
_ACCENT_NEEDED = {"cân"}


def find(written: str) -> Unit | None:
    """The unit a person wrote, with its accents or with none; nothing when the accents are another word's.

    So "tạ" and "ta" are 100 kg, but "tá" (a dozen) is no unit.
    """
    return _by_spelling().get(" ".join(nfc(written).lower().split()))


@cache
def _by_spelling() -> Mapping[str, Unit]:
    exact = {nfc(spelling): unit for unit in _UNITS for spelling in unit.spellings}
    bare = {unaccent(spelling): unit for spelling, unit in exact.items() if spelling not in _ACCENT_NEEDED}
    return MappingProxyType(bare | exact)
