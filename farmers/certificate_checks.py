"""Does what a paper says hold together? Checks over plain facts: each passes, warns, or has nothing to look at.

They are hints and never refusals: the paper decides. No clock, no database, no words for people here; which sentence
stands for a finding, the desk knows (market/desk/checks.py).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from farmers.declaring import Paper
from farmers.issuers import empty_words, fields_of, issuer_named, longest_months, nearest_issuer
from vietnam.text import fold, nfc

SOON = timedelta(days=60)
# An issuer on so many verified papers of this province is known here, whether or not it is in our list.
OFTEN_ENOUGH = 3

# The form of Circular 48/2012: field, certifier's year and number, province, serial. Crops left that circular in 2018,
# so today's certifiers write other forms too (inferred from real numbers, November 2026).
VIETGAP_NUMBER = re.compile(r"VietGAP-(TT|CN|TS)-\d{2}-\d{2}-\d{2}-\d{4}", re.IGNORECASE)
VIETGAP_FIELD = re.compile(r"VietGAP[\s-]*(TT|CN|TS)\b", re.IGNORECASE)
# A year that stands by itself; that of a standard ("TCVN 11041-2:2017") follows a colon.
YEAR = re.compile(r"(?<![\d:])20[0-4]\d(?!\d)")
NOT_IN_A_GGN = re.compile(r"GGN|[\s.:-]", re.IGNORECASE)


class Outcome(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    WARNED = "warned"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing that rests on a coverage: its name, and the words it is found by."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Covered:
    """What a paper is said to cover. `farm_area_m2` is of the farm, or of all the farmer's farms where none is named."""

    produce: str
    area_m2: int | None = None
    farm_area_m2: int | None = None
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """How one check ended. `code` names the sentence, `said` fills it."""

    check: str
    outcome: Outcome
    code: str
    said: dict[str, Any] = field(default_factory=dict)


def findings(paper: Paper, covered: Sequence[Covered], *, verified_before: int, on: date) -> list[Finding]:
    """Every check of a paper as it stands on a day, in the order in which an officer looks.

    `verified_before` is how many verified papers of the scheme name the same issuer.
    """
    return [
        _scan(paper),
        _number(paper),
        _year(paper),
        _issuer(paper, verified_before),
        _running(paper, on),
        _length(paper),
        _stars(paper),
        _field(paper, covered),
        *_produce(covered),
        *_area(covered),
    ]


