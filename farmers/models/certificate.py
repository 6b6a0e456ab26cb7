"""What papers say about a farmer's produce, and who checked them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import FoldedField, TextLine
from accounts.private_files import private_storage
from farmers.models.farmer import Farm, Farmer
from farmers.querysets import CertificateQuerySet, CoverageQuerySet

# Worked out from the days, never stored.
EXPIRED, UPCOMING = "expired", "upcoming"


class Certificate(models.Model):
    """A certificate as its holder declared it and an officer found it. *Expired* is computed, never stored."""

    class Scheme(models.TextChoices):
        VIETGAP = "vietgap", "VietGAP"
        GLOBALGAP = "globalgap", "GlobalG.A.P."
        OCOP = "ocop", "OCOP"
        ORGANIC = "organic", _("Organic")
        HACCP = "haccp", "HACCP"
        FOOD_SAFETY = "food_safety", _("Food safety")

    class Standing(models.TextChoices):
        DECLARED = "declared", _("waiting to be checked")
        VERIFIED = "verified", _("verified")
        RETURNED = "returned", _("returned")
        REVOKED = "revoked", _("revoked")

    farmer = models.ForeignKey(
        Farmer, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("farmer")
    )
    scheme = models.CharField(_("scheme"), max_length=11, choices=Scheme)
    number = TextLine(_("number"), max_length=60)
    number_folded = FoldedField(max_length=60, sources=("number",))
    issuer = TextLine(_("issued by"), max_length=160)
    stars = models.PositiveSmallIntegerField(_("stars"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    expires_on = models.DateField(_("last day"), help_text=_("Valid through this day, Viet Nam time."))
    scan = models.FileField(_("scan"), storage=private_storage, upload_to="scans/%Y/%m/", blank=True)
    scan_type = models.CharField(
        max_length=40, blank=True, help_text="Media type of the scan, found by its bytes."
    )
    declared_at = models.DateTimeField(auto_now_add=True)

    standing = models.CharField(_("standing"), max_length=8, choices=Standing, default=Standing.DECLARED)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="checked_certificates",
        verbose_name=_("checked by"),
    )
    checked_at = models.DateTimeField(_("checked on"), null=True, blank=True)
    reason = TextLine(_("reason"), max_length=300, blank=True)
    reason_code = models.CharField(max_length=20, blank=True, help_text="The ready sentence that was chosen.")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        indexes = [
            models.Index(fields=["standing", "declared_at", "id"], name="certificates_by_standing"),
            models.Index(fields=["expires_on"], name="certificates_by_last_day"),
            models.Index(fields=["scheme", "number_folded"], name="certificates_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="a_verified_number_is_one_certificate",
                fields=["scheme", "number_folded", "valid_from"],
                condition=models.Q(standing="verified"),
                violation_error_message=_("A verified certificate with this number already exists."),
            ),
            models.CheckConstraint(
                name="a_certificate_ends_after_it_begins",
                condition=models.Q(expires_on__gte=models.F("valid_from")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                name="only_ocop_has_stars_from_three_to_five",
                # "is not null" is needed: SQL lets a condition pass that comes to unknown.
                condition=models.Q(scheme="ocop", stars__isnull=False, stars__range=(3, 5))
                | (~models.Q(scheme="ocop") & models.Q(stars__isnull=True)),
                violation_error_message=_("Give the stars, 3 to 5, of an OCOP certificate, and of no other."),
            ),
            models.CheckConstraint(
                name="a_certificate_standing_is_a_known_one",
                condition=models.Q(standing__in=["declared", "verified", "returned", "revoked"]),
            ),
            models.CheckConstraint(
                name="a_checked_certificate_names_who_and_when",
                condition=models.Q(standing="declared")
                | models.Q(checked_by__isnull=False, checked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_returned_or_revoked_certificate_says_why",
                condition=~models.Q(standing__in=["returned", "revoked"]) | ~models.Q(reason=""),
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self) -> str:
        """The mark and the number, the mark once: many numbers begin with it."""
        if self.number.casefold().startswith(self.title.casefold()):
            return self.number
        return f"{self.title} {self.number}"

    @property
    def title(self) -> str:
        """The mark as people say it: "VietGAP", "OCOP 4 sao"."""
        if self.scheme == self.Scheme.OCOP and self.stars:
            return _("OCOP %(stars)s stars") % {"stars": self.stars}
        return str(self.get_scheme_display())

    def is_valid_on(self, on: date) -> bool:
        """Verified, begun, and not past its last day."""
        return self.standing == self.Standing.VERIFIED and self.valid_from <= on <= self.expires_on

    def standing_for(self, *, is_covered: bool, on: date) -> str:
        """The standing for one produce on a day, *expired* and *upcoming* (true, but not begun) worked out.

        A verified one whose coverage of the produce nobody confirmed is no more than the farmer's word.
        """
        if self.standing != self.Standing.VERIFIED:
            return str(self.standing)
        if not is_covered:
            return self.Standing.DECLARED.value
        if on > self.expires_on:
            return EXPIRED
        return UPCOMING if on < self.valid_from else self.Standing.VERIFIED.value

    @property
    def shown_standing(self) -> str:
        """The standing with *expired* worked out for today in Viet Nam."""
        if self.standing == self.Standing.VERIFIED and self.expires_on < timezone.localdate():
            return EXPIRED
        return self.standing


class Coverage(models.Model):
    """What a certificate covers: a produce of its farmer, at one farm or all, on an area. An officer confirms it."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="coverages")
    produce = TextLine(
        _("produce"), max_length=120, blank=True, help_text=_("Empty: all the farmer's produce.")
    )
    farm = models.ForeignKey(
        Farm,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="coverages",
        verbose_name=_("farm"),
    )
    area_m2 = models.PositiveIntegerField(_("area (m²)"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverages")
        constraints = [
            models.CheckConstraint(
                name="a_confirmed_coverage_names_who",
                condition=models.Q(confirmed_at__isnull=True) | models.Q(confirmed_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.produce or str(_("all produce"))
