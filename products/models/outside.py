"""What happens to a listing besides orders: sold elsewhere, looked at, priced by the market of the province."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import TextLine
from products.models.category import Category
from products.models.product import Product
from products.units import Unit


class OutsideSale(models.Model):
    """An amount that the farmer sold without this market, by phone or at the gate; it lowers the offer until undone."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="outside_sales")
    amount_milli = models.PositiveBigIntegerField(_("amount"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    client_id = models.UUIDField(help_text="Made with the form, so that a form sent twice notes one sale.")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["product", "-id"], name="outside_sales_of_a_product")]
        constraints = [
            models.CheckConstraint(name="an_outside_sale_is_above_zero", condition=Q(amount_milli__gt=0)),
            models.UniqueConstraint(name="an_outside_sale_is_noted_once", fields=["product", "client_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.noted_at:%Y-%m-%d}"


class Look(models.Model):
    """A product page looked at, without who looked; summed up into weeks (`WeeklyLooks`) every hour."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="looks")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.product_id} {self.at:%Y-%m-%d}"


class WeeklyLooks(models.Model):
    """How often a product page was looked at in one week, which begins on a Monday."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="weekly_looks")
    monday = models.DateField()
    looks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_week_of_a_product_is_counted_once", fields=["product", "monday"]),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.monday}"


class BoardPrice(models.Model):
    """What a produce of the province fetched on a day, with where that is written; the association enters it."""

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="board_prices", verbose_name=_("category")
    )
    unit = models.CharField(_("unit"), max_length=6, choices=Unit, default=Unit.KG)
    lowest_vnd = models.PositiveBigIntegerField(_("from (đ)"))
    highest_vnd = models.PositiveBigIntegerField(_("to (đ)"))
    on = models.DateField(_("price of"))
    place = TextLine(_("where"), max_length=120, blank=True)
    source = TextLine(_("source"), max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("price of the board")
        verbose_name_plural = _("prices of the board")
        indexes = [models.Index(fields=["category", "unit", "-on", "-id"], name="board_prices_newest")]
        constraints = [
            models.CheckConstraint(
                name="a_board_price_is_above_zero",
                condition=Q(lowest_vnd__gt=0),
                violation_error_message=_("The price must be above 0."),
            ),
            models.CheckConstraint(
                name="a_board_price_goes_from_low_to_high",
                condition=Q(highest_vnd__gte=F("lowest_vnd")),
                violation_error_message=_("The first price is the lower one."),
            ),
            models.CheckConstraint(
                name="a_board_price_names_its_source",
                condition=~Q(source=""),
                violation_error_message=_("Say where this price is written."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.on}"