def check_digit(digits: str) -> int:
    """The GS1 check digit that belongs behind some digits: weights 3, 1, 3, 1 … from the right."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -total % 10


def _passed(check: str, code: str, **said: Any) -> Finding:
    return Finding(check, Outcome.PASSED, code, said)


def _warned(check: str, code: str, **said: Any) -> Finding:
    return Finding(check, Outcome.WARNED, code, said)


def _nothing(check: str, code: str = "nothing") -> Finding:
    return Finding(check, Outcome.NOTHING, code)


def _scan(paper: Paper) -> Finding:
    return _passed("scan", "scan") if paper.scan else _warned("scan", "no_scan")


def _number(paper: Paper) -> Finding:
    if paper.scheme == "globalgap":
        return _ggn(paper.number)
    if paper.scheme == "vietgap":
        is_usual = VIETGAP_NUMBER.fullmatch(paper.number.strip())
        return _passed("number", "vietgap") if is_usual else _warned("number", "vietgap_other")
    if not any(character.isdigit() for character in paper.number):
        return _warned("number", "no_digit")
    return _nothing("number", "no_pattern")


def _ggn(number: str) -> Finding:
    digits = NOT_IN_A_GGN.sub("", number)
    if not (digits.isascii() and digits.isdigit() and len(digits) == 13):
        count = sum(character.isdigit() for character in number)
        return _warned("number", "ggn_length", count=count)
    if check_digit(digits[:-1]) != int(digits[-1]):
        return _warned("number", "ggn_digit")
    return _passed("number", "ggn")


def _year(paper: Paper) -> Finding:
    """A number that names a year names the one in which the paper begins, or the one before."""
    years = {int(year) for year in YEAR.findall(paper.number)}
    begins = paper.valid_from.year
    if not years:
        return _nothing("year")
    if years & {begins, begins - 1}:
        return _passed("year", "year")
    return _warned("year", "year_other", year=max(years), begins=begins)


def _issuer(paper: Paper, verified_before: int) -> Finding:
    known = issuer_named(paper.issuer, paper.scheme)
    if known and paper.scheme in known.schemes:
        return _passed("issuer", "issuer", name=known.name)
    if verified_before >= OFTEN_ENOUGH:
        return _passed("issuer", "issuer_before", count=verified_before)
    if known:
        return _warned("issuer", "issuer_other", name=known.name)
    near = nearest_issuer(paper.issuer, paper.scheme)
    return _warned("issuer", "issuer_near", name=near) if near else _warned("issuer", "issuer_unknown")


def _running(paper: Paper, on: date) -> Finding:
    first, last = paper.valid_from, paper.expires_on
    if last < first:
        return _warned("dates", "backwards")
    if last < on:
        return _warned("dates", "expired", day=last)
    if first > on:
        return _warned("dates", "upcoming", day=first)
    if last <= on + SOON:
        return _warned("dates", "soon", day=last)
    return _passed("dates", "dates")


def _length(paper: Paper) -> Finding:
    most = longest_months(paper.scheme)
    if most is None:
        return _nothing("length")
    if paper.expires_on > months_later(paper.valid_from, most):
        return _warned("length", "too_long", most=most)
    return _passed("length", "length", most=most)


def months_later(day: date, months: int) -> date:
    """The same day some months later; the last one of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def _stars(paper: Paper) -> Finding:
    """Does whoever issued it give so many stars, and did it still on that day?"""
    if paper.scheme != "ocop":
        return _nothing("stars")
    known = issuer_named(paper.issuer, "ocop")
    if known is None or not known.stars:
        return _nothing("stars", "stars_unknown")
    if paper.stars not in known.stars:
        return _warned("stars", "stars_other", name=known.name, stars=paper.stars)
    if known.until and paper.valid_from > known.until:
        return _warned("stars", "stars_ended", name=known.name, day=known.until)
    return _passed("stars", "stars")


def _field(paper: Paper, covered: Sequence[Covered]) -> Finding:
    """Does the field in a VietGAP number, crops, livestock or fisheries, fit what is said to be covered?"""
    named = VIETGAP_FIELD.match(paper.number.strip()) if paper.scheme == "vietgap" else None
    if named is None:
        return _nothing("field")
    meant = named[1].upper()
    for one in covered:
        fields = fields_of(one.produce)
        if fields and meant not in fields:
            return _warned("field", "field_other", field=meant, produce=one.produce)
    is_known = any(fields_of(one.produce) for one in covered)
    return _passed("field", "field", field=meant) if is_known else _nothing("field")


def _produce(covered: Sequence[Covered]) -> Iterator[Finding]:
    """Do the listings sell what the paper is said to cover? One shared word is enough."""
    pairs = [(one, listed) for one in covered if one.produce for listed in one.listed]
    strange = [(one, listed) for one, listed in pairs if not _share_a_word(one.produce, listed.words)]
    for one, listed in strange:
        yield _warned("produce", "produce_other", produce=one.produce, listing=listed.name)
    if not strange:
        yield _passed("produce", "produce") if pairs else _nothing("produce", "produce_nothing")


def _share_a_word(one: str, other: str) -> bool:
    """Whether a telling word stands in both; accents count (bò is no bơ) unless one is written without any."""
    texts = [nfc(text).lower() for text in (one, other)]
    empty = empty_words()
    if any(fold(text) == text for text in texts):
        texts, empty = [fold(text) for text in texts], frozenset(map(fold, empty))
    first, second = (set(re.findall(r"\w+", text)) - empty for text in texts)
    return bool(first & second) or not first or not second


def _area(covered: Sequence[Covered]) -> Iterator[Finding]:
    compared = [one for one in covered if one.area_m2 and one.farm_area_m2]
    larger = [one for one in compared if (one.area_m2 or 0) > (one.farm_area_m2 or 0)]
    for one in larger:
        yield _warned("area", "area_larger", produce=one.produce, area=one.area_m2, farm=one.farm_area_m2)
    if not larger:
        yield _passed("area", "area") if compared else _nothing("area", "area_nothing")
