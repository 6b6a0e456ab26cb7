"""What of this room does Wagtail have to know? The words of its history."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from farmers.history import register_decision


@hooks.register("register_log_actions")
def register_listing_decisions(actions: LogActionRegistry) -> None:
    """The steps of products/listing.py, pricing.py, availability.py and posting.py."""
    register_decision(actions, "products.product_submitted", _("Listing sent to be checked"))
    register_decision(actions, "products.product_published", _("Listing published"))
    register_decision(actions, "products.product_returned", _("Listing returned"))
    register_decision(actions, "products.product_paused", _("Listing paused"))
    register_decision(actions, "products.season_ended", _("Season ended"))
    register_decision(actions, "products.product_withdrawn", _("Listing withdrawn"))
    register_decision(actions, "products.product_checked_alone", _("Published by the officer who posted it"))
    register_decision(actions, "products.product_posted_for", _("Posted by an officer for the farmer"))
    register_decision(actions, "products.price_changed", _("Price changed"))
    register_decision(actions, "products.amount_changed", _("Amount changed"))
    register_decision(actions, "products.sold_outside", _("Some sold elsewhere"))
    register_decision(actions, "products.sale_undone", _("Sale elsewhere undone"))
    register_decision(actions, "products.product_revised", _("Listing corrected by the farmer"))


@hooks.register("register_log_actions")
def register_board(actions: LogActionRegistry) -> None:
    """The steps of products/board.py."""
    register_decision(actions, "products.board_price_entered", _("Price put on the board"))
    register_decision(actions, "products.board_price_corrected", _("Price on the board corrected"))


@hooks.register("register_log_actions")
def register_supervision(actions: LogActionRegistry) -> None:
    """The steps of products/price_bounds.py, price_changes.py and taking_down.py."""
    register_decision(actions, "products.price_bounds_set", _("Bounds of price changes set"))
    register_decision(actions, "products.price_asked", _("New price waits for an officer"))
    register_decision(actions, "products.price_approved", _("New price approved"))
    register_decision(actions, "products.price_refused", _("New price refused"))
    register_decision(actions, "products.take_down_reported", _("Reported"))
    register_decision(actions, "products.take_down_warned", _("Farmer warned"))
    register_decision(actions, "products.take_down_done", _("Taken down"))
    register_decision(actions, "products.take_down_dropped", _("Report dropped, nothing wrong found"))
