"""How does a list of the association begin and end? Two-sided heading and title above, total and signatures beneath.

The words are the caller's; workbooks and printed lists lay them out.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Signature:
    """Who signs: lines in bold ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"), and beneath how ("(Ký, ghi rõ họ tên)")."""

    who: tuple[str, ...]
    how: str = ""


@dataclass(frozen=True)
class OfficialForm:
    """Above: who writes on the left, the country's motto on the right, title. Beneath: total, place and day, signatures.

    `left` and `right` are set in the same rows; the first line is plain, the last one bold, `number` stands under the
    left ones. `total` says how many rows there are. One empty row parts the block beneath from the data, and what
    stands in it never looks like a row: each line fills one or two cells.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    title: str
    number: str = ""
    subtitles: tuple[str, ...] = ()
    total: Callable[[int], str] | None = None
    place_and_day: str = ""
    signatures: tuple[Signature, ...] = ()

    @property
    def heading(self) -> list[tuple[str, str]]:
        """The rows of the two-sided heading: left and right."""
        left = [*self.left, *([self.number] if self.number else [])]
        height = max(len(left), len(self.right))
        return [
            (
                left[row] if row < len(left) else "",
                self.right[row] if row < len(self.right) else "",
            )
            for row in range(height)
        ]
