"""What is kept beside a member: what is sensitive, each step of the membership, loans and support."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.fields import CodedField, EncryptedDateField, EncryptedField, TextLine
from farmers.models.branch import Branch
from farmers.models.member import Member
from farmers.models.member_choices import Ethnicity, PartyMembership, PoliticalTheory, Religion


class MemberConfidence(models.Model):
    """What the law calls sensitive (Decree 356/2025 Art. 4), under a right, a consent and a log of its own.

    Kept apart so that no list of members reads it by the way. The codes can be counted, not read, in the database.
    """

    Ethnicity = Ethnicity
    Religion = Religion
    PoliticalTheory = PoliticalTheory
    PartyMembership = PartyMembership

    member = models.OneToOneField(
        Member, on_delete=models.PROTECT, primary_key=True, related_name="confidence"
    )
    ethnicity = CodedField(_("ethnicity"), choices=Ethnicity)
    religion = CodedField(_("religion"), choices=Religion)
    party_membership = CodedField(_("in the Party"), choices=PartyMembership)
    party_probation_on = EncryptedDateField(_("in the Party on probation since"), null=True, blank=True)
    party_official_on = EncryptedDateField(_("full member of the Party since"), null=True, blank=True)
    political_theory = CodedField(_("political theory"), choices=PoliticalTheory)
    party_committee = EncryptedField(_("on a committee of the Party"), blank=True, default="")

    class Meta:
        verbose_name = _("sensitive data of a member")
        verbose_name_plural = _("sensitive data of members")

    def __str__(self) -> str:
        return str(self.pk)


class MembershipStep(models.Model):
    """One step of a membership: asked for, decided, with its day, number and reason. Open ones have a due date."""

    class Kind(models.TextChoices):
        ADMISSION = "admission", _("admission")
        SUSPENSION = "suspension", _("suspension")
        RETURN = "return", pgettext_lazy("membership", "return")
        LEAVING = "leaving", _("leaving")
        MOVE = "move", _("move to another branch")

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="steps", verbose_name=_("member")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    branch = models.ForeignKey(
        Branch,
        on_delete=models.PROTECT,
        related_name="steps",
        verbose_name=_("branch"),
        help_text="The member's branch at the time; of a move, the new one.",
    )
    from_branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, null=True, blank=True, related_name="steps_from"
    )
    opened_at = models.DateTimeField(_("registered on"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("due on"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    effective_on = models.DateField(_("valid from"), null=True, blank=True)
    decision_number = TextLine(_("decision number"), max_length=40, blank=True)
    reason = TextLine(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("step of a membership")
        verbose_name_plural = _("steps of memberships")
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="open_steps_by_due_date",
                condition=models.Q(decided_at__isnull=True),
            ),
            models.Index(fields=["kind", "outcome", "effective_on"], name="steps_of_a_period"),
            models.Index(fields=["branch", "decided_at"], name="steps_decided_at_a_branch"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="a_member_has_one_open_step",
                fields=["member"],
                condition=models.Q(decided_at__isnull=True),
                violation_error_message=_("This person already waits for a decision."),
            ),
            models.CheckConstraint(
                name="a_decided_step_says_who_when_and_what",
                condition=models.Q(decided_at__isnull=True, outcome="")
                | models.Q(
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    effective_on__isnull=False,
                    outcome__in=["approved", "refused"],
                ),
            ),
            models.CheckConstraint(
                name="an_approved_admission_has_a_decision_number",
                condition=~models.Q(kind="admission", outcome="approved") | ~models.Q(decision_number=""),
                violation_error_message=_("Give the number of the decision."),
            ),
            models.CheckConstraint(
                name="a_refusal_a_suspension_and_a_leaving_say_why",
                condition=(
                    ~models.Q(outcome="refused") & ~models.Q(kind__in=["suspension", "leaving", "return"])
                )
                | ~models.Q(reason=""),
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                name="a_move_says_where_from",
                condition=~models.Q(kind="move") | models.Q(from_branch__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.member_id}"


class MemberSupport(models.Model):
    """A loan, a training, a job or another help that a member got."""

    class Kind(models.TextChoices):
        LOAN = "loan", _("loan")
        TRAINING = "training", _("training course")
        JOB = "job", _("help to find work")
        OTHER = "other", pgettext_lazy("support", "other")

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="supports", verbose_name=_("member")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    source = TextLine(_("from which fund or programme"), max_length=160, blank=True)
    purpose = TextLine(_("what for"), max_length=200)
    amount_vnd = models.PositiveBigIntegerField(_("amount (đ)"), null=True, blank=True)
    since = models.DateField(_("from"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("for how many months"), null=True, blank=True)
    yearly_rate_bp = models.PositiveSmallIntegerField(
        _("interest a year (hundredths of a percent)"), null=True, blank=True
    )
    repaid_on = models.DateField(_("repaid on"), null=True, blank=True)

    class Meta:
        verbose_name = _("support of a member")
        verbose_name_plural = _("support of members")
        constraints = [
            models.CheckConstraint(
                name="only_a_loan_has_a_rate_and_is_repaid",
                condition=models.Q(kind="loan")
                | models.Q(yearly_rate_bp__isnull=True, repaid_on__isnull=True),
                violation_error_message=_("Only a loan has an interest and a day of repayment."),
            ),
            models.CheckConstraint(
                name="a_loan_says_how_much",
                condition=~models.Q(kind="loan") | models.Q(amount_vnd__isnull=False),
                violation_error_message=_("Give the amount of the loan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.member_id}"
