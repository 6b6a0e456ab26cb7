"""Which codes are printed, printed again, or taken out of use?

A printing of a lot's labels is one code on every sticker of that printing; single units get a code each, never more
than the lot has units; a farm keeps one code for good. What the page said at printing is kept with each code.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.models import Coverage, Farm
from products.units import GRAMS_PER_UNIT, MILLI, format_amount
from traceability import codes
from traceability.models import Event, Label, Lot

LABELS_PER_FORM = 1_000
LABELS_PER_PRINTING = 100_000
GRAMS_PER_PACKAGE = 1_000
SENT_TWICE_WITHIN = timedelta(minutes=2)


@transaction.atomic
def print_labels(
    *, lot: Lot, kind: str, count: int, by: User | None, at: datetime, run: uuid.UUID | None = None
) -> list[Label]:
    """The labels to print, in order: one label `count` times, or `count` labels of single units.

    The same `run` sent twice within two minutes gives the same labels. Locks the lot, so that units are counted once.
    """
    locked = _lock(lot)
    if run and (printed := _just_printed(locked, kind, count, run, at)):
        return _copies(printed)
    _check(locked, kind, count)
    page = page_now(locked, kind) | {"printing": uuid.uuid4().hex, "run": str(run or ""), "copies": count}
    made = _kept(locked, kind) or _issue(locked, kind, count, page, by=by, at=at)
    _tell("printed", locked, made, by=by, count=count)
    return made if kind == Label.Kind.UNIT else made * count


@transaction.atomic
def reprint_labels(*, lot: Lot, code: str, by: User | None) -> list[Label]:
    """The labels of the printing that a code came from, to print once more; void ones left out."""
    locked = _lock(lot)
    labels = [label for label in _printing_of(locked, code) if label.state == Label.State.ACTIVE]
    if not labels:
        raise ValidationError(_("These labels are void. Print new ones."), code="void")
    _check_state(locked)
    copies = _copies(labels)
    _tell("reprinted", locked, labels, by=by, count=len(copies))
    return copies


@transaction.atomic
def void_labels(*, lot: Lot, code: str, by: User | None) -> int:
    """Take the printing that a code came from out of use; how many codes. From now on their pages say so."""
    locked = _lock(lot)
    labels = [label for label in _printing_of(locked, code) if label.state == Label.State.ACTIVE]
    for label in labels:
        label.state = Label.State.VOID
    Label.objects.bulk_update(labels, ["state"], batch_size=500)
    if labels:
        _tell("voided", locked, labels, by=by, count=len(labels))
    return len(labels)


@dataclass(frozen=True)
class Printing:
    """Labels printed at one time: how many stickers, under how many codes, from which code on."""

    code: str
    kind: str
    printed_at: datetime
    stickers: int
    is_void: bool

    @property
    def shown_code(self) -> str:
        """The code in groups, as on the label."""
        return codes.shown(self.code)


def printings_of(lot: Lot) -> list[Printing]:
    """The last printings of a lot's labels, newest first. One query."""
    rows = (
        Label.objects.filter(lot=lot)
        .values("printed_at", "kind", "printed_page__printing", "printed_page__copies")
        .annotate(code=Min("code"), codes=Count("pk"), active=Count("pk", filter=Q(state=Label.State.ACTIVE)))
        .order_by("-printed_at")[:10]
    )
    return [
        Printing(
            code=row["code"],
            kind=row["kind"],
            printed_at=row["printed_at"],
            stickers=row["codes"] if row["kind"] == Label.Kind.UNIT else row["printed_page__copies"] or 1,
            is_void=row["active"] == 0,
        )
        for row in rows
    ]


def how_many(most: int) -> str:
    """What is said to who asks for none or too many."""
    return _("Print from 1 to %(most)s labels at a time.") % {
        "most": number_format(most, force_grouping=True)
    }


