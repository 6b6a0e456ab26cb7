"""May this listing go on sale? Photos, price beside what others ask, farm, certificates, and the two decisions."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from farmers import rights
from farmers.models import Certificate, Coverage
from market.desk.prices import asked_by_others
from market.desk.queues import listings_waiting
from market.desk.reasons import LISTING_RETURNED
from market.desk.review import Review
from market.desk.words import price_words, standing_words
from products.listing import publish_product, return_product
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
        """Whether the certificate is verified, but not that it covers this."""
        is_verified = self.coverage.certificate.standing == Certificate.Standing.VERIFIED
        return is_verified and self.coverage.confirmed_at is None


class ListingReview(Review):
    """Publish a listing, or return it with a reason."""

    model = Product
    joined = ("farmer", "farm", "farm__branch", "category", "offer", "checked_by")
    template_name = "desk/listing.html"
    header_icon = "tag"
    list_url_name = "desk_listings"
    list_label = gettext_lazy("Listings")
    page_url_name = "desk:listing"
    decisions = {"publish": "publish", "return": "send_back"}
    waiting = staticmethod(listings_waiting)
    record: Product

    def publish(self) -> HttpResponse:
        """It goes on sale, and its first lot is open."""
        product = publish_product(product=self.record, by=self.request.user, at=self.at)
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
        return_product(product=self.record, reason=reason, by=self.request.user, at=self.at)
        messages.success(self.request, _("Returned: %(record)s.") % {"record": self.record})
        return self.go_on()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        product, user = self.record, self.request.user
        offer = product.offer
        return super().get_context_data(**kwargs) | {
            "product": product,
            "offer": offer,
            "price_words": price_words(product),
            "amount_words": format_amount(offer.offered_milli, product.unit),
            "asked": asked_by_others(product),
            "photos": product.photos.order_by("position", "pk"),
            "papers": self._papers(),
            "lots": product.lots.order_by("-pk"),
            "can_be_checked": product.state == Product.State.SUBMITTED,
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
