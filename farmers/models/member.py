"""A person in the association's register."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import (
    BlindIndexField,
    EncryptedDateField,
    EncryptedField,
    FoldedField,
    PhoneField,
    TextLine,
)
from farmers.models.branch import Branch
from farmers.querysets import MemberQuerySet


class Member(models.Model):
    """A member. May exist without a login, may share a phone with the household; is not a farmer by being one."""

    class Standing(models.TextChoices):
        APPLIED = "applied", _("applied")
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        LEFT = "left", _("left")
        REFUSED = "refused", _("refused")

    class Gender(models.TextChoices):
        MALE = "male", _("male")
        FEMALE = "female", _("female")

    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, related_name="members", verbose_name=_("branch")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    full_name = TextLine(_("full name"), max_length=120)
    full_name_folded = FoldedField(max_length=120, sources=("full_name",))
    gender = models.CharField(_("gender"), max_length=6, choices=Gender, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    birth_date = EncryptedDateField(_("date of birth"), null=True, blank=True)
    citizen_id = EncryptedField(_("citizen id"), blank=True, default="")
    citizen_id_index = BlindIndexField(source="citizen_id")
    old_id = EncryptedField(_("old identity card"), blank=True, default="")
    phone = PhoneField(_("phone"), blank=True)
    address = TextLine(_("village, street"), max_length=200, blank=True)
    commune_code = models.CharField(_("commune"), max_length=5, blank=True)
    commune_code_on = models.DateField(null=True, blank=True, help_text="The day on which the code was true.")

    standing = models.CharField(_("standing"), max_length=9, choices=Standing, default=Standing.APPLIED)
    standing_since = models.DateField(_("since"), null=True, blank=True)
    standing_reason = TextLine(_("reason"), max_length=200, blank=True)
    card_province = models.CharField(_("card issued by"), max_length=2, blank=True)
    card_number = models.CharField(_("card number"), max_length=8, blank=True)
    decision_number = TextLine(_("decision number"), max_length=40, blank=True)
    admitted_on = models.DateField(_("member since"), null=True, blank=True)

    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        indexes = [
            models.Index(fields=["branch", "standing", "-id"], name="members_of_a_branch"),
            models.Index(fields=["full_name_folded", "id"], name="members_by_folded_name"),
            models.Index(fields=["phone"], name="members_by_phone"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="a_citizen_id_is_one_unmerged_member",
                fields=["citizen_id_index"],
                condition=models.Q(merged_into__isnull=True) & ~models.Q(citizen_id_index=""),
                violation_error_message=_("A member with this citizen id already exists."),
            ),
            models.UniqueConstraint(
                name="a_card_number_is_one_member_of_the_issuing_province",
                fields=["card_province", "card_number"],
                condition=~models.Q(card_number=""),
                violation_error_message=_("This card number is already in use."),
            ),
            models.CheckConstraint(
                name="a_member_standing_is_a_known_one",
                condition=models.Q(standing__in=["applied", "active", "suspended", "left", "refused"]),
            ),
            models.CheckConstraint(
                name="an_active_member_has_a_card_and_a_decision",
                condition=~models.Q(standing="active")
                | (
                    ~models.Q(card_number="")
                    & ~models.Q(decision_number="")
                    & models.Q(admitted_on__isnull=False)
                ),
                violation_error_message=_(
                    "A member is active once the decision and the card number are entered."
                ),
            ),
            models.CheckConstraint(
                name="a_birth_year_is_within_living_memory",
                condition=models.Q(birth_year__isnull=True) | models.Q(birth_year__range=(1900, 2100)),
                violation_error_message=_("Check the year of birth."),
            ),
            models.CheckConstraint(
                name="a_member_is_not_merged_into_itself",
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name
