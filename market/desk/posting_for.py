"""For whom does an officer post, and what? Finding the farmer, or entering the household with its consent; then the listing.

What is typed is kept in a draft, as a farmer's own answers are: nothing is lost, and sent twice it is one listing.
"""

import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.member_search import members_matching
from farmers.models import Branch, Farmer, Member
from farmers.taking_in import Entered, same_named, take_in_household
from farmers.tree import commune_path
from market.desk.posting_forms import ConsentsForm, EnteredForm
from products.models import Draft
from products.posting_for import BY_OFFICER, farmers_written_for
from vietnam import phones
from vietnam.places import commune_words
from vietnam.text import fold

MOST_FOUND = 20
LONGEST_TYPED = 100


class ForFarmers(WagtailAdminTemplateMixin, TemplateView):
    """What the pages share: the officer enters data for some branch."""

    request: SignedInRequest
    header_icon = "edit"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        self.today = timezone.localdate(self.at)
        if not self.request.user.is_superuser and not rights.branches_for(self.request.user, rights.ENTER):
            raise Http404

    def get_header_title(self) -> str:
        return _("Post for a farmer")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("desk_listings:index"), "label": _("Listings")},
            {"url": reverse("desk:post_for_find"), "label": _("Post for a farmer")},
        ]


class FindFarmer(ForFarmers):
    """Farmers and members by what was typed, and what the officer began and did not send."""

    template_name = "desk/post_for_find.html"

    @cached_property
    def typed(self) -> str:
        """What is looked for."""
        return self.request.GET.get("q", "").strip()[:LONGEST_TYPED]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        began = Draft.objects.filter(user=self.request.user, answers__has_key=BY_OFFICER)
        names = dict(
            farmers_written_for(self.request.user)
            .filter(pk__in=[draft.answers.get("farmer") for draft in began])
            .values_list("pk", "name")
        )
        unsent = [
            (draft, names[draft.answers["farmer"]])
            for draft in began.order_by("-updated_at")[:MOST_FOUND]
            if draft.answers.get("farmer") in names
        ]
        found = {"farmers": self._farmers(), "members": self._members()} if self.typed else {}
        return super().get_context_data(**kwargs) | {"typed": self.typed, "unsent": unsent, **found}

    def _farmers(self) -> list[Farmer]:
        found = farmers_written_for(self.request.user)
        try:
            found = found.filter(phone=phones.parse(self.typed))
        except ValueError:
            for word in fold(self.typed).split():
                found = found.filter(name_folded__contains=word)
        return list(found.order_by("name_folded", "pk")[:MOST_FOUND])

    def _members(self) -> list[Member]:
        mine: models.QuerySet[Any] = rights.visible(Member, self.request.user, rights.ENTER)
        found = members_matching(mine.filter(merged_into=None, anonymised_at=None), self.typed)
        return list(found.select_related("branch", "branch__parent")[:MOST_FOUND])


class NewFarmer(ForFarmers):
    """A household that is not there yet, perhaps of a member, with what it agrees to."""

    template_name = "desk/post_for_new.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.member = self._member(request.GET.get("hoi-vien", ""))
        self.same: list[Farmer] = []
        data = request.POST or None
        self.form = EnteredForm(data, initial=self._of_member())
        self.consents = ConsentsForm(data, prefix="consent", initial={"given_on": self.today})

    def _member(self, named: str) -> Member | None:
        if not named:
            return None
        mine = rights.visible(Member, self.request.user, rights.ENTER).select_related("branch")
        pk = named if named.isascii() and named.isdecimal() and len(named) < 19 else None
        found: Member = get_object_or_404(mine.filter(merged_into=None, anonymised_at=None), pk=pk)
        return found

    def _of_member(self) -> dict[str, str]:
        if self.member is None:
            return {}
        member = self.member
        return {
            "name": member.full_name,
            "village": member.address[:120],
            "commune": commune_of(member, self.today),
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The household, its home farm, its consents: all or nothing."""
        is_valid = self.form.is_valid()
        if not self.consents.is_valid() or not is_valid:
            return self._again()
        typed = self.form.cleaned_data
        entered = Entered(
            typed["name"], self.form.commune_code, typed["village"], typed["phone"], self.member
        )
        self.same = same_named(entered, request.user)
        if self.same and "another" not in request.POST:
            return self._again()
        try:
            farmer = take_in_household(
                entered=entered, agreed=self.consents.agreed, by=request.user, at=self.at
            )
        except ValidationError as error:
            self._tell(error)
            return self._again()
        messages.success(request, _("Entered: %(farmer)s. Now the listing.") % {"farmer": farmer})
        return redirect("desk:post_for", pk=farmer.pk)

    def _tell(self, error: ValidationError) -> None:
        for name, wrong in error.update_error_dict({}).items():
            form = self.consents if name in self.consents.fields else self.form
            form.add_error(name if name in form.fields else None, wrong)

    def _again(self) -> HttpResponse:
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "consents": self.consents,
            "member": self.member,
            "same": self.same,
        }


def commune_of(member: Member, on: date) -> str:
    """The commune that a member lives in, or whose branch keeps the record, as it is typed."""
    if member.commune_code:
        return commune_words(member.commune_code, member.commune_code_on or on)
    above = Branch.objects.filter(path=commune_path(member.branch.path)).first()
    return commune_words(above.place_code, on) if above else ""


def new_draft_id(named: str) -> uuid.UUID:
    """The draft that an address names, else a new one."""
    try:
        return uuid.UUID(named)
    except ValueError:
        return uuid.uuid4()
