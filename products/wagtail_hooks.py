"""What of this room does Wagtail have to know? The words of its history."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from farmers.history import register_decision


@hooks.register("register_log_actions")
def register_listing_decisions(actions: LogActionRegistry) -> None:
    """The steps of products/listing.py, pricing.py and posting.py."""
    register_decision(actions, "products.product_submitted", _("Listing sent to be checked"))
    register_decision(actions, "products.product_published", _("Listing published"))
    register_decision(actions, "products.product_returned", _("Listing returned"))
    register_decision(actions, "products.product_paused", _("Listing paused"))
    register_decision(actions, "products.product_withdrawn", _("Listing withdrawn"))
    register_decision(actions, "products.price_changed", _("Price changed"))
    register_decision(actions, "products.product_revised", _("Listing corrected by the farmer"))
