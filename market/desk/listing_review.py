"""May this listing go on sale, and stay there? Photos, what changed, price beside what others ask, and the decisions."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from farmers import rights
from farmers.models import Certificate, Coverage
from market.desk.listing_changes import told_changes
from market.desk.listing_prices import DECIDING, PricedListing
from market.desk.listing_supervision import SUPERVISION, SupervisedListing
from market.desk.listing_warnings import warnings_about
from market.desk.prices import asked_by_others, own_prices, per_kg_words
from market.desk.queues import listings_waiting
from market.desk.reasons import LISTING_RETURNED
from market.desk.words import price_words, standing_words
from products.listing import publish_product, return_product, was_posted_for_farmer
from products.models import Product
from products.units import format_amount


@dataclass(frozen=True)
class Paper:
    """A certificate that a listing rests on; `may_open` says whether this officer may open its review."""

    coverage: Coverage
    standing_words: str
    may_open: bool

    @property
    def is_open_question(self) -> bool:
        """Whether the certificate is verified, but nobody has said yet whether it covers this."""
        return self._is_verified and self.coverage.confirmed_by_id is None

    @property
    def is_left_out(self) -> bool:
        """Whether an officer looked and found that the certificate does not cover this."""
        is_answered = self.coverage.confirmed_by_id is not None
        return self._is_verified and is_answered and self.coverage.confirmed_at is None

    @property
    def _is_verified(self) -> bool:
        return self.coverage.certificate.standing == Certificate.Standing.VERIFIED


class ListingReview(SupervisedListing, PricedListing):
    """Publish a listing, or return it with a reason; and what may have to be done while it is on sale."""

    model = Product
    joined = ("farmer", "farm", "farm__branch", "category", "offer", "checked_by", "posted_by")
    template_name = "desk/listing.html"
    header_icon = "tag"
    list_url_name = "desk_listings"
    list_label = gettext_lazy("Listings")
    page_url_name = "desk:listing"
    decisions = {"publish": "publish", "return": "send_back"} | SUPERVISION | DECIDING
    waiting = staticmethod(listings_waiting)
    record: Product

    def publish(self) -> HttpResponse:
        """It goes on sale, and its first lot is open."""
        seen = self.request.POST.get("seen_vnd", "")
        product = publish_product(
            product=self.record,
            by=self.request.user,
            at=self.at,
            seen_vnd=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 19 else None,
        )
        lot = product.lots.order_by("pk").first()
        buttons = [messages.button(product.get_absolute_url(), _("See it in the market"))]
        if lot is not None:
            lot_url = reverse("desk:lot", args=(lot.pk,))
            buttons = [messages.button(f"{lot_url}#in-tem", _("Print labels")), *buttons]
        told = _("On sale: %(record)s. Its first lot is open.")
        messages.success(self.request, told % {"record": product}, buttons=buttons)
        return self.go_on()

    def send_back(self) -> HttpResponse | None:
        """Something has to be mended by the farmer."""
        reason = self.reason_sent("return", LISTING_RETURNED)
        if reason is None:
            return None
        code = self.bound["return"].code
        return_product(product=self.record, reason=reason, reason_code=code, by=self.request.user, at=self.at)
        messages.success(self.request, _("Returned: %(record)s.") % {"record": self.record})
        return self.go_on()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        product, user = self.record, self.request.user
        offer = product.offer
        is_posted_for = was_posted_for_farmer(product)
        is_open = product.state == Product.State.SUBMITTED
        photos = list(product.photos.order_by("position", "pk"))
        asked = asked_by_others(product, on=timezone.localdate(self.at))
        is_own = is_posted_for and product.posted_by_id == user.pk
        return super().get_context_data(**kwargs) | {
            "product": product,
            "offer": offer,
            "price_words": price_words(product),
            "per_kg_words": per_kg_words(product),
            "amount_words": format_amount(offer.offered_milli, product.unit),
            "asked": asked,
            "own_prices": own_prices(product),
            "changes": told_changes(product),
            "photos": photos,
            "warnings": warnings_about(photos=photos, asked=asked, is_own_writing=is_own) if is_open else [],
            "papers": self._papers(),
            "lots": product.lots.order_by("-pk"),
            "can_be_checked": is_open,
            "is_posted_for": is_posted_for,
            "may_open_farmer": rights.may(user, rights.VIEW, product.farmer),
            "return_form": self.reason_form("return", LISTING_RETURNED),
        }

    def _papers(self) -> list[Paper]:
        coverages = list(self.record.coverages.select_related("certificate", "farm").order_by("pk"))
        certificates = {coverage.certificate_id for coverage in coverages}
        mine = rights.visible(Certificate, self.request.user).filter(pk__in=certificates)
        openable = set(mine.values_list("pk", flat=True))
        return [
            Paper(coverage, standing_words(coverage.certificate), coverage.certificate_id in openable)
            for coverage in coverages
        ]
