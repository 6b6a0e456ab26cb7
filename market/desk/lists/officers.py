"""Who works where in the association below a head's branches?"""

from typing import Any

from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Officer
from market.desk.finding import BranchFilter, FoundList, OneOfFew, ToldHistory
from market.desk.guard import GuardedViewSet
from vietnam import phones
from vietnam.text import fold


class OfficerFilters(WagtailFilterSet):
    """By branch, role, and whether the office has ended."""

    branch = BranchFilter(to_branch="branch")
    role = OneOfFew(choices=Officer.Role.choices, label=gettext_lazy("Role"))
    ended = OneOfFew(
        choices=[("too", gettext_lazy("Ended ones too"))],
        label=gettext_lazy("Offices"),
        empty_label=gettext_lazy("Those that go on"),
        method="keep_ended",
    )

    class Meta:
        model = Officer
        fields: list[str] = []

    def filter_queryset(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Offices that go on, unless the ended ones are asked for."""
        found = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("ended"):
            return found
        today = timezone.localdate()
        return found.filter(models.Q(until__isnull=True) | models.Q(until__gte=today))

    def keep_ended(self, queryset: models.QuerySet[Any], _name: str, _value: str) -> models.QuerySet[Any]:
        """What the choice means is decided above, for one that was not made too."""
        return queryset


class OfficerList(FoundList):
    """Offices below the branches that this user heads. A row opens the office."""

    joined = ("user", "branch", "branch__parent", "stands_in_for__user")

    def setup(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> None:
        if not request.user.is_superuser and not rights.branches_for(request.user, rights.APPOINT):
            raise Http404
        super().setup(request, *args, **kwargs)

    def get_base_queryset(self) -> models.QuerySet[Any]:
        within = rights.within(self.request.user, rights.APPOINT, rights.path_to_branch(Officer))
        return super().get_base_queryset().filter(within)

    def search_queryset(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """By a whole phone, or by words of the branch's name; a few hundred officers need no index of names."""
        try:
            return queryset.filter(user__phone=phones.parse(self.search_query))
        except ValueError:
            pass
        wanted = fold(self.search_query).split()
        names = queryset.values_list("pk", "user__name", "branch__name_folded")
        return queryset.filter(
            pk__in=[
                pk for pk, name, branch in names if all(word in f"{fold(name)} {branch}" for word in wanted)
            ]
        )

    def get_edit_url(self, instance: Officer) -> str:
        return office_url(instance)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(label=_("Appoint an officer"), url=reverse("desk:appoint"), icon_name="plus")]


class OfficerHistory(ToldHistory):
    """The history, with the way back to the office."""

    def get_edit_url(self, instance: Officer) -> str:
        return office_url(instance)


def office_words(officer: Officer) -> str:
    """The role, and for whom one stands in."""
    role = str(officer.get_role_display())
    if officer.stands_in_for is None:
        return role
    return _("%(role)s, stands in for %(name)s") % {"role": role, "name": officer.stands_in_for.user}


def first_day_words(officer: Officer) -> str:
    """The first day of the office."""
    return date_format(officer.since, "SHORT_DATE_FORMAT")


def last_day_words(officer: Officer) -> str:
    """The last day of the office, when there is one."""
    return date_format(officer.until, "SHORT_DATE_FORMAT") if officer.until else ""


def sensitive_words(officer: Officer) -> str:
    """Whether the office sees what is sensitive."""
    return _("yes") if officer.sees_sensitive else ""


def office_url(officer: Officer) -> str:
    """The page of the office."""
    return reverse("desk:officer", args=(officer.pk,))


class OfficerViewSet(GuardedViewSet):
    """Cán bộ."""

    model = Officer
    name = "desk_officers"
    url_prefix = "can-bo"
    icon = "user"
    menu_name = "desk-officers"
    menu_order = 290
    menu_label = gettext_lazy("Officers")
    index_view_class = OfficerList
    history_view_class = OfficerHistory
    filterset_class = OfficerFilters
    ordering = ("branch__path", "pk")
    list_display = (
        TitleColumn("user", label=gettext_lazy("Name"), get_url=office_url),
        Column("role", label=gettext_lazy("Role"), accessor=office_words),
        Column("branch", label=gettext_lazy("Branch"), accessor="branch.name"),
        Column("since", label=gettext_lazy("Since"), accessor=first_day_words),
        Column("until", label=gettext_lazy("Last day"), accessor=last_day_words),
        Column("sees_sensitive", label=gettext_lazy("Sensitive data"), accessor=sensitive_words),
    )
