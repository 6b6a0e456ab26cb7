"""What does somebody see of the listings of the farmers they act for?"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from market.workspace.paging import page_of
from products.amount_forms import LeftForm, SoldForm
from products.availability import next_client_id
from products.cards import art_url, cover_key
from products.forms import NewPriceForm
from products.models import OutsideSale, PriceChange, Product, ProductPhoto, TakeDown
from products.posting_again import CAN_BE_POSTED_AGAIN
from products.retelling import say_price
from products.units import format_amount, short_unit
from traceability.models import Lot

PAGE_SIZE = 20
State = Product.State


@dataclass(frozen=True, slots=True)
class Stall:
    """One page of listings, the newest first, and where older and newer ones are."""

    items: list[dict[str, Any]]
    newer_url: str
    older_url: str


def listings_of(user: User) -> QuerySet[Any]:
    """The listings of the farmers a user acts for, with all that the stall tells of each: one query."""
    lots = Lot.objects.filter(product=OuterRef("pk"))
    prices = PriceChange.objects.filter(product=OuterRef("pk")).order_by("-pk")
    sales = OutsideSale.objects.filter(product=OuterRef("pk")).order_by("-pk")
    warnings = TakeDown.objects.filter(product=OuterRef("pk"), state=TakeDown.State.WARNED)
    return (
        Product.objects.of_user(user)
        .select_related("offer", "farmer", "category")
        .annotate(
            cover_key=cover_key("pk"),
            newest_lot=Subquery(lots.order_by("-opened_at", "-pk").values("pk")[:1]),
            last_sale=Subquery(sales.values("pk")[:1]),
            asked_vnd=Subquery(prices.values("price_vnd")[:1]),
            asked_was=Subquery(prices.values("was_vnd")[:1]),
            asked_state=Subquery(prices.values("state")[:1]),
            asked_reason=Subquery(prices.values("reason")[:1]),
            warned_of=Subquery(warnings.values("words")[:1]),
            warned_ground=Subquery(warnings.values("ground")[:1]),
            warned_from=Subquery(warnings.values("takes_effect_on")[:1]),
        )
    )


def stall_of(user: User, asked: Mapping[str, str]) -> Stall:
    """The page that an address asks for ("truoc", "sau": market/workspace/paging.py)."""
    page = page_of(listings_of(user), asked, PAGE_SIZE)
    return Stall([item_of(product) for product in page.rows], page.newer_url, page.older_url)


def item_of(
    product: Product,
    *,
    price: NewPriceForm | None = None,
    sold: SoldForm | None = None,
    left: LeftForm | None = None,
) -> dict[str, Any]:
    """A listing (from `listings_of`) as its farmer sees it: `item` of templates/workspace/."""
    offer, state = product.offer, product.state
    unit = short_unit(product.unit)
    newest_lot = getattr(product, "newest_lot", None)
    is_halted = state == State.PAUSED and bool(product.reason)
    is_season_over = state == State.PAUSED and product.season_ended_on is not None
    warning = warning_of(product)
    return {
        "id": str(product.pk),
        "name": product.name,
        "photo": cover_url(product),
        "state": state,
        "state_words": _("season over") if is_season_over else product.get_state_display(),
        "reason": product.reason if state == State.RETURNED or is_halted else "",
        "is_halted": is_halted,
        "is_taken_down": state == State.RETURNED and product.reason_code in TakeDown.Ground.values,
        "warning": warning,
        "asked": asked_of(product),
        "price": say_price(offer.price_vnd),
        "unit": unit,
        "unit_key": product.unit,
        "left": format_amount(max(offer.left_milli, 0), product.unit),
        "url": reverse("workspace:product", kwargs={"pk": product.pk}),
        "public_url": product.get_absolute_url() if state == State.PUBLISHED else "",
        "code_url": reverse("workspace:code", kwargs={"pk": product.pk}) if newest_lot else "",
        "is_sold_out": offer.left_milli <= 0 and state != State.WITHDRAWN,
        "form": price or price_form(product),
        "sold_form": sold or sold_form(product),
        "left_form": left or left_form(product),
        "again_id": str(uuid.uuid4()),
        **_may(product, is_halted=is_halted, is_warned=warning is not None),
    }


def _may(product: Product, *, is_halted: bool, is_warned: bool) -> dict[str, bool]:
    """What can be done with a listing now."""
    state = product.state
    return {
        "may_price": state != State.WITHDRAWN,
        "may_note_sales": product.offer.left_milli > 0 and state not in {State.DRAFT, State.WITHDRAWN},
        "may_withdraw": state != State.WITHDRAWN,
        "may_revise": state in {State.RETURNED, State.DRAFT} or is_warned,
        "may_end_season": state in {State.PUBLISHED, State.PAUSED}
        and not (is_halted or product.season_ended_on),
        "may_post_again": state in CAN_BE_POSTED_AGAIN,
        "may_resume": state == State.PAUSED and not is_halted,
    }


def asked_of(product: Product) -> dict[str, str] | None:
    """The price that waits for an officer, or was refused while the one before still stands, with the reason."""
    price_vnd = getattr(product, "asked_vnd", None)
    if price_vnd is None or product.asked_was != product.offer.price_vnd:  # type: ignore[attr-defined]  # listings_of
        return None
    state = product.asked_state  # type: ignore[attr-defined]
    if state not in {PriceChange.State.WAITING, PriceChange.State.REFUSED}:
        return None
    return {"state": state, "price": say_price(price_vnd), "reason": product.asked_reason}  # type: ignore[attr-defined]


def warning_of(product: Product) -> dict[str, Any] | None:
    """What an officer warned the farmer of, and from which day the listing is taken down."""
    words = getattr(product, "warned_of", None)
    if words is None or product.state not in {State.PUBLISHED, State.PAUSED}:
        return None
    ground = TakeDown.Ground(product.warned_ground).label  # type: ignore[attr-defined]  # from listings_of
    return {"ground": ground, "words": words, "day": product.warned_from}  # type: ignore[attr-defined]


def price_form(product: Product, data: Any = None) -> NewPriceForm:
    """The form that changes the price of a listing; its ids are the listing's own."""
    return NewPriceForm(
        data, unit=product.unit, was_vnd=product.offer.price_vnd, auto_id=f"id_{product.pk}_%s"
    )


def sold_form(product: Product, data: Any = None) -> SoldForm:
    """The form that notes what was sold elsewhere, of a listing from `listings_of`."""
    following = next_client_id(product.pk, getattr(product, "last_sale", None))
    return SoldForm(data, unit=product.unit, client_id=following, auto_id=f"id_{product.pk}_sold_%s")


def left_form(product: Product, data: Any = None) -> LeftForm:
    """The form that says how much of a listing is left now."""
    return LeftForm(data, unit=product.unit, auto_id=f"id_{product.pk}_%s")


def cover_url(product: Product) -> str:
    """The first ready photo, else the drawn produce."""
    key = getattr(product, "cover_key", None)
    return ProductPhoto(key=key).small_url if key else art_url(product)
