"""What a farmer lists."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.fields import FoldedField, TextBlock, TextLine
from farmers.models import Coverage, Farm, Farmer
from products.models.category import Category
from products.querysets import ProductQuerySet
from products.units import Unit
from vietnam.text import slug


class Product(models.Model):
    """A listing: draft → submitted → published → paused or withdrawn; or returned with a reason.

    `state` is changed only by the verbs of products/listing.py. Without a certificate it is as welcome as with one.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waiting to be published")
        PUBLISHED = "published", _("on sale")
        PAUSED = "paused", _("paused")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RETURNED = "returned", _("returned")

    farmer = models.ForeignKey(
        Farmer, on_delete=models.PROTECT, related_name="products", verbose_name=_("farmer")
    )
    farm = models.ForeignKey(Farm, on_delete=models.PROTECT, related_name="products", verbose_name=_("farm"))
    commune_code = models.CharField(_("commune"), max_length=5, help_text="The farm's, copied for lists.")
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="products", verbose_name=_("category")
    )
    name = TextLine(_("name"), max_length=120)
    keywords = TextLine(max_length=300, blank=True, editable=False, help_text="What else it is searched by.")
    search_folded = FoldedField(max_length=420, sources=("name", "keywords"))
    description = TextBlock(_("description"), blank=True, max_length=3000)
    unit = models.CharField(_("unit"), max_length=6, choices=Unit, default=Unit.KG)
    net_weight_g = models.PositiveIntegerField(_("net weight of one unit (g)"), null=True, blank=True)
    harvested_on = models.DateField(_("harvested on"), null=True, blank=True)
    season_from_month = models.PositiveSmallIntegerField(_("season from month"), null=True, blank=True)
    season_to_month = models.PositiveSmallIntegerField(_("season to month"), null=True, blank=True)
    season_ended_on = models.DateField(
        null=True, blank=True, editable=False, help_text="Paused by its farmer because the season is over."
    )
    shelf_life_days = models.PositiveSmallIntegerField(_("keeps for (days)"), null=True, blank=True)
    storage = TextLine(_("how to use and store"), max_length=300, blank=True)
    ingredients = TextLine(_("ingredients"), max_length=300, blank=True)
    coverages = models.ManyToManyField(
        Coverage, related_name="products", blank=True, verbose_name=_("certificates")
    )
    certified_until = models.DateField(
        null=True,
        blank=True,
        editable=False,
        help_text="Last day of the longest valid coverage; for order and filters.",
    )

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    reason = TextLine(_("reason"), max_length=300, blank=True)
    reason_code = models.CharField(max_length=20, blank=True, help_text="The ready sentence that was chosen.")
    published_facts = models.JSONField(
        null=True,
        blank=True,
        editable=False,
        help_text="What stood in the listing when it was last published, to mark what changed since.",
    )
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posted_products"
    )
    client_draft_id = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="checked_products",
    )

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        indexes = [
            # With the last day of the certificate, so that both parts of the list are read off the index in order.
            models.Index(
                fields=["-published_at", "-id", "certified_until"],
                name="published_newest",
                condition=models.Q(state="published"),
            ),
            models.Index(
                fields=["category", "-published_at", "-id"],
                name="published_of_a_category",
                condition=models.Q(state="published"),
            ),
            models.Index(
                fields=["commune_code", "-published_at", "-id"],
                name="published_of_a_commune",
                condition=models.Q(state="published"),
            ),
            # Of one state alone: an index over all states would be preferred for published ones, and sort them all.
            models.Index(
                fields=["submitted_at", "id"],
                name="submitted_oldest",
                condition=models.Q(state="submitted"),
            ),
            models.Index(fields=["farmer", "-id"], name="products_of_a_farmer"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="a_draft_of_a_phone_is_one_product",
                fields=["posted_by", "client_draft_id"],
                violation_error_message=_("This listing has already been sent."),
            ),
            models.CheckConstraint(
                name="a_product_state_is_a_known_one",
                condition=models.Q(
                    state__in=["draft", "submitted", "published", "paused", "withdrawn", "returned"]
                ),
            ),
            models.CheckConstraint(
                name="a_returned_product_says_why",
                condition=~models.Q(state="returned") | ~models.Q(reason=""),
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                name="a_published_product_names_when",
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_season_has_both_its_months",
                condition=models.Q(season_from_month__isnull=True, season_to_month__isnull=True)
                | models.Q(
                    season_from_month__isnull=False,
                    season_to_month__isnull=False,
                    season_from_month__range=(1, 12),
                    season_to_month__range=(1, 12),
                ),
                violation_error_message=_("Give both the first and the last month of the season."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The product page."""
        return reverse("shop:product", kwargs={"slug": self.slug, "pk": self.pk})

    @property
    def slug(self) -> str:
        """Decorates the address; the id decides."""
        return slug(self.name) or "nong-san"
