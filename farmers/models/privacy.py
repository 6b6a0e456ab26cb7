"""What people agreed to on paper or aloud, what they ask about their data, and what went wrong with it.

Law 91/2025/QH15 and Decree 356/2025; which duty lives where is told in docs/law.md.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.fields import TextBlock, TextLine
from accounts.models import Consent
from farmers.models.branch import Branch
from farmers.models.farmer import Farmer
from farmers.models.member import Member


class RecordedConsent(models.Model):
    """An agreement of somebody without a login, recorded by an officer: its words, how it was given, before whom."""

    class Way(models.TextChoices):
        PAPER = "paper", _("signed on paper")
        SPOKEN = "spoken", _("said to the officer")

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="recorded_consents"
    )
    farmer = models.ForeignKey(
        Farmer, on_delete=models.PROTECT, null=True, blank=True, related_name="recorded_consents"
    )
    purpose = models.CharField(_("purpose"), max_length=32, choices=Consent.Purpose)
    text_version = models.CharField(max_length=32)
    text = TextBlock(help_text="The words that were read out or signed.")
    way = models.CharField(_("how it was given"), max_length=6, choices=Way)
    given_on = models.DateField(_("given on"))
    witness = TextLine(_("before whom"), max_length=120, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("recorded consent")
        verbose_name_plural = _("recorded consents")
        constraints = [
            models.CheckConstraint(
                name="a_recorded_consent_is_of_a_member_or_a_farmer",
                condition=Q(member__isnull=False, farmer__isnull=True)
                | Q(member__isnull=True, farmer__isnull=False),
            ),
            models.UniqueConstraint(
                name="a_member_agrees_to_a_purpose_once_at_a_time",
                fields=["member", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message=_("This person has already agreed to this."),
            ),
            models.UniqueConstraint(
                name="a_farmer_agrees_to_a_purpose_once_at_a_time",
                fields=["farmer", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message=_("This farmer has already agreed to this."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_on:%Y-%m-%d}"


class DataRequest(models.Model):
    """What somebody asks about their own data, with the two clocks of the law: to answer, and to do it."""

    class Kind(models.TextChoices):
        SEE = "see", _("see their data")
        COPY = "copy", _("get a copy")
        CORRECT = "correct", _("correct their data")
        WITHDRAW = "withdraw", _("withdraw a consent")
        RESTRICT = "restrict", _("restrict the use of their data")
        OBJECT = "object", _("object to a use")
        DELETE = "delete", _("delete their data")

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField(_("asks to"), max_length=8, choices=Kind)
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="data_requests"
    )
    farmer = models.ForeignKey(
        Farmer, on_delete=models.PROTECT, null=True, blank=True, related_name="data_requests"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="data_requests",
    )
    words = TextBlock(_("in their words"), blank=True, max_length=2000)
    asked_at = models.DateTimeField(_("asked on"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_due_on = models.DateField(_("answer due on"))
    do_due_on = models.DateField(_("to be done by"))
    extended_at = models.DateTimeField(_("extended on"), null=True, blank=True)
    extension_reason = TextLine(_("why it takes longer"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = TextBlock(_("answer"), blank=True, max_length=2000)
    outcome = models.CharField(_("outcome"), max_length=7, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("data request")
        verbose_name_plural = _("data requests")
        indexes = [
            models.Index(
                fields=["do_due_on", "id"],
                name="open_requests_by_due_date",
                condition=Q(closed_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="a_data_request_is_about_somebody",
                condition=Q(member__isnull=False) | Q(farmer__isnull=False) | Q(user__isnull=False),
                violation_error_message=_("Say whose data it is about."),
            ),
            models.CheckConstraint(
                name="an_extended_request_says_why",
                condition=Q(extended_at__isnull=True) | ~Q(extension_reason=""),
                violation_error_message=_("Say why it takes longer."),
            ),
            models.CheckConstraint(
                name="a_closed_request_says_by_whom_and_how",
                condition=Q(closed_at__isnull=True, outcome="")
                | Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    answered_at__isnull=False,
                    outcome__in=["done", "refused"],
                ),
            ),
            models.CheckConstraint(
                name="a_refused_request_says_why",
                condition=~Q(outcome="refused") | ~Q(answer=""),
                violation_error_message=_("Say why the request is refused."),
            ),
            models.CheckConstraint(
                name="a_request_is_done_after_it_is_answered", condition=Q(do_due_on__gte=F("answer_due_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asked_at:%Y-%m-%d}"


class Incident(models.Model):
    """A breach of personal data: what happened, found when, told to the authority within 72 hours."""

    class Severity(models.TextChoices):
        LOW = "low", pgettext_lazy("incident", "small")
        HIGH = "high", pgettext_lazy("incident", "serious")

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="incidents")
    what = TextBlock(_("what happened"), max_length=3000)
    data = TextLine(_("which data"), max_length=300)
    people = models.PositiveIntegerField(_("how many people, about"), null=True, blank=True)
    severity = models.CharField(_("how serious"), max_length=4, choices=Severity)
    found_at = models.DateTimeField(_("found on"))
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    notify_by = models.DateTimeField(_("tell the authority by"))
    notified_at = models.DateTimeField(_("authority told on"), null=True, blank=True)
    people_told_at = models.DateTimeField(_("people told on"), null=True, blank=True)
    measures = TextBlock(_("what was done"), blank=True, max_length=3000)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("breach of personal data")
        verbose_name_plural = _("breaches of personal data")
        constraints = [
            models.CheckConstraint(
                name="a_closed_incident_says_by_whom_and_what_was_done",
                condition=Q(closed_at__isnull=True) | (Q(closed_by__isnull=False) & ~Q(measures="")),
                violation_error_message=_("Write down what was done before you close it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.data} {self.found_at:%Y-%m-%d}"