def unit_limit(lot: Lot) -> int:
    """How many units a lot can have: whole ones, and packages of 1 kg where it is sold by weight.

    A listing that names the net weight of its package is counted in those.
    """
    product = lot.product
    grams = GRAMS_PER_UNIT.get(product.unit)
    if grams is None:
        return max(lot.amount_milli // MILLI, 1)
    return max(lot.amount_milli * grams // MILLI // (product.net_weight_g or GRAMS_PER_PACKAGE), 1)


def page_now(lot: Lot, kind: str = Label.Kind.LOT) -> dict[str, Any]:
    """What the origin page shows now, by ids, standings and the head of the farm's chain; no text."""
    page = {"farm": lot.farm_id, "farmer": lot.product.farmer_id}
    if kind == Label.Kind.FARM:
        return page
    papers = Coverage.objects.filter(products=lot.product_id).select_related("certificate").order_by("pk")
    head = Event.objects.filter(farm=lot.farm_id).order_by("-number").first()
    return page | {
        "lot": lot.pk,
        "lot_state": lot.state,
        "product": lot.product_id,
        "amount_milli": lot.amount_milli,
        "harvested": [day and day.isoformat() for day in (lot.harvested_from, lot.harvested_to)],
        "certificates": [_paper_now(paper) for paper in papers],
        "chain": {"number": head.number, "hash": head.hash} if head else None,
    }


def _paper_now(paper: Coverage) -> dict[str, Any]:
    return {
        "id": paper.certificate_id,
        "coverage": paper.pk,
        "is_confirmed": paper.confirmed_at is not None,
        "standing": paper.certificate.standing,
        "expires_on": paper.certificate.expires_on.isoformat(),
    }


def _lock(lot: Lot) -> Lot:
    return (
        Lot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("product__farmer", "farm__farmer")
        .get(pk=lot.pk)
    )


def _check(lot: Lot, kind: str, count: int) -> None:
    if not 1 <= count <= LABELS_PER_PRINTING:
        raise ValidationError(how_many(LABELS_PER_PRINTING), code="count")
    _check_state(lot)
    if kind == Label.Kind.UNIT:
        limit, active = unit_limit(lot), lot.labels.active().filter(kind=Label.Kind.UNIT).count()
        if active + count > limit:
            raise ValidationError(_too_many(lot, limit, active), code="units")


def _check_state(lot: Lot) -> None:
    if lot.state in {Lot.State.RECALLED, Lot.State.HELD}:
        message = _("Lot %(lot)s is held or recalled: no labels are printed for it.") % {"lot": lot.code}
        raise ValidationError(message, code="held")


def _too_many(lot: Lot, limit: int, active: int) -> str:
    words = {
        "lot": lot.code,
        "amount": format_amount(lot.amount_milli, lot.product.unit),
        "limit": number_format(limit, force_grouping=True),
        "active": number_format(active, force_grouping=True),
        "left": number_format(max(limit - active, 0), force_grouping=True),
    }
    return (
        _(
            "Lot %(lot)s has %(amount)s, so at most %(limit)s single labels. %(active)s are printed already: "
            "print at most %(left)s more, or one code for the whole lot."
        )
        % words
    )


def _labels_at(lot: Lot) -> QuerySet[Label]:
    """The labels of a lot, and those of its farm, with all that a sheet prints."""
    of_the_farm = Q(lot__isnull=True, farm=lot.farm_id)
    return Label.objects.for_sheet().filter(Q(lot=lot) | of_the_farm).order_by("pk")


def _just_printed(lot: Lot, kind: str, count: int, run: uuid.UUID, at: datetime) -> list[Label]:
    sent_before = {"printed_page__run": str(run), "printed_page__copies": count, "kind": kind}
    return list(_labels_at(lot).filter(printed_at__gte=at - SENT_TWICE_WITHIN, **sent_before))


def _printing_of(lot: Lot, code: str) -> list[Label]:
    label = _labels_at(lot).filter(code=code).first()
    if label is None:
        raise ValidationError(_("This lot has no label with this code."), code="unknown")
    printing = label.printed_page.get("printing")
    return list(_labels_at(lot).filter(printed_page__printing=printing)) if printing else [label]


def _copies(labels: list[Label]) -> list[Label]:
    first = labels[0]
    return labels if first.kind == Label.Kind.UNIT else [first] * first.printed_page.get("copies", 1)


def _kept(lot: Lot, kind: str) -> list[Label]:
    """The farm's one code, if it has one; lots and units get new ones."""
    if kind != Label.Kind.FARM:
        return []
    Farm.objects.select_for_update(no_key=True).get(
        pk=lot.farm_id
    )  # two lots must not give the farm two codes at once
    kept = Label.objects.active().for_sheet().filter(farm=lot.farm_id, kind=kind).order_by("pk")
    return list(kept[:1])


def _issue(
    lot: Lot, kind: str, count: int, page: dict[str, Any], *, by: User | None, at: datetime
) -> list[Label]:
    columns = {"kind": kind, "farm": lot.farm, "printed_at": at, "printed_by": by, "printed_page": page}
    of_lot = None if kind == Label.Kind.FARM else lot
    codes_needed = count if kind == Label.Kind.UNIT else 1
    labels = [Label(code=codes.new_code(), lot=of_lot, **columns) for _number in range(codes_needed)]
    return Label.objects.bulk_create(labels, batch_size=500)


def _tell(verb: str, lot: Lot, labels: list[Label], *, by: User | None, count: int) -> None:
    log(
        instance=lot,
        action=f"traceability.labels_{verb}",
        user=by,
        data={"kind": labels[0].kind, "first_code": labels[0].code, "count": count},
    )
