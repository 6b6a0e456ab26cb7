"""Is this what a label says, and if not, what may it have said?

A code is twelve characters without the look-alikes O, 0, I and 1: eleven drawn at random (55 bits) and a check
character. Characters are the elements of the field of 32; the sum of all, each times a weight of its own, is zero.
Weights that are neither zero nor equal make any one wrong character and any two swapped ones show (exactly so:
tests/traceability/test_codes.py tries them all).
"""

import secrets
from collections.abc import Iterator
from itertools import combinations, product

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 12
LOOK_ALIKES = "O0I1"

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_BETWEEN = str.maketrans("", "", " \t\r\n\u00a0-_.·‐‑‒–—−")
_MODULUS = 0b100101  # x⁵ + x² + 1, whose powers of 2 run through all 31 elements but zero


def _times(a: int, b: int) -> int:
    total = 0
    while b:
        if b & 1:
            total ^= a
        a <<= 1
        if a & 0b100000:
            a ^= _MODULUS
        b >>= 1
    return total


def _powers(count: int) -> Iterator[int]:
    power = 1
    for _ in range(count):
        yield power
        power = _times(power, 2)


# The check character stands last and weighs 1.
_WEIGHTS = tuple(reversed(list(_powers(LENGTH))))
_TIMES = tuple(tuple(_times(weight, value) for value in range(32)) for weight in _WEIGHTS)


class WrongCode(ValueError):
    """What was typed is no code. `problem` is "empty", "length", "look_alike", "letter" or "check"."""

    def __init__(self, problem: str, typed: str) -> None:
        self.problem = problem
        self.typed = typed
        super().__init__(f"not a code ({problem})")


def new_code() -> str:
    """A code that nobody can guess; the caller sees to it that it is new."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return drawn + ALPHABET[_syndrome(drawn + ALPHABET[0])]


def check(typed: str) -> str:
    """The code that was typed, as printed; WrongCode, a ValueError, saying what is wrong with it."""
    code = plain(typed)
    if not code:
        raise WrongCode("empty", code)
    if any(character in LOOK_ALIKES for character in code):
        raise WrongCode("look_alike", code)
    if any(character not in _VALUE for character in code):
        raise WrongCode("letter", code)
    if len(code) != LENGTH:
        raise WrongCode("length", code)
    if _syndrome(code):
        raise WrongCode("check", code)
    return code


def plain(typed: str) -> str:
    """What was typed in upper case, without what people put between the groups."""
    return typed.translate(_BETWEEN).upper()


def shown(code: str) -> str:
    """The code in three groups of four, as it is printed and read aloud."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def nearby(typed: str) -> list[str]:
    """The codes from which this slips in one character, in two swapped ones, or in up to two unreadable ones."""
    code = plain(typed)
    if len(code) != LENGTH:
        return []
    unreadable = [place for place, character in enumerate(code) if character not in _VALUE]
    if len(unreadable) > 2:
        return []
    if unreadable:
        return [filled for filled in _fillings(code, unreadable) if not _syndrome(filled)]
    slips = {_put(code, place, character) for place in range(LENGTH) for character in ALPHABET}
    slips |= {_swap(code, first, second) for first, second in combinations(range(LENGTH), 2)}
    return sorted(slip for slip in slips - {code} if not _syndrome(slip))


def _syndrome(code: str) -> int:
    total = 0
    for place, character in enumerate(code):
        total ^= _TIMES[place][_VALUE[character]]
    return total


def _fillings(code: str, places: list[int]) -> Iterator[str]:
    for characters in product(ALPHABET, repeat=len(places)):
        filled = code
        for place, character in zip(places, characters, strict=True):
            filled = _put(filled, place, character)
        yield filled


def _put(code: str, place: int, character: str) -> str:
    return code[:place] + character + code[place + 1 :]


def _swap(code: str, first: int, second: int) -> str:
    return _put(_put(code, first, code[second]), second, code[first])
