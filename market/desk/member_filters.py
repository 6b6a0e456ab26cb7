"""By what does an officer narrow the list of members, and reports lead to it? Names of filters stand in addresses."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from farmers.models import Member, MembershipStep
from farmers.reporting.selecting import active_on, fact
from market.desk.finding import BranchFilter, OneOfFew
from market.desk.member_days import DayFilter
from market.desk.report_filter import FigureFilter

Standing = Member.Standing
UNKNOWN = "unknown"
KINDS = {
    "resident": ("is_resident", gettext_lazy("Member by village")),
    "occupational": ("is_occupational", gettext_lazy("Member by trade")),
    "honorary": ("is_honorary", gettext_lazy("Honorary member")),
    "core": ("is_core", gettext_lazy("Core member")),
}
# Each with the key by which reports count it.
AGES = {
    "under40": ("age-under40", gettext_lazy("Under 40")),
    "40to59": ("age-40to59", gettext_lazy("40 to 59")),
    "60up": ("age-from60", gettext_lazy("60 and over")),
}


class OfCode(OneOfFew):
    """By one of the codes of a column, or by there being none."""

    def __init__(self, *, choices: Any, label: Any, column: str) -> None:
        not_told = (UNKNOWN, gettext_lazy("Not told"))
        super().__init__(choices=[*choices, not_told], label=label, field_name=column)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return super().filter(qs, value) if value != UNKNOWN else qs.filter(**{self.field_name: ""})


class MemberFilters(WagtailFilterSet):
    """None of them asks what is sensitive: whose it is, is read on a member's own page, with a reason."""

    branch = BranchFilter(to_branch="branch")
    standing = OneOfFew(choices=Standing.choices, label=gettext_lazy("Standing"))
    waiting = OneOfFew(
        choices=[
            ("waiting", gettext_lazy("Waits for admission")),
            ("late", gettext_lazy("Past the due date")),
        ],
        label=gettext_lazy("Admission"),
        method="keep_waiting",
    )
    gender = OneOfFew(choices=Member.Gender.choices, label=gettext_lazy("Gender"))
    kind = OneOfFew(
        choices=[(key, label) for key, (_column, label) in KINDS.items()],
        label=gettext_lazy("Kind of member"),
        method="keep_kind",
    )
    age = OneOfFew(
        choices=[(key, label) for key, (_fact, label) in AGES.items()],
        label=gettext_lazy("Age"),
        method="keep_age",
    )
    education = OfCode(choices=Member.Education.choices, label=gettext_lazy("Schooling"), column="education")
    occupation = OfCode(
        choices=Member.Occupation.choices, label=gettext_lazy("Occupation"), column="occupation"
    )
    admitted_from = DayFilter(
        label=gettext_lazy("Admitted from"), field_name="admitted_on", lookup_expr="gte"
    )
    admitted_to = DayFilter(label=gettext_lazy("Admitted until"), field_name="admitted_on", lookup_expr="lte")
    decision = django_filters.CharFilter(label=gettext_lazy("Decision number"), field_name="decision_number")
    left_from = DayFilter(label=gettext_lazy("Left from"), method="keep_left_from")
    left_to = DayFilter(label=gettext_lazy("Left until"), method="keep_left_to")
    as_of = DayFilter(label=gettext_lazy("Active on the day"), method="keep_active")
    figure = FigureFilter()

    class Meta:
        model = Member
        fields: list[str] = []

    def keep_waiting(self, members: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Applicants about whom nobody has decided."""
        steps = MembershipStep.objects.filter(
            member=OuterRef("pk"), kind=MembershipStep.Kind.ADMISSION, decided_at=None
        )
        if value == "late":
            steps = steps.filter(due_on__lt=timezone.localdate())
        return members.filter(Exists(steps), standing=Standing.APPLIED)

    def keep_kind(self, members: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Of this kind; one can be of several."""
        return members.filter(**{KINDS[value][0]: True})

    def keep_age(self, members: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """As old on the day asked about, or today."""
        on = self.form.cleaned_data.get("as_of") or timezone.localdate()
        return members.filter(fact(AGES[value][0], on))

    def keep_left_from(self, members: QuerySet[Any], _name: str, value: date) -> QuerySet[Any]:
        """Who left on this day or later."""
        return members.filter(standing=Standing.LEFT, standing_since__gte=value)

    def keep_left_to(self, members: QuerySet[Any], _name: str, value: date) -> QuerySet[Any]:
        """Who left on this day or earlier."""
        return members.filter(standing=Standing.LEFT, standing_since__lte=value)

    def keep_active(self, members: QuerySet[Any], _name: str, value: date) -> QuerySet[Any]:
        """The same condition by which reports count.

        As one expression: taken apart, SQLite would sort all of a province by the day of admission to find fifty.
        """
        was_active = Case(When(active_on(value), then=Value(value=True)), default=Value(value=False))
        return members.filter(was_active)
