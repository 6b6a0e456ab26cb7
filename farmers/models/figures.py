"""What a branch reports of itself each quarter, how officers like their lists, and who may fetch figures by token."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import TextLine
from farmers.models.branch import Branch


class BranchFigures(models.Model):
    """What cannot be counted from the register: households, labour, funds and the grade of a branch in a quarter."""

    class Grade(models.TextChoices):
        EXCELLENT = "HTXSNV", _("did its tasks excellently")
        GOOD = "HTTNV", _("did its tasks well")
        DONE = "HTNV", _("did its tasks")
        NOT_DONE = "KHTNV", _("did not do its tasks")

    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, related_name="figures", verbose_name=_("branch")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    villages = models.PositiveIntegerField(_("villages"), null=True, blank=True)
    farm_households = models.PositiveIntegerField(_("farming households"), null=True, blank=True)
    member_households = models.PositiveIntegerField(_("households with a member"), null=True, blank=True)
    labourers = models.PositiveIntegerField(_("people who work in farming"), null=True, blank=True)
    fund_vnd = models.PositiveBigIntegerField(_("fund of the branch (đ)"), null=True, blank=True)
    chapter_fund_vnd = models.PositiveBigIntegerField(_("funds of its chapters (đ)"), null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=6, choices=Grade, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("figures of a branch")
        verbose_name_plural = _("figures of branches")
        constraints = [
            models.UniqueConstraint(
                name="a_branch_reports_a_quarter_once",
                fields=["branch", "year", "quarter"],
                violation_error_message=_("The figures of this quarter are already there."),
            ),
            models.CheckConstraint(
                name="a_quarter_is_one_of_four",
                condition=models.Q(quarter__range=(1, 4), year__range=(2000, 2100)),
                violation_error_message=_("Choose a quarter from 1 to 4 and a year."),
            ),
            models.CheckConstraint(
                name="households_with_a_member_are_households",
                condition=models.Q(member_households__isnull=True)
                | models.Q(farm_households__isnull=True)
                | models.Q(member_households__lte=models.F("farm_households")),
                violation_error_message=_("There are more households with a member than farming households."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch}, {self.quarter}/{self.year}"


class ExportLayout(models.Model):
    """Which columns a list has, in which order, under a name: one's own, or shared with all below a branch."""

    name = TextLine(_("name"), max_length=60)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="export_layouts"
    )
    branch = models.ForeignKey(
        Branch,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="export_layouts",
        verbose_name=_("shared with all below"),
    )
    columns = models.JSONField(default=list)

    class Meta:
        verbose_name = _("layout of a list")
        verbose_name_plural = _("layouts of lists")
        constraints = [
            models.UniqueConstraint(
                name="an_officer_names_a_layout_once",
                fields=["made_by", "name"],
                violation_error_message=_("You already have a layout of this name."),
            ),
            models.CheckConstraint(
                name="a_layout_has_columns",
                condition=~models.Q(columns=[]),
                violation_error_message=_("Choose at least one column."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FiguresToken(models.Model):
    """A word with which a machine fetches the figures of a branch, counts alone; only its keyed digest is kept."""

    name = TextLine(_("what for"), max_length=80)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="figures_tokens")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="figures_tokens"
    )
    made_at = models.DateTimeField(_("made on"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    used_on = models.DateField(_("last used on"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("token for figures")
        verbose_name_plural = _("tokens for figures")

    def __str__(self) -> str:
        return self.name
