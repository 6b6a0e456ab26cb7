"""Who says "this record is mine", and who is asked to post for somebody?"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import PhoneField, TextLine
from farmers.models.farmer import Farmer, FarmerPerson
from farmers.models.member import Member


class Claim(models.Model):
    """A user asks for a record that the association keeps: of a member, or of a farmer an officer entered.

    Granted by the last four digits of the citizen id (`tries_left` today, of which record is known once they are
    right), or by an officer.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims")
    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("member"),
    )
    farmer = models.ForeignKey(
        Farmer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("farmer"),
    )
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.OPEN)
    tries_left = models.SmallIntegerField(default=5)
    asked_at = models.DateTimeField(_("asked"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = TextLine(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.CheckConstraint(
                name="a_claim_is_for_one_record_at_most",
                condition=Q(member__isnull=True) | Q(farmer__isnull=True),
            ),
            models.CheckConstraint(
                name="a_granted_claim_says_for_what",
                condition=~Q(state="granted") | Q(member__isnull=False) | Q(farmer__isnull=False),
            ),
            models.CheckConstraint(name="a_claim_has_no_negative_tries", condition=Q(tries_left__gte=0)),
            models.CheckConstraint(
                name="a_decided_claim_says_when",
                condition=Q(state="open", decided_at__isnull=True)
                | Q(state__in=["granted", "refused"], decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_refused_claim_says_why",
                condition=~Q(state="refused") | ~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
            models.UniqueConstraint(
                name="a_user_guesses_in_one_claim",
                fields=["user"],
                condition=Q(state="open", member__isnull=True, farmer__isnull=True),
            ),
            models.UniqueConstraint(
                name="a_user_claims_a_member_once_at_a_time",
                fields=["user", "member"],
                condition=Q(state="open", member__isnull=False),
            ),
            models.UniqueConstraint(
                name="a_user_claims_a_farmer_once_at_a_time",
                fields=["user", "farmer"],
                condition=Q(state="open", farmer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"


class HelperInvitation(models.Model):
    """Somebody who speaks for a farmer asks the holder of a phone to post for it; that holder signs in and says yes."""

    farmer = models.ForeignKey(Farmer, on_delete=models.PROTECT, related_name="helper_invitations")
    phone = PhoneField(_("phone"))
    name = TextLine(_("name"), max_length=120)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited"))
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Accepted, declined or taken back.")
    person = models.OneToOneField(
        FarmerPerson,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitation",
        help_text="Who acts for the farmer since it was accepted.",
    )

    class Meta:
        verbose_name = _("invitation of a helper")
        verbose_name_plural = _("invitations of helpers")
        indexes = [models.Index(fields=["phone"], name="helper_invitations_of_a_phone")]
        constraints = [
            models.UniqueConstraint(
                name="a_phone_is_invited_once_at_a_time",
                fields=["farmer", "phone"],
                condition=Q(closed_at__isnull=True),
                violation_error_message=_("This phone is invited already."),
            ),
            models.CheckConstraint(
                name="an_accepted_invitation_is_closed",
                condition=Q(person__isnull=True) | Q(closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.farmer_id} {self.invited_at:%Y-%m-%d}"
