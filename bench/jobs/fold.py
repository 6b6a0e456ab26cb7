"""How dear is it to fold a name for comparing?"""

import itertools
import unicodedata

from bench import Sides, measured
from vietnam.text import fold as fold_text

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Rơ Châm", "Siu", "Ksor", "Đinh", "Kpă", "Đặng")
MIDDLE = ("Văn", "Thị", "Hữu", "Ngọc", "Đức", "H'", "Quý", "Mỹ", "Thuý", "Xuân")
GIVEN = ("Hoà", "Bình", "Thảo", "Lộc", "Phượng", "Y Thuỷ", "Dũng", "Kỳ", "Tuyết", "Ánh")
COPIES = 100


def strip(text: str) -> str:
    """The least that takes Vietnamese accents off: decompose and drop the marks."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")


@measured(job="vietnam.text.fold of 100,000 names", floor="NFD, marks dropped, of the same", required=6.0)
def fold() -> Sides:
    """A thousand different names, a hundred times."""
    names = [" ".join(parts) for parts in itertools.product(FAMILY, MIDDLE, GIVEN)] * COPIES
    return Sides(
        job=lambda: [fold_text(name) for name in names],
        floor=lambda: [strip(name) for name in names],
    )
