"""Which squares of a printed code are dark?

The address in capitals keeps to QR's alphanumeric mode, a third smaller than bytes. The mask is fixed: choosing it
by penalty takes nine tenths of the time, and blurred, turned and scratched pictures of mask 3 were read as often as
those of the mask the penalty prefers (tests/traceability/test_label_sheets.py holds it to that).
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from django.conf import settings
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.util import QRData

QUIET = 4
MASK = 3
ALPHANUMERIC: Literal[2] = 2  # qrcode.util.MODE_ALPHA_NUM, which is typed as any number
_DARK = re.compile(b"\1+")


def address(code: str) -> str:
    """What the picture holds: the origin page of a code, in capitals."""
    return f"{settings.PUBLIC_ADDRESS}/T/{code}".upper()


def side(code: str) -> int:
    """How many squares a side has, quiet zone and all."""
    version, _level = _size(len(address(code)))
    return 17 + 4 * version + 2 * QUIET


def dark_runs(code: str) -> Iterator[tuple[int, int, int]]:
    """The dark squares as runs (x, y, length), counted from the lower left corner of the quiet zone."""
    text = address(code)
    version, level = _size(len(text))
    picture = QRCode(version=version, error_correction=level, mask_pattern=MASK)
    picture.add_data(QRData(text.encode(), ALPHANUMERIC, check_data=False), optimize=0)
    picture.make(fit=False)
    top = len(picture.modules) - 1 + QUIET
    for row, squares in enumerate(picture.modules):
        for run in _DARK.finditer(bytes(map(bool, squares))):
            yield run.start() + QUIET, top - row, run.end() - run.start()


@cache
def _size(length: int) -> tuple[int, int]:
    """The smallest version that holds so many capitals at level M, and the best level it still holds them at."""
    version = _smallest(length, ERROR_CORRECT_M)
    stronger = (level for level in (ERROR_CORRECT_H, ERROR_CORRECT_Q) if _smallest(length, level) == version)
    return version, next(stronger, ERROR_CORRECT_M)


def _smallest(length: int, level: int) -> int:
    fitting = QRCode(error_correction=level)
    fitting.add_data(QRData("A" * length, ALPHANUMERIC), optimize=0)
    return int(fitting.best_fit())
