"""What is a user told inside the application, and in which words?

The kinds of notices, their words and signs are here alone. The words are made when a notice is read, in the reader's
language, so that what is kept are ids, names of produce and days. Each is said once to one user: `key` says what about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Notice, User

READ_ARE_KEPT = timedelta(days=180)
ALL_ARE_KEPT = timedelta(days=730)  # also of who never comes back
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of notice is put: its sign, a word of how it is (good, to_do, bad), and the words."""

    icon: str
    tone: str
    words: Any


KINDS: dict[str, Kind] = {
    "listing_published": Kind("check", "good", _("“%(name)s” is on sale now.")),
    "listing_returned": Kind(
        "edit", "to_do", _("“%(name)s” was sent back. Correct it and send it again: %(reason)s")
    ),
    "listing_halted": Kind("pause", "to_do", _("An officer paused “%(name)s”: %(reason)s")),
    "listing_released": Kind("check", "good", _("“%(name)s” is on sale again.")),
    "listing_taken_down": Kind("x", "bad", _("“%(name)s” was taken down: %(reason)s")),
    "listing_warned": Kind(
        "warn", "bad", _("Warning: correct “%(name)s” before %(day)s, or it is taken down: %(reason)s")
    ),
    "price_approved": Kind("money", "good", _("The new price of “%(name)s” holds now: %(price)s.")),
    "price_refused": Kind(
        "money", "to_do", _("The new price of “%(name)s”, %(price)s, was refused: %(reason)s")
    ),
    "certificate_verified": Kind("shield-check", "good", _("Your certificate %(name)s was verified.")),
    "certificate_returned": Kind(
        "shield-alert", "to_do", _("Your certificate %(name)s was sent back. Add it once more: %(reason)s")
    ),
    "certificate_revoked": Kind("shield-x", "bad", _("Your certificate %(name)s was revoked: %(reason)s")),
    "certificate_ends": Kind(
        "shield-clock", "to_do", _("Your certificate %(name)s ends on %(day)s. Have it renewed in time.")
    ),
    "certificate_expired": Kind(
        "shield-alert",
        "bad",
        _("Your certificate %(name)s ended on %(day)s. Buyers no longer see its badge. Add the new one."),
    ),
    "member_admitted": Kind("user", "good", _("You are now a member of the Farmers' Association. Welcome!")),
    "member_refused": Kind("user", "to_do", _("Your application for membership was refused: %(reason)s")),
    "claim_granted": Kind("user", "good", _("The record “%(name)s” is yours now.")),
    "farmer_granted": Kind(
        "store", "good", _("An officer handed “%(name)s” to you. You post and look after its listings now.")
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as its reader sees it. `data` names what it is about."""

    pk: int
    kind: str
    icon: str
    tone: str
    words: str
    data: Mapping[str, Any]
    at: datetime
    is_new: bool


def tell(*, user: User, kind: str, key: str, data: Mapping[str, Any], at: datetime) -> bool:
    """Tell a user something once; whether it was new. Runs inside the caller's transaction."""
    if kind not in KINDS:
        raise LookupError(f"nobody is told {kind!r}")
    kept = {name: value.isoformat() if isinstance(value, date) else value for name, value in data.items()}
    _notice, is_new = Notice.objects.get_or_create(
        user=user, key=key, defaults={"kind": kind, "data": kept, "at": at}
    )
    return is_new


def tell_each(
    *, users: Iterable[User], kind: str, key: str, data: Mapping[str, Any], at: datetime
) -> list[User]:
    """Tell several users the same; those to whom it was new."""
    return [user for user in users if tell(user=user, kind=kind, key=key, data=data, at=at)]


def told(notice: Notice) -> Told:
    """A notice in the language of the screen."""
    kind = KINDS[notice.kind]
    said = {name: _said(name, value) for name, value in notice.data.items()}
    return Told(
        pk=notice.pk,
        kind=notice.kind,
        icon=kind.icon,
        tone=kind.tone,
        words=str(kind.words) % said,
        data=notice.data,
        at=notice.at,
        is_new=notice.read_at is None,
    )


def unread_count(user: User) -> int:
    """How many notices a user has not read; counted no further than shown."""
    return Notice.objects.filter(user=user, read_at=None)[: MOST_COUNTED + 1].count()


def mark_read(*, user: User, notices: Iterable[int], at: datetime) -> None:
    """Note that a user read notices (by id)."""
    Notice.objects.filter(user=user, pk__in=list(notices), read_at=None).update(read_at=at)


def clear_old_notices(*, at: datetime) -> int:
    """Forget what was read long ago, and what nobody reads any more; how many."""
    read = Notice.objects.filter(read_at__lt=at - READ_ARE_KEPT)
    old = Notice.objects.filter(at__lt=at - ALL_ARE_KEPT)
    return read.delete()[0] + old.delete()[0]


def _said(name: str, value: Any) -> Any:
    if name == "day":
        return date_format(date.fromisoformat(value))
    return value
