"""Who produces and sells, where, and who acts for them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.fields import FoldedField, PhoneField, TextBlock, TextLine
from farmers.models.branch import Branch
from farmers.models.member import Member
from farmers.querysets import FarmerQuerySet
from vietnam import places
from vietnam.text import slug


class Farmer(models.Model):
    """A household, group, cooperative or firm that produces and sells. People act for it through FarmerPerson."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", _("household")
        GROUP = "group", _("cooperative group")
        COOPERATIVE = "cooperative", _("cooperative")
        FIRM = "firm", _("firm")

    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.HOUSEHOLD)
    name = TextLine(_("name"), max_length=120)
    name_folded = FoldedField(max_length=120, sources=("name",))
    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, related_name="farmers", verbose_name=_("branch")
    )
    commune_code = models.CharField(_("commune"), max_length=5)
    commune_code_on = models.DateField(
        default=date(2025, 7, 1), help_text="The day on which the code was true."
    )
    village = TextLine(_("village"), max_length=120, blank=True)
    phone = PhoneField(_("phone buyers may call"), blank=True)
    zalo = PhoneField(_("phone buyers may write to on Zalo"), blank=True)
    story = TextBlock(_("about"), blank=True)
    is_public = models.BooleanField(_("has a public page"), default=False)
    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="farmers",
        verbose_name=_("member"),
        help_text="Whose household it is, where an officer entered it; who claims it signs in as this member.",
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FarmerQuerySet.as_manager()

    class Meta:
        verbose_name = _("farmer")
        verbose_name_plural = _("farmers")
        indexes = [
            models.Index(fields=["branch", "-id"], name="farmers_of_a_branch"),
            models.Index(fields=["name_folded", "id"], name="farmers_by_folded_name"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_farmer_is_not_merged_into_itself",
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.commune_name}"

    def get_absolute_url(self) -> str:
        """The public page (404 for who did not agree to one)."""
        return reverse("shop:farmer", kwargs={"slug": self.slug, "pk": self.pk})

    @property
    def commune_name(self) -> str:
        """The commune as it is said after a person's name: "xã Biển Hồ"."""
        return places.commune_words(self.commune_code, self.commune_code_on)

    @property
    def slug(self) -> str:
        """Decorates the address; the id decides."""
        return slug(self.name) or "nha-nong"


class FarmerPerson(models.Model):
    """Somebody who may act for a farmer, until revoked."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        REPRESENTATIVE = "representative", _("representative")
        HELPER = "helper", _("helper")

    farmer = models.ForeignKey(Farmer, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acts_for")
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="acts_for"
    )
    role = models.CharField(max_length=14, choices=Role, default=Role.OWNER)
    since = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_user_acts_once_for_a_farmer",
                fields=["farmer", "user"],
                condition=models.Q(revoked_at__isnull=True),
                violation_error_message=_("This person already acts for this farmer."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.farmer_id}"


class Farm(models.Model):
    """A place of production."""

    farmer = models.ForeignKey(
        Farmer, on_delete=models.PROTECT, related_name="farms", verbose_name=_("farmer")
    )
    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, related_name="farms", verbose_name=_("branch")
    )
    name = TextLine(_("name"), max_length=120)
    commune_code = models.CharField(_("commune"), max_length=5)
    commune_code_on = models.DateField(
        default=date(2025, 7, 1), help_text="The day on which the code was true."
    )
    area_m2 = models.PositiveIntegerField(_("area (m²)"), null=True, blank=True)
    planting_area_code = TextLine(_("planting-area code"), max_length=40, blank=True)
    latitude_e6 = models.IntegerField(null=True, blank=True, help_text="Millionths of a degree.")
    longitude_e6 = models.IntegerField(null=True, blank=True, help_text="Millionths of a degree.")

    class Meta:
        verbose_name = _("farm")
        verbose_name_plural = _("farms")
        constraints = [
            models.UniqueConstraint(
                name="a_farmer_names_a_farm_once_in_a_commune",
                fields=["farmer", "commune_code", "name"],
                violation_error_message=_("There is already a farm of this name here."),
            ),
            models.CheckConstraint(
                name="a_position_is_on_earth",
                condition=(models.Q(latitude_e6__isnull=True) & models.Q(longitude_e6__isnull=True))
                | models.Q(
                    # "is not null" is needed: SQL lets a condition pass that comes to unknown.
                    latitude_e6__isnull=False,
                    longitude_e6__isnull=False,
                    latitude_e6__range=(-90_000_000, 90_000_000),
                    longitude_e6__range=(-180_000_000, 180_000_000),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.commune_name}"

    @property
    def commune_name(self) -> str:
        """The commune in words: "xã Biển Hồ"."""
        return places.commune_words(self.commune_code, self.commune_code_on)
