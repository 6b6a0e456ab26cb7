"""What happened, in an order nobody can change afterwards.

Each farm has one chain. A link's hash is SHA-256 over the canonical JSON of the previous hash, farm, number, kind,
lot, day, time of recording and the commitment; the commitment is SHA-256 over a random salt and the canonical JSON of
the detail. Erasing a detail and its salt leaves the chain verifiable and the text unguessable.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from farmers.models import Farm
from traceability.models import Event, EventDetail, Lot
from traceability.triggers import changes_let_through

GENESIS = "0" * 64


def canonical(value: Any) -> bytes:
    """One spelling for one content: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def check_content(content: Any) -> None:
    """Refuse what one of the databases would spell differently when it is read back; TypeError or ValueError."""
    match content:
        case dict():
            if not all(isinstance(key, str) for key in content):
                raise TypeError("keys of an event's content are text")
            check_content([*content.keys(), *content.values()])
        case list():
            for part in content:
                check_content(part)
        case str():
            if "\x00" in content or any("\ud800" <= character <= "\udfff" for character in content):
                raise ValueError("an event's content is text that a database can keep")
        case None | bool() | int():
            pass
        case _:
            raise TypeError(
                f"an event's content holds no {type(content).__name__}: say it as text or thousandths"
            )


def commit(content: dict[str, Any], salt: str) -> str:
    """The commitment to a detail."""
    return hashlib.sha256(salt.encode() + canonical(content)).hexdigest()


def link_hash(event: Event) -> str:
    """The hash of a link over everything that must never change."""
    body = {
        "previous": event.previous_hash,
        "farm": event.farm_id,
        "lot": event.lot_id,
        "number": event.number,
        "kind": event.kind,
        "day": event.happened_on.isoformat(),
        "recorded": event.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "commitment": event.commitment,
    }
    return hashlib.sha256(canonical(body)).hexdigest()


@transaction.atomic
def record_event(  # noqa: PLR0913 an event is who, what, where, when
    *,
    farm: Farm,
    kind: str,
    happened_on: date,
    content: dict[str, Any],
    by: User | None,
    at: datetime,
    lot: Lot | None = None,
) -> Event:
    """Add one link to a farm's chain (locks the farm's row, so that two recorders never fork it).

    `content` is shown to buyers: text, amount and unit, substance; as text, whole numbers, lists and dicts of them.
    """
    check_content(content)
    if happened_on > timezone.localdate(at):
        raise ValidationError(_("This day has not come yet. Choose today or an earlier day."), code="future")
    Farm.objects.select_for_update(no_key=True).get(pk=farm.pk)
    last = Event.objects.filter(farm=farm).order_by("-number").first()
    salt = secrets.token_hex(16)
    event = Event(
        farm=farm,
        lot=lot,
        number=last.number + 1 if last else 1,
        kind=kind,
        happened_on=happened_on,
        recorded_at=at,
        commitment=commit(content, salt),
        previous_hash=last.hash if last else GENESIS,
    )
    event.hash = link_hash(event)
    event.save(force_insert=True)
    EventDetail.objects.create(event=event, salt=salt, content=content, recorded_by=by)
    return event


def erase_detail(*, event: Event, at: datetime) -> None:
    """Erase what was said of an event and who said it; the chain still verifies."""
    with changes_let_through():
        EventDetail.objects.filter(event=event).update(salt="", content={}, recorded_by=None, erased_at=at)


def broken_links(farm: Farm) -> Iterator[tuple[Event, str]]:
    """Walk a farm's chain and give each event that does not follow, with what is wrong with it.

    Events cut off at the chain's end leave no trace in it: only a head that was noted elsewhere shows them missing.
    """
    previous_number, previous_hash = 0, GENESIS
    events = Event.objects.filter(farm=farm).select_related("detail").order_by("number")
    for event in events.iterator(chunk_size=2000):
        if event.number != previous_number + 1:
            yield event, "numbers are missing before it"
        elif event.previous_hash != previous_hash:
            yield event, "does not follow the event before it"
        elif event.hash != link_hash(event):
            yield event, "was changed"
        elif wrong := _wrong_detail(event):
            yield event, wrong
        previous_number, previous_hash = event.number, event.hash


def _wrong_detail(event: Event) -> str:
    try:
        detail = event.detail
    except EventDetail.DoesNotExist:
        return "its detail is missing"
    if detail.erased_at is not None:
        return "its detail was put in after it was erased" if detail.content or detail.salt else ""
    return "" if event.commitment == commit(detail.content, detail.salt) else "its detail was changed"
