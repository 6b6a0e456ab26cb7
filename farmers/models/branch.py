"""The association's tree, and who works where in it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import FoldedField, TextLine
from farmers.querysets import BranchQuerySet, OfficerQuerySet


class Branch(models.Model):
    """A unit of the association. `path` is the ids from the root, each closed by a dot ("1.23.456.")."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("province")
        COMMUNE = "commune", _("commune")
        CHAPTER = "chapter", _("chapter")
        GROUP = "group", _("group")

    class Kind(models.TextChoices):
        RESIDENT = "resident", _("by village")
        OCCUPATIONAL = "occupational", _("by trade")

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("above"),
    )
    level = models.CharField(_("level"), max_length=8, choices=Level)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.RESIDENT)
    name = TextLine(_("name"), max_length=120)
    name_folded = FoldedField(max_length=120, sources=("name",))
    path = models.CharField(max_length=80, unique=True, editable=False)
    place_code = models.CharField(
        _("code of the province or commune"),
        max_length=5,
        blank=True,
        help_text=_("Code of the statistics office; empty for chapters and groups."),
    )
    valid_from = models.DateField(_("exists from"), default=date(2025, 7, 1))
    valid_to = models.DateField(_("ended on"), null=True, blank=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        constraints = [
            models.UniqueConstraint(
                name="a_place_has_one_branch_at_a_time",
                fields=["level", "place_code"],
                condition=models.Q(valid_to__isnull=True) & ~models.Q(place_code=""),
                violation_error_message=_("This place already has a branch."),
            ),
            models.CheckConstraint(
                name="only_the_province_has_nothing_above_it",
                condition=models.Q(level="province", parent__isnull=True)
                | (~models.Q(level="province") & models.Q(parent__isnull=False)),
                violation_error_message=_("Choose the branch above this one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Officer(models.Model):
    """A user's role at one branch; its rights reach down the subtree, never sideways or up (farmers/rights.py)."""

    class Role(models.TextChoices):
        VIEWER = "viewer", _("viewer")
        CLERK = "clerk", _("clerk")
        REVIEWER = "reviewer", _("reviewer")
        APPROVER = "approver", _("approver")
        HEAD = "head", _("head")
        POST = "post", _("post office")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="offices", verbose_name=_("user")
    )
    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, related_name="officers", verbose_name=_("branch")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role)
    since = models.DateField(_("since"))
    until = models.DateField(_("last day"), null=True, blank=True)
    sees_sensitive = models.BooleanField(
        _("may see ethnicity, religion and party membership"),
        default=False,
        help_text=_("A right of its own, whatever the role: each reading is noted with its reason."),
    )
    stands_in_for = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stand_ins",
        verbose_name=_("stands in for"),
    )

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        constraints = [
            models.UniqueConstraint(
                name="a_role_at_a_branch_is_held_once_by_a_user",
                fields=["user", "branch", "role"],
                condition=models.Q(until__isnull=True),
                violation_error_message=_("This person already has this role here."),
            ),
            models.CheckConstraint(
                name="an_office_ends_after_it_begins",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                name="an_office_role_is_a_known_one",
                condition=models.Q(role__in=["viewer", "clerk", "reviewer", "approver", "head", "post"]),
            ),
            models.CheckConstraint(
                name="who_stands_in_has_a_last_day",
                condition=models.Q(stands_in_for__isnull=True) | models.Q(until__isnull=False),
                violation_error_message=_("Say until when this person stands in."),
            ),
            models.CheckConstraint(
                name="the_post_office_sees_nothing_sensitive",
                condition=~models.Q(role="post") | models.Q(sees_sensitive=False),
                violation_error_message=_("The post office sees only what was handed over to it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()}, {self.branch})"
