"""What the demo holds, read from the TOML files beside this module (README.md there says what is invented)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
Row = dict[str, Any]


@cache
def _file(name: str) -> dict[str, list[Row]]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def rows(kind: str) -> list[Row]:
    """All rows of one kind ("farmer", "certificate" …), over every file that holds some, in the order of names."""
    found: list[Row] = []
    for path in sorted(FOLDER.glob("*.toml")):
        found += _file(path.name).get(kind, [])
    return found
