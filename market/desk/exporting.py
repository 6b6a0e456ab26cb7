"""How does an officer take a list of members along: just those found, with chosen columns, as a file?

The page is opened from the list with its filters in the address. Ordering leads to the page where the file is waited
for; who took what, and why, stays on record (`market/channels/handed_files.py`).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from accounts.printed_lists import MOST_ROWS as MOST_PRINTED
from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.exporting import order_members
from farmers.layouts import delete_layout, known_columns, layouts_for, save_layout
from farmers.member_columns import USUAL
from farmers.models import Branch, ExportLayout
from market.desk.export_form import BUILT_IN, ExportForm, LayoutForm, chosen, ticks
from market.desk.finding import branches_offered
from market.desk.member_files import BRANCH, WORDS, filtered, filters_in, members_found, told

LAYOUT = "layout"


class ExportPage(WagtailAdminTemplateMixin, TemplateView):
    """Choose columns and format of a list; order it, or keep the columns as a layout."""

    request: SignedInRequest
    template_name = "desk/export.html"
    header_icon = "download"
    deeds = {"order": "order", "save": "save", "delete": "delete"}

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        self.own = rights.branches_for(self.request.user, rights.VIEW)
        if not self.own:
            raise Http404
        self.branch = self._branch_named(request.GET.get(BRANCH, ""))
        self.filters, self.words = filters_in(request.GET), request.GET.get(WORDS, "").strip()
        data = request.POST if request.method == "POST" else None
        self.form = ExportForm(
            data, user=self.request.user, offered=self.offered, initial={"branch": self.branch.pk}
        )
        self.layout_form = LayoutForm(data, user=self.request.user, prefix=LAYOUT)

    def _branch_named(self, named: str) -> Branch:
        """The branch the list was filtered by, else the topmost of one's own; another's is absent."""
        if not named:
            return self.own[0]
        found = rights.visible(Branch, self.request.user)
        return get_object_or_404(found, pk=named if named.isdecimal() and len(named) < 19 else None)

    @cached_property
    def offered(self) -> list[Branch]:
        """The branches to choose from: one's own, those below that a filter offers, the one chosen."""
        below = branches_offered(self.request)
        return list(dict.fromkeys([*self.own, *below, self.branch]))

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do what the pressed button says."""
        deed = self.deeds.get(request.POST.get("do", ""))
        if deed is None:
            raise Http404
        answer = getattr(self, deed)()
        return answer if answer is not None else self.render_to_response(self.get_context_data(), status=422)

    def order(self) -> HttpResponse | None:
        """Order the file and go where it is waited for."""
        if not self.form.is_valid():
            return None
        branch = self.form.cleaned_data["branch"]
        try:
            narrowed = filtered(self.request.user, branch, self.filters)
            choice = chosen(self.form, filters=self.filters, words=self.words, told=told(narrowed))
            if choice.format == "pdf" and members_found(narrowed, self.words).count() > MOST_PRINTED:
                message = _("A printed list holds at most 5,000 members. Choose a smaller branch, or Excel.")
                raise ValidationError(message, code="too_many_rows")
            handed = order_members(branch=branch, choice=choice, by=self.request.user, at=self.at)
        except ValidationError as error:
            self.form.add_error("reason" if error.code == "no_reason" else None, error.messages)
            return None
        return redirect("handed:file", pk=handed.pk)

    def save(self) -> HttpResponse | None:
        """Keep the ticked columns under a name."""
        if not self.layout_form.is_valid():
            return None
        typed = self.layout_form.cleaned_data
        columns, by = self.form.columns, self.request.user
        try:
            layout = save_layout(name=typed["name"], columns=columns, branch=typed.get("branch"), by=by)
        except ValidationError as error:
            self.layout_form.add_error(None, error.messages)
            return None
        messages.success(self.request, _("Saved: %(name)s.") % {"name": layout.name})
        return redirect(self.address(layout=str(layout.pk)))

    def delete(self) -> HttpResponse | None:
        """Delete a layout."""
        named = self.request.POST.get(LAYOUT, "")
        layout = get_object_or_404(layouts_for(self.request.user), pk=named if named.isdecimal() else None)
        try:
            delete_layout(layout=layout, by=self.request.user)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.success(self.request, _("Deleted: %(name)s.") % {"name": layout.name})
        return redirect(self.address(layout=""))

    def address(self, *, layout: str | None = None) -> str:
        """The page with the filters it has, and a layout."""
        query = self.request.GET.copy()
        if layout is not None:
            query.pop(LAYOUT, None)
            if layout:
                query[LAYOUT] = layout
        return f"{reverse('desk:export')}?{query.urlencode()}" if query else reverse("desk:export")

    def columns(self) -> list[str]:
        """What is ticked: as it was sent, of the layout named, or the usual."""
        if self.form.is_bound:
            return self.form.columns
        named = self.request.GET.get(LAYOUT, "")
        if named in BUILT_IN:
            return list(BUILT_IN[named][1])
        layout = next((one for one in self.layouts if str(one.pk) == named), None)
        return known_columns(layout) if layout else list(USUAL)

    @cached_property
    def layouts(self) -> list[ExportLayout]:
        """The layouts the officer may use."""
        return list(layouts_for(self.request.user))

    def get_header_title(self) -> str:
        return _("Take a list of members along")

    def get_header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(label=_("Files that left"), url=reverse("handed:index"), icon_name="history")]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.list_address, "label": _("Members")},
            {"url": "", "label": self.get_header_title()},
        ]

    @property
    def list_address(self) -> str:
        """The list, filtered as this page is."""
        query = QueryDict(mutable=True)
        query.update(self.request.GET)
        query.pop(LAYOUT, None)
        address = reverse("desk_members:index")
        return f"{address}?{query.urlencode()}" if query else address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        try:
            narrowed = filtered(user, self.branch, self.filters)
        except ValidationError as error:
            raise Http404 from error
        may_see_sensitive = bool(rights.branches_for(user, rights.SENSITIVE))
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "layout_form": self.layout_form,
            "groups": ticks(self.columns(), may_see_sensitive=may_see_sensitive),
            "may_see_sensitive": may_see_sensitive,
            "branch": self.branch,
            "count": members_found(narrowed, self.words).count(),
            "told": told(narrowed),
            "words": self.words,
            "list_address": self.list_address,
            "layouts": self.layout_choices(),
        }

    def layout_choices(self) -> list[dict[str, Any]]:
        """The layouts to choose from, those of the house first."""
        named = self.request.GET.get(LAYOUT, "usual")
        ready = [(key, str(title), None) for key, (title, _columns) in BUILT_IN.items()]
        kept = [(str(one.pk), one.name, one) for one in self.layouts]
        return [
            {
                "key": key,
                "name": name,
                "address": self.address(layout=key),
                "is_in_use": key == named,
                "shared_by": one.branch if one else None,
                "is_own": one is not None and one.made_by_id == self.request.user.pk,
            }
            for key, name, one in [*ready, *kept]
        ]
