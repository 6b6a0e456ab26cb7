"""Where does this come from, and may it be relied on today? The story of a printed code, read only.

A story holds facts, no words of a language: traceability/origin_page.py puts it into words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from farmers.models import Farm, Farmer
from farmers.models.certificate import EXPIRED
from products.models import Product
from products.units import format_amount
from traceability.gathering import DIARY_SHOWN, PRODUCTS_SHOWN, diary_of, label_rows, product_rows
from traceability.models import Event, Label, Lot
from traceability.papers import DECLARED, REVOKED, VERIFIED, Paper, papers_of
from vietnam.places import place_words

VOID, RECALLED, HELD, NONE = "void", "recalled", "held", "none"


@dataclass(frozen=True)
class Entry:
    """One day of the diary: the farmer's words, empty once erased. An amount is text, or thousandths of the unit."""

    kind: str
    happened_on: date
    text: str
    amount: str
    amount_milli: int | None
    unit: str
    substance: str
    is_erased: bool


@dataclass(frozen=True)
class Produce:
    """A product as far as the page names it; `photo` is the key of its first photo, `art` the drawing without one.

    `is_left` says that some of what is offered can still be bought; it is not asked for a whole farm.
    """

    pk: int
    name: str
    is_on_sale: bool
    is_left: bool
    photo: str
    art: str


@dataclass(frozen=True)
class FarmerFacts:
    """Who grew it, and in which commune. Without the farmer's yes to a public page the place is all."""

    name: str
    pk: int | None
    phone: str
    place: str


@dataclass(frozen=True)
class LotFacts:
    """The lot of a label; amounts are thousandths of the unit."""

    code: str
    harvested_from: date | None
    harvested_to: date | None
    amount_milli: int
    unit: str
    opened_on: date
    shelf_life_days: int | None
    planting_area_code: str


@dataclass(frozen=True)
class Scans:
    """How often a label was looked up, this time too. Above ten it is rounded down, above 1,000 it stays."""

    first_on: date
    count: int
    is_rounded: bool


@dataclass(frozen=True)
class Story:
    """All that an origin page says. `standing`: void, recalled, held, revoked, verified, expired, declared or none."""

    label_id: int
    code: str
    kind: str
    standing: str
    farmer: FarmerFacts
    products: tuple[Produce, ...]
    lot: LotFacts | None
    papers: tuple[Paper, ...]
    diary: tuple[Entry, ...]
    has_earlier_entries: bool
    scans: Scans


def story_of(code: str, on: date) -> Story | None:
    """The story behind a code on a day; None for a code that was never printed. Two queries."""
    rows = label_rows(code)
    if not rows:
        return None
    label: Any = rows[0]
    if label.lot is None:
        on_sale = product_rows(label.farm_id)
        papers = papers_of(on_sale, farm_id=label.farm_id, harvested_on=None, on=on)
        products, events = _each_once(on_sale), []
    else:
        harvested_on = label.lot.harvested_to
        papers = papers_of(rows, farm_id=label.lot.farm_id, harvested_on=harvested_on, on=on)
        products, events = (
            (_produce(label.lot.product, label.photo_key, asks_left=True),),
            diary_of(label.lot),
        )
    return Story(
        label_id=label.pk,
        code=label.code,
        kind=label.kind,
        standing=_standing(label, papers),
        farmer=_farmer(label),
        products=products,
        lot=_lot(label.lot),
        papers=papers,
        diary=tuple(_entry(event) for event in reversed(events[:DIARY_SHOWN])),
        has_earlier_entries=len(events) > DIARY_SHOWN,
        scans=_scans(label.first_scan_at, label.scans_counted, on),
    )


