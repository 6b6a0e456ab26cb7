"""How wide is each column of a printed list, and how large are its letters?

A column gets what its texts need, within what it asked for, and its longest word where the paper allows; a group of
columns what its name needs; what is left of the paper is shared out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from reportlab.pdfbase.pdfmetrics import stringWidth

from accounts.paper_texts import BOLD, PLAIN
from accounts.sheets import Column, TooManyColumns, runs_of

SIZES = (8.5, 8, 7.5, 7, 6.5, 6)  # of letters, in points; smaller ones nobody reads with ease
PER_CHARACTER = 0.52  # of a column's width, in letter sizes
LONGEST_WORD = 22  # characters; longer ones are broken
TIGHTEST = 0.55  # how much of what columns want beyond their longest words they get before letters shrink


@dataclass(frozen=True)
class Need:
    """What a column needs at a letter size of one point: its longest word, and what it would like."""

    least: float
    wanted: float


def fitted(
    columns: Sequence[Column], texts: Sequence[Sequence[str]], width: float, padding: float
) -> tuple[float, list[float]]:
    """The largest letters in which the columns fit into `width`, and their widths, in points.

    `texts` are the rows; `padding` is what a cell has beside its text. TooManyColumns depends on the headers alone,
    so it can be known before a list is ordered; words too long for the smallest letters are broken.
    """
    _refuse_too_many(columns, width, padding)
    needs = _needs(columns, texts)
    least: list[float] = []
    for size in SIZES:
        least = [need.least * size + padding for need in needs]
        wanted = [max(need.wanted * size + padding, low) for need, low in zip(needs, least, strict=True)]
        spare, asked = width - sum(least), sum(wanted) - sum(least)
        if spare >= asked:
            return size, [one * width / sum(wanted) for one in wanted]
        if spare >= asked * TIGHTEST or (size == SIZES[-1] and spare >= 0):
            return size, [low + (one - low) * spare / asked for low, one in zip(least, wanted, strict=True)]
    return SIZES[-1], [one * width / sum(least) for one in least]


def _needs(columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> list[Need]:
    """Of each column; those of a group bear its name together."""
    needs = []
    for group, first, last in runs_of(columns):
        share = stringWidth(group, BOLD, 1) / (last + 1 - first)
        for place in range(first, last + 1):
            need = _need(columns[place], {row[place] for row in texts} if texts else set())
            needs.append(Need(max(need.least, share), max(need.wanted, share)))
    return needs


def _refuse_too_many(columns: Sequence[Column], width: float, padding: float) -> None:
    least = sum(_need(column, ()).least * SIZES[-1] + padding for column in columns)
    if least > width:
        raise TooManyColumns(_("These columns do not fit on a sheet of paper. Choose fewer, or XLSX."))


def _need(column: Column, texts: Iterable[str]) -> Need:
    asked = column.width * PER_CHARACTER
    header = _longest(column.header.split(), BOLD)
    words = _longest({word for text in texts for word in text.split()}, PLAIN)
    lines = max((stringWidth(line, PLAIN, 1) for text in texts for line in text.split("\n")), default=0)
    least = min(max(header, words), LONGEST_WORD * PER_CHARACTER)
    return Need(least, max(min(lines, asked), least))


def _longest(words: Iterable[str], font: str) -> float:
    return max((stringWidth(word, font, 1) for word in words), default=0)
