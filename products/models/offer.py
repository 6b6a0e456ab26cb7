"""What is promised of a product: price, offered, held, sold."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from products.models.product import Product


class Offer(models.Model):
    """The one standing offer of a product. Amounts are thousandths of the product's unit; money is whole đồng."""

    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="offer")
    price_vnd = models.PositiveBigIntegerField(_("price (đ)"))
    priced_on = models.DateField(_("price of"))
    offered_milli = models.PositiveBigIntegerField(_("offered"))
    held_milli = models.PositiveBigIntegerField(_("held"), default=0)
    sold_milli = models.PositiveBigIntegerField(_("sold"), default=0)
    minimum_milli = models.PositiveBigIntegerField(_("smallest order"), default=0)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.CheckConstraint(
                name="a_price_is_above_zero",
                condition=Q(price_vnd__gt=0),
                violation_error_message=_("The price must be above 0."),
            ),
            models.CheckConstraint(
                name="sold_and_held_never_exceed_offered",
                condition=Q(offered_milli__gte=F("sold_milli") + F("held_milli")),
                violation_error_message=_("More would be sold and held than is offered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.price_vnd} đ"

    @property
    def left_milli(self) -> int:
        """What can still be bought."""
        return self.offered_milli - self.held_milli - self.sold_milli