def _standing(label: Label, papers: tuple[Paper, ...]) -> str:
    """What forbids weighs most, then a certificate that holds; one that was revoked outweighs mere promises."""
    if label.state == Label.State.VOID:
        return VOID
    if label.lot and label.lot.state in {Lot.State.RECALLED, Lot.State.HELD}:
        return str(label.lot.state)
    standings = {paper.standing for paper in papers}
    return next((one for one in (VERIFIED, REVOKED, EXPIRED, DECLARED) if one in standings), NONE)


def _scans(first_at: datetime | None, before: int, on: date) -> Scans:
    count = before + 1
    step = next((step for limit, step in ((11, 1), (100, 10), (1000, 100)) if count < limit), 1000)
    return Scans(
        first_on=timezone.localdate(first_at) if first_at else on,
        count=min(count - count % step, 1000),
        is_rounded=step > 1,
    )


def _produce(product: Product, photo_key: str | None, *, asks_left: bool = False) -> Produce:
    is_on_sale = product.state == Product.State.PUBLISHED
    return Produce(
        pk=product.pk,
        name=product.name,
        is_on_sale=is_on_sale,
        is_left=asks_left and is_on_sale and product.offer.left_milli > 0,
        photo=photo_key or "",
        art=product.category.art,
    )


def _each_once(rows: Iterable[Any]) -> tuple[Produce, ...]:
    found = {row.pk: _produce(row, row.photo_key) for row in rows}
    return tuple(found.values())[:PRODUCTS_SHOWN]


def _farmer(label: Label) -> FarmerFacts:
    if label.lot:
        return farmer_facts(label.lot.product.farmer, label.lot.farm)
    return farmer_facts(label.farm.farmer, label.farm)


def farmer_facts(farmer: Farmer, farm: Farm) -> FarmerFacts:
    """The farmer as far as the farmer agreed to be shown, with the place where it grew."""
    place = place_words(farm.commune_code, farm.commune_code_on)
    if not farmer.is_public:
        return FarmerFacts(name="", pk=None, phone="", place=place)
    return FarmerFacts(name=farmer.name, pk=farmer.pk, phone=farmer.phone, place=place)


def _lot(lot: Lot | None) -> LotFacts | None:
    if lot is None:
        return None
    return LotFacts(
        code=lot.code,
        harvested_from=lot.harvested_from,
        harvested_to=lot.harvested_to,
        amount_milli=lot.amount_milli,
        unit=lot.product.unit,
        opened_on=timezone.localdate(lot.opened_at),
        shelf_life_days=lot.product.shelf_life_days,
        planting_area_code=lot.farm.planting_area_code,
    )


def _entry(event: Event) -> Entry:
    said = event.detail.content
    return Entry(
        kind=event.kind,
        happened_on=event.happened_on,
        text=str(said.get("text", "")),
        amount=str(said.get("amount", "")),
        amount_milli=said.get("amount_milli"),
        unit=str(said.get("unit", "")),
        substance=str(said.get("substance", "")),
        is_erased=event.detail.erased_at is not None,
    )


@dataclass(frozen=True)
class LotShown:
    """A lot as a product page names it; `origin_url` is empty until a label of the lot was printed."""

    code: str
    amount: str
    harvested_from: date | None
    harvested_to: date | None
    is_recalled: bool
    origin_url: str


def lots_of(product: Product) -> list[LotShown]:
    """The lots of a product, newest first, at most twelve. One query."""
    newest = Label.objects.active().filter(lot=OuterRef("pk"), kind=Label.Kind.LOT).order_by("-pk")
    lots = Lot.objects.filter(product=product).annotate(label_code=Subquery(newest.values("code")[:1]))
    return [
        LotShown(
            code=lot.code,
            amount=format_amount(lot.amount_milli, product.unit),
            harvested_from=lot.harvested_from,
            harvested_to=lot.harvested_to,
            is_recalled=lot.state == Lot.State.RECALLED,
            origin_url=reverse("traceability:origin", args=[lot.label_code]) if lot.label_code else "",
        )
        for lot in lots.order_by("-opened_at", "-pk")[:12]
    ]
