"""Which members are there? Found by name, village, phone, card or citizen id among 400,000, within one's branches."""

from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from farmers import rights
from farmers.member_search import ID_DIGITS, members_matching
from farmers.models import Member
from market.desk.finding import FoundList, StandingColumn, ToldHistory
from market.desk.guard import GuardedViewSet
from market.desk.member_editing import CorrectMember
from market.desk.member_facts import COVERED
from market.desk.member_filters import MemberFilters
from market.desk.member_form import MemberForm
from market.desk.member_page import MemberView
from market.desk.member_words import gender_of, masked_phone, place_of

ROWS_PER_PAGE = 50


class MemberList(FoundList):
    """Members of the officer's branches. What a household would not shout across the yard is masked."""

    sorted_by = "full_name_folded"
    joined = ("branch", "branch__parent")
    paginate_by = ROWS_PER_PAGE
    template_name = "desk/member_list.html"
    results_template_name = "desk/member_results.html"

    def get_base_queryset(self) -> models.QuerySet[Any]:
        # Said this way round, SQLite does not read all of the province by the index of what was merged.
        return super().get_base_queryset().exclude(merged_into__isnull=False).defer(*COVERED)

    def search_queryset(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if not self.is_searching:
            return queryset
        digits = self.search_query.replace(" ", "")
        if digits.isdecimal() and len(digits) in ID_DIGITS:
            # Said so as well, the database knows that the index of unmerged citizen ids is meant.
            queryset = queryset.filter(merged_into__isnull=True)
        return members_matching(queryset, self.search_query)

    def get_edit_url(self, instance: Member) -> str:
        """A row opens the page of the member, from which everything is done."""
        return reverse("desk_members:inspect", args=(instance.pk,))

    def get_list_more_buttons(self, instance: models.Model) -> list[MenuItem]:
        """None: the page of a member holds all of it, and rows stay low."""
        return []

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """What else there is about members: for who enters, for who decides."""
        user = self.request.user
        enters = user.is_superuser or bool(rights.branches_for(user, rights.ENTER))
        buttons = [(_("Admission"), "desk:admissions", "time")]
        if enters:
            buttons = [
                (_("Register a member"), "desk:register_member", "plus"),
                (_("Bring in a list"), "desk:intake_new", "upload"),
                *buttons,
                (_("Duplicates"), "desk:twins", "copy"),
            ]
        return [
            HeaderButton(label=label, url=reverse(name), icon_name=icon, priority=place)
            for place, (label, name, icon) in enumerate(buttons)
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, **kwargs) | {"export_url": self.export_url()}

    def export_url(self) -> str:
        """Where just what is shown here becomes a file."""
        query = self.request.GET
        kept = [
            (name, value) for name in MemberFilters.base_filters for value in query.getlist(name) if value
        ]
        if self.is_searching:
            kept.append(("q", self.search_query))
        return f"{reverse('desk:export')}?{urlencode(kept)}" if kept else reverse("desk:export")


class MemberHistory(ToldHistory):
    """The history, with the way back to the member."""

    def get_edit_url(self, instance: Member) -> str:
        return reverse("desk_members:inspect", args=(instance.pk,))


class MemberViewSet(GuardedViewSet):
    """Hội viên."""

    model = Member
    name = "desk_members"
    url_prefix = "hoi-vien"
    icon = "group"
    menu_name = "desk-members"
    menu_order = 210
    menu_label = gettext_lazy("Members")
    pages = (*GuardedViewSet.pages, "inspect", "edit")
    inspect_view_enabled = True
    index_view_class = MemberList
    inspect_view_class = MemberView
    edit_view_class = CorrectMember
    history_view_class = MemberHistory
    filterset_class = MemberFilters
    ordering = ("-pk",)

    # A person's name never stands without the place: thousands share a name.
    list_display = (
        "full_name",
        Column("branch", label=gettext_lazy("Branch"), accessor=place_of),
        Column("address", label=gettext_lazy("Village")),
        Column("birth_year", label=gettext_lazy("Born in")),
        Column("gender", label=gettext_lazy("Gender"), accessor=gender_of),
        Column("card_number", label=gettext_lazy("Card"), classname="desk-whole"),
        Column("phone", label=gettext_lazy("Phone"), accessor=masked_phone, classname="desk-whole"),
        StandingColumn(
            "standing", label=gettext_lazy("Standing"), accessor="get_standing_display", key="standing"
        ),
    )

    def get_form_class(self, for_update: bool = False) -> type[MemberForm]:  # noqa: FBT001, FBT002 Wagtail's signature
        return MemberForm
