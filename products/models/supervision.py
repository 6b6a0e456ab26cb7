"""What the association lays down for listings: how far a price may move unseen, which move waits, what is taken down."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import TextLine
from farmers.models import Branch
from products.models.product import Product


class PriceBounds(models.Model):
    """How far a price may move without an officer's look, in percent of the price last looked at; set by the province."""

    branch = models.OneToOneField(
        Branch, on_delete=models.PROTECT, related_name="price_bounds", verbose_name=_("branch")
    )
    up_percent = models.PositiveSmallIntegerField(_("up by at most (%)"))
    down_percent = models.PositiveSmallIntegerField(_("down by at most (%)"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bounds of price changes")
        verbose_name_plural = _("bounds of price changes")
        constraints = [
            models.CheckConstraint(
                name="a_price_falls_by_less_than_all_of_it",
                condition=Q(down_percent__range=(0, 99), up_percent__range=(0, 1000)),
                violation_error_message=_("Down: 0 to 99 percent. Up: 0 to 1,000 percent."),
            )
        ]

    def __str__(self) -> str:
        return f"+{self.up_percent} % / −{self.down_percent} %"


class PriceChange(models.Model):
    """A price that moved further than the bounds: it waits for an officer, the old one holds meanwhile."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        REPLACED = "replaced", _("replaced by a newer one")

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="price_changes")
    was_vnd = models.PositiveBigIntegerField(_("price until now (đ)"))
    price_vnd = models.PositiveBigIntegerField(_("new price (đ)"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked on"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = TextLine(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of price")
        verbose_name_plural = _("changes of prices")
        indexes = [
            models.Index(
                fields=["asked_at", "id"], name="waiting_prices_oldest", condition=Q(state="waiting")
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_price_of_a_product_waits",
                fields=["product"],
                condition=Q(state="waiting"),
                violation_error_message=_("Another price of this listing is waiting."),
            ),
            models.CheckConstraint(
                name="a_new_price_is_above_zero_and_another",
                condition=Q(price_vnd__gt=0) & ~Q(price_vnd=F("was_vnd")),
                violation_error_message=_("The price must be above 0."),
            ),
            models.CheckConstraint(
                name="a_refused_price_says_why",
                condition=~Q(state="refused") | ~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                name="a_decided_price_says_by_whom",
                condition=~Q(state__in=["approved", "refused"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.was_vnd} → {self.price_vnd} đ"


class TakeDown(models.Model):
    """Something is wrong with a listing: reported, warned of where the law asks for it, then taken down or dropped."""

    class Ground(models.TextChoices):
        AUTHORITY = "authority", _("an authority asks for it")
        DANGER = "danger", _("dangerous or forbidden goods")
        FAKE = "fake", _("false origin or certificate")
        RIGHTS = "rights", _("photos or brand of somebody else")
        MISLEADING = "misleading", _("misleading description or price")
        COMPLAINTS = "complaints", _("complaints of buyers")

    class State(models.TextChoices):
        REPORTED = "reported", _("reported")
        WARNED = "warned", _("farmer warned")
        DONE = "done", _("taken down")
        DROPPED = "dropped", _("dropped")

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="take_downs")
    ground = models.CharField(_("ground"), max_length=10, choices=Ground)
    words = TextLine(_("what is wrong"), max_length=300)
    reported_at = models.DateTimeField(_("reported on"))
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(_("due"))
    warned_at = models.DateTimeField(_("warned on"), null=True, blank=True)
    takes_effect_on = models.DateField(_("taken down from"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.REPORTED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = TextLine(_("outcome"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("taking down of a listing")
        verbose_name_plural = _("taking down of listings")
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="open_take_downs_by_due_date",
                condition=Q(state__in=["reported", "warned"]),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="a_listing_is_taken_down_once_at_a_time",
                fields=["product"],
                condition=Q(state__in=["reported", "warned"]),
                violation_error_message=_("This listing is already being looked into."),
            ),
            models.CheckConstraint(
                name="a_warned_farmer_knows_from_which_day",
                condition=~Q(state="warned") | Q(warned_at__isnull=False, takes_effect_on__isnull=False),
            ),
            models.CheckConstraint(
                name="a_decided_take_down_says_by_whom",
                condition=~Q(state__in=["done", "dropped"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ground_display()}: {self.product_id}"
