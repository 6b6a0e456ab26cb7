"""What is said to a phone, and by which way it gets there?

The kinds of message and their words are here alone. The ways of an installation are MESSAGE_WAYS, tried in turn.
Call this from a background task: a way may be slow, and its time must tell nobody anything.
"""

import json
import sys
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Message
from vietnam.phones import format_local

FRAME_COLUMNS = 60

KINDS = {
    "sign_in_code": _(
        "%(digits)s is your code for Chợ Nông Dân. It works for %(minutes)s minutes. Give it to nobody."
    ),
}


class NotSent(Exception):
    """No way took the message; the task that sends it is to be tried again."""


def send(kind: str, phone: str, data: Mapping[str, object]) -> None:
    """Say something of a known kind to a phone (E.164), and note that it was said; NotSent when no way works."""
    with translation.override(settings.LANGUAGE_CODE):
        text = str(KINDS[kind]) % data
    for name in settings.MESSAGE_WAYS:
        try:
            WAYS[name](phone, text)
        except OSError as error:
            _note(kind, phone, name, Message.State.FAILED, error=type(error).__name__)
        else:
            _note(kind, phone, name, Message.State.SENT)
            return
    raise NotSent(f"{kind}: none of {', '.join(settings.MESSAGE_WAYS)} took it")


def _note(kind: str, phone: str, way: str, state: str, *, error: str = "") -> None:
    Message.objects.create(kind=kind, phone=phone, way=way, state=state, error=error, at=timezone.now())


def _show_on_console(phone: str, text: str) -> None:
    lines = [format_local(phone), "", *textwrap.wrap(text, FRAME_COLUMNS)]
    rule = "─" * (FRAME_COLUMNS + 2)
    framed = [f"┌{rule}┐", *(f"│ {line:<{FRAME_COLUMNS}} │" for line in lines), f"└{rule}┘"]
    sys.stdout.write("\n".join(["", *framed, "", ""]))
    sys.stdout.flush()


def message_file() -> Path:
    """Where the way "file" writes: one JSON object a line, with phone and text."""
    return Path(settings.PRIVATE_ROOT) / "messages.jsonl"


def _append_to_file(phone: str, text: str) -> None:
    target = message_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    with target.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"phone": phone, "text": text}, ensure_ascii=False) + "\n")


WAYS: dict[str, Callable[[str, str], None]] = {"console": _show_on_console, "file": _append_to_file}
