"""What does a marketplace outside want to read, column by column? Profiles are data: TOML beside this module."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accounts.workbooks import Column, Kind

FOLDER = Path(__file__).parent / "profiles"


@dataclass(frozen=True)
class ChannelColumn:
    """One column: header, the fact of a listing it holds (market/channels/listing_facts.py), rule and grounds."""

    header: str
    source: str
    kind: Kind
    width: int
    required: str
    grounds: str
    rule: str = ""

    @property
    def column(self) -> Column:
        """As the workbook writes it."""
        return Column(self.header, self.kind, self.width)


@dataclass(frozen=True)
class Profile:
    """One version of what a channel wants. `mark` stands over every sheet until the partner accepted the version."""

    channel: str
    name: str
    version: str
    sheet: str
    file_name: str
    mark: str
    columns: tuple[ChannelColumn, ...]


FILES = {"postmart": "postmart-draft.toml"}


@cache
def profile_of(channel: str) -> Profile:
    """The profile in use for a channel; LookupError names the channels there are."""
    if channel not in FILES:
        raise LookupError(f"{channel}: no such channel; there are: {', '.join(sorted(FILES))}")
    read = tomllib.loads((FOLDER / FILES[channel]).read_text(encoding="utf-8"))
    columns = tuple(ChannelColumn(**column) for column in read.pop("column"))
    return Profile(channel=channel, columns=columns, **read)
