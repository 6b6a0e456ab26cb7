"""Which members are there, and what may a clerk correct in the register?"""

from typing import Any, cast

from django import forms
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView

from farmers import rights
from farmers.correcting import PLAIN_COLUMNS, correct_member
from farmers.models import Branch, Member
from farmers.tree import commune_path
from market.desk.finding import BranchFilter, FoundList, OneOfFew, StandingColumn, ToldHistory
from market.desk.guard import GuardedViewSet
from market.desk.report_filter import FigureFilter
from vietnam import phones


class MemberFilters(WagtailFilterSet):
    """By branch, standing and gender."""

    branch = BranchFilter(to_branch="branch")
    standing = OneOfFew(choices=Member.Standing.choices, label=gettext_lazy("Standing"))
    gender = OneOfFew(choices=Member.Gender.choices, label=gettext_lazy("Gender"))
    figure = FigureFilter()

    class Meta:
        model = Member
        fields: list[str] = []


class MemberList(FoundList):
    """Members of the officer's branches. What a household would not shout across the yard is masked."""

    folded = ("full_name_folded",)
    sorted_by = "full_name_folded"
    joined = ("branch", "branch__parent")

    def search_queryset(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """By words of the name; a whole phone or card number finds its holders."""
        typed = self.search_query.strip()
        try:
            return queryset.filter(phone=phones.parse(typed))
        except ValueError:
            pass
        if typed[:1].isdigit():
            return queryset.filter(card_number=typed)
        return super().search_queryset(queryset)


class MemberForm(forms.ModelForm):
    """The plain columns. Standing, card and identity papers are changed by decisions, not by typing."""

    class Meta:
        model = Member
        fields = PLAIN_COLUMNS

    def __init__(self, *args: Any, branches: models.QuerySet[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["branch"]).queryset = branches
        if self.instance.phone:
            self.initial["phone"] = phones.format_local(self.instance.phone)

    def clean_phone(self) -> str:
        """In E.164, however it was typed."""
        typed = self.cleaned_data["phone"]
        if not typed:
            return ""
        try:
            return phones.parse(typed)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class CorrectMember(EditView):
    """A clerk corrects what is plain in a member's record."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"branches": self.branches_offered()}

    def branches_offered(self) -> models.QuerySet[Branch]:
        """Branches of the member's own commune below the clerk's; another commune is a move, decided above."""
        near = Branch.objects.filter(path__startswith=commune_path(self.object.branch.path))
        return (near & rights.visible(Branch, self.request.user, rights.ENTER)).order_by("path")

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        columns = {name: form.cleaned_data[name] for name in form.changed_data}
        # The form has already written into its own copy of the record; the verb takes the one in the database.
        correct_member(member=self.object, columns=columns, by=self.request.user, at=timezone.now())
        messages.success(self.request, _("Saved: %(name)s.") % {"name": form.cleaned_data["full_name"]})
        return redirect(reverse(self.index_url_name))


def place_of(member: Member) -> str:
    """The member's branch, and the commune above a chapter."""
    branch = member.branch
    if branch.level == Branch.Level.CHAPTER and branch.parent:
        return f"{branch.name}, {branch.parent.name}"
    return branch.name


def masked_phone(member: Member) -> str:
    """The last three digits: enough to tell two of a name apart on the telephone."""
    return f"••• {member.phone[-3:]}" if member.phone else ""


class MemberViewSet(GuardedViewSet):
    """Hội viên."""

    model = Member
    name = "desk_members"
    url_prefix = "hoi-vien"
    icon = "group"
    menu_name = "desk-members"
    menu_order = 210
    menu_label = gettext_lazy("Members")
    pages = (*GuardedViewSet.pages, "edit")
    index_view_class = MemberList
    edit_view_class = CorrectMember
    history_view_class = ToldHistory
    filterset_class = MemberFilters
    ordering = ("-pk",)

    # A person's name never stands without the place: thousands share a name.
    list_display = (
        "full_name",
        Column("branch", label=gettext_lazy("Branch"), accessor=place_of),
        Column("birth_year", label=gettext_lazy("Born in")),
        Column("gender", label=gettext_lazy("Gender"), accessor="get_gender_display"),
        Column("card_number", label=gettext_lazy("Card")),
        Column("phone", label=gettext_lazy("Phone"), accessor=masked_phone, classname="desk-whole"),
        StandingColumn(
            "standing", label=gettext_lazy("Standing"), accessor="get_standing_display", key="standing"
        ),
    )

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:  # noqa: FBT001, FBT002 Wagtail's signature
        return MemberForm
