"""Ways for a machine without a provider: a frame on the console, or lines in a file."""

import json
import sys
import textwrap
from pathlib import Path

from django.conf import settings

from accounts.message_ways.letters import Letter, Receipt
from vietnam.phones import format_local

FRAME_COLUMNS = 60


def show_on_console(letter: Letter) -> Receipt:
    """Print it where the application runs."""
    lines = [format_local(letter.phone), "", *textwrap.wrap(letter.text, FRAME_COLUMNS)]
    rule = "─" * (FRAME_COLUMNS + 2)
    framed = [f"┌{rule}┐", *(f"│ {line:<{FRAME_COLUMNS}} │" for line in lines), f"└{rule}┘"]
    sys.stdout.write("\n".join(["", *framed, "", ""]))
    sys.stdout.flush()
    return Receipt()


def message_file() -> Path:
    """Where the way "file" writes: one JSON object a line, with phone and text."""
    return Path(settings.PRIVATE_ROOT) / "messages.jsonl"


def append_to_file(letter: Letter) -> Receipt:
    """Write it as one line of the file."""
    target = message_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    with target.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"phone": letter.phone, "text": letter.text}, ensure_ascii=False) + "\n")
    return Receipt()
