"""What is said to a phone, and by which way it gets there?

The kinds of message and their words are here alone. The ways of an installation are MESSAGE_WAYS, tried in turn.
Call this from a background task: a way may be slow, and its time must tell nobody anything.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.message_ways.esms import send_by_esms
from accounts.message_ways.letters import Letter, NotTaken, Receipt
from accounts.message_ways.printed import append_to_file, show_on_console
from accounts.message_ways.zalo import send_by_zalo
from accounts.models import Message

WAYS: dict[str, Callable[[Letter], Receipt]] = {
    "console": show_on_console,
    "file": append_to_file,
    "esms": send_by_esms,
    "zalo": send_by_zalo,
}
KINDS = {
    "sign_in_code": _(
        "%(digits)s is your code for Chợ Nông Dân. It works for %(minutes)s minutes. Give it to nobody."
    ),
    "certificate_ends": _(
        "Chợ Nông Dân: your certificate %(name)s ends on %(day)s. Have it renewed in time."
    ),
    "listing_warned": _(
        "Chợ Nông Dân: correct your listing “%(name)s” before %(day)s, or it is taken down. Sign in to read why."
    ),
}


class NotSent(Exception):
    """No way took the message; the task that sends it is to be tried again."""


def send(kind: str, phone: str, data: Mapping[str, object]) -> None:
    """Say something of a known kind to a phone (E.164), and note that it was said; NotSent when no way works."""
    with translation.override(settings.LANGUAGE_CODE):
        text = str(KINDS[kind]) % data
    if kind == "sign_in_code":
        # By this last line Android hands the digits to our page, and to no other (origin-bound one-time codes).
        text += f"\n\n@{urlsplit(settings.PUBLIC_ADDRESS).hostname} #{data['digits']}"
    letter = Letter(kind, phone, text, data)
    for name in settings.MESSAGE_WAYS:
        try:
            receipt = WAYS[name](letter)
        except OSError as error:
            code = str(error) if isinstance(error, NotTaken) else type(error).__name__
            _note(letter, name, Message.State.FAILED, error=code)
        else:
            _note(
                letter,
                name,
                Message.State.SENT,
                provider_id=receipt.provider_id,
                cost_vnd=receipt.cost_vnd,
            )
            return
    raise NotSent(f"{kind}: none of {', '.join(settings.MESSAGE_WAYS)} took it")


def _note(letter: Letter, way: str, state: str, **columns: object) -> None:
    columns |= {"kind": letter.kind, "phone": letter.phone, "way": way, "state": state, "at": timezone.now()}
    Message.objects.create(**columns)
