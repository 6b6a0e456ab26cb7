"""Which code stands for a lot on a screen, or for a farm on the sign of its stall? One, made once and shown again."""

import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.models import Farm
from traceability import codes
from traceability.labels import page_now
from traceability.models import Label, Lot

Kind = Label.Kind


def label_of_lot(*, lot: Lot, by: User, at: datetime) -> Label:
    """The first label of a lot that is still in use, else a new one; none of a lot that is held or recalled."""
    if lot.state in {Lot.State.RECALLED, Lot.State.HELD}:
        message = _("Lot %(lot)s is held or recalled: its code is not shown.") % {"lot": lot.code}
        raise ValidationError(message, code="held")
    return _first(lot=lot, kind=Kind.LOT) or _new_of_lot(lot, by=by, at=at)


def label_of_farm(*, farm: Farm, by: User, at: datetime) -> Label:
    """The one label of a farm, which stays the same."""
    return _first(farm=farm, kind=Kind.FARM) or _new_of_farm(farm, by=by, at=at)


def _first(**of: object) -> Label | None:
    found: Label | None = Label.objects.active().for_sheet().filter(**of).order_by("pk").first()
    return found


@transaction.atomic
def _new_of_lot(lot: Lot, *, by: User, at: datetime) -> Label:
    # Two looks at once must not make two codes.
    locked = Lot.objects.select_for_update(of=("self",), no_key=True).select_related("product").get(pk=lot.pk)
    if made := _first(lot=locked, kind=Kind.LOT):
        return made
    page = page_now(locked) | {"printing": uuid.uuid4().hex, "run": "", "copies": 1}
    label = Label.objects.create(
        code=codes.new_code(),
        kind=Kind.LOT,
        lot=locked,
        farm_id=locked.farm_id,
        printed_at=at,
        printed_by=by,
        printed_page=page,
    )
    return _told(label, locked, by=by, at=at)


@transaction.atomic
def _new_of_farm(farm: Farm, *, by: User, at: datetime) -> Label:
    locked = Farm.objects.select_for_update(no_key=True).get(pk=farm.pk)
    if made := _first(farm=locked, kind=Kind.FARM):
        return made
    label = Label.objects.create(
        code=codes.new_code(),
        kind=Kind.FARM,
        farm=locked,
        printed_at=at,
        printed_by=by,
        printed_page={"farm": locked.pk, "farmer": locked.farmer_id},
    )
    return _told(label, locked, by=by, at=at)


def _told(label: Label, of: Lot | Farm, *, by: User, at: datetime) -> Label:
    log(
        instance=of,
        action="traceability.code_made",
        user=by,
        timestamp=at,
        data={"kind": label.kind, "first_code": label.code, "count": 1},
    )
    return Label.objects.for_sheet().get(pk=label.pk)
