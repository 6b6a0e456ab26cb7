"""A person in the association's register: the 40 fields of its form, in the order in which people fill them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import (
    BlindIndexField,
    EncryptedDateField,
    EncryptedField,
    FoldedField,
    PhoneField,
    TextBlock,
    TextLine,
)
from farmers.models.branch import Branch
from farmers.models.member_choices import (
    Duty,
    Education,
    Gender,
    HouseholdClass,
    HouseholdRole,
    Occupation,
    Standing,
    Training,
)
from farmers.querysets import MemberQuerySet


class Member(models.Model):
    """A member. May exist without a login, may share a phone with the household; is not a farmer by being one.

    `standing` is changed by the verbs of farmers/membership.py alone. Ethnicity, religion and party membership are
    kept apart (MemberConfidence). `address` is as it was written, `commune_code` what it means today.
    """

    Standing = Standing
    Gender = Gender
    Education = Education
    Training = Training
    Duty = Duty
    HouseholdRole = HouseholdRole
    HouseholdClass = HouseholdClass
    Occupation = Occupation

    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, related_name="members", verbose_name=_("branch")
    )
    trade_branch = models.ForeignKey(
        Branch,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="trade_members",
        verbose_name=_("chapter or group by trade"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )

    # Who
    full_name = TextLine(_("full name"), max_length=120)
    full_name_folded = FoldedField(max_length=120, sources=("full_name",))
    gender = models.CharField(_("gender"), max_length=6, choices=Gender, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    birth_date = EncryptedDateField(_("date of birth"), null=True, blank=True)
    citizen_id = EncryptedField(_("citizen id"), blank=True, default="")
    citizen_id_index = BlindIndexField(source="citizen_id")
    citizen_id_issued_on = EncryptedDateField(_("citizen id issued on"), null=True, blank=True)
    old_id = EncryptedField(_("old identity card"), blank=True, default="")
    old_id_index = BlindIndexField(source="old_id")
    phone = PhoneField(_("phone"), blank=True)

    # Where
    permanent_address = TextLine(_("permanent residence"), max_length=200, blank=True)
    permanent_commune_code = models.CharField(_("commune of permanent residence"), max_length=5, blank=True)
    permanent_commune_code_on = models.DateField(
        null=True, blank=True, help_text="The day on which the code was true."
    )
    address = TextLine(_("village, street"), max_length=200, blank=True)
    commune_code = models.CharField(_("commune"), max_length=5, blank=True)
    commune_code_on = models.DateField(null=True, blank=True, help_text="The day on which the code was true.")
    search_folded = FoldedField(max_length=330, sources=("full_name", "address"))

    # Household, schooling, work
    household_role = models.CharField(
        _("place in the household"), max_length=10, choices=HouseholdRole, blank=True
    )
    household_class = models.CharField(_("household is"), max_length=9, choices=HouseholdClass, blank=True)
    education = models.CharField(_("schooling"), max_length=15, choices=Education, blank=True)
    school_grade = models.PositiveSmallIntegerField(_("highest grade"), null=True, blank=True)
    training = models.CharField(_("professional training"), max_length=12, choices=Training, blank=True)
    occupation = models.CharField(_("occupation"), max_length=13, choices=Occupation, blank=True)
    production = TextLine(_("what is produced or offered"), max_length=200, blank=True)
    production_quantity = TextLine(_("quantity"), max_length=40, blank=True)
    production_scale = TextLine(_("area or scale"), max_length=80, blank=True)
    organisations = TextLine(_("other organisations, clubs, cooperatives"), max_length=300, blank=True)

    # In the association
    duty = models.CharField(_("duty in the association"), max_length=14, choices=Duty, default=Duty.MEMBER)
    is_resident = models.BooleanField(_("member by village"), default=True)
    is_occupational = models.BooleanField(_("member by trade"), default=False)
    is_honorary = models.BooleanField(_("honorary member"), default=False)
    is_core = models.BooleanField(_("core member"), default=False)
    excellent_years = TextLine(
        _("excellent member in the years"), max_length=200, blank=True, help_text=_("For example 2024;2025.")
    )
    council = TextLine(_("in the people's council"), max_length=120, blank=True)
    titles = TextLine(
        _("good producer, year and level"),
        max_length=200,
        blank=True,
        help_text=_("For example 2019-CS;2020-H;2022-T;2023-TW."),
    )
    other_titles = TextLine(_("other titles and awards"), max_length=300, blank=True)
    notes = TextBlock(_("notes"), blank=True, max_length=2000)

    standing = models.CharField(_("standing"), max_length=9, choices=Standing, default=Standing.APPLIED)
    standing_since = models.DateField(_("since"), null=True, blank=True)
    standing_reason = TextLine(_("reason"), max_length=200, blank=True)
    card_province = models.CharField(_("card issued by"), max_length=2, blank=True)
    card_number = models.CharField(_("card number"), max_length=8, blank=True)
    card_issued_on = models.DateField(_("card issued on"), null=True, blank=True)
    decision_number = TextLine(_("decision number"), max_length=40, blank=True)
    admitted_on = models.DateField(_("member since"), null=True, blank=True)

    # Its own index holds only those who were merged: SQLite would read all others by a whole one.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        db_index=False,
        verbose_name=_("merged into"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        indexes = [
            models.Index(fields=["branch", "standing", "-id"], name="members_of_a_branch"),
            models.Index(fields=["full_name_folded", "id"], name="members_by_folded_name"),
            models.Index(fields=["phone"], name="members_by_phone"),
            models.Index(fields=["card_number"], name="members_by_card_number"),
            models.Index(
                fields=["old_id_index"], name="members_by_old_id", condition=~models.Q(old_id_index="")
            ),
            models.Index(fields=["admitted_on"], name="members_by_admission"),
            models.Index(
                fields=["merged_into"],
                name="members_that_were_merged",
                condition=models.Q(merged_into__isnull=False),
            ),
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
                name="a_card_number_is_year_and_serial",
                condition=models.Q(card_number="")
                | models.Q(card_number__regex=r"^[0-9]{2}\.[0-9]{5}$", card_province__regex=r"^[0-9]{2}$"),
                violation_error_message=_(
                    "A card number is written like 26.00017, with the province that issued it."
                ),
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
                name="who_left_or_is_suspended_has_a_day_and_a_reason",
                condition=~models.Q(standing__in=["suspended", "left"])
                | (models.Q(standing_since__isnull=False) & ~models.Q(standing_reason="")),
                violation_error_message=_("Say since when, and why."),
            ),
            models.CheckConstraint(
                name="a_birth_year_is_within_living_memory",
                condition=models.Q(birth_year__isnull=True) | models.Q(birth_year__range=(1900, 2100)),
                violation_error_message=_("Check the year of birth."),
            ),
            models.CheckConstraint(
                name="a_school_grade_is_one_of_twelve",
                condition=models.Q(school_grade__isnull=True) | models.Q(school_grade__range=(0, 12)),
                violation_error_message=_("The highest grade is from 0 to 12."),
            ),
            models.CheckConstraint(
                name="a_member_belongs_by_village_or_by_trade",
                condition=models.Q(is_resident=True) | models.Q(is_occupational=True),
                violation_error_message=_("Say whether this is a member by village, by trade, or both."),
            ),
            models.CheckConstraint(
                name="a_member_is_not_merged_into_itself",
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class CardCounter(models.Model):
    """The last card number of a year in the issuing province; locked while numbers are given out."""

    province_code = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_province_counts_the_cards_of_a_year_once",
                fields=["province_code", "year"],
                violation_error_message=_("The cards of this year are counted already."),
            ),
            models.CheckConstraint(
                name="a_card_serial_has_five_digits",
                condition=models.Q(last__range=(0, 99_999)),
                violation_error_message=_("The 99,999 card numbers of this year are used up."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province_code} {self.year}: {self.last}"
