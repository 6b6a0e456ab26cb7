"""How does an officer correct what the register holds of a member? All questions on one page, one button."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.signed_in import SignedInRequest
from farmers.correcting import correct_member, expect_correctable
from farmers.doubting import doubts_about
from farmers.models import Branch
from farmers.tree import commune_path
from market.desk.member_errors import tell
from market.desk.member_form import MemberForm
from market.desk.member_record import AboutMember


class CorrectMember(AboutMember):
    """A clerk corrects a record. What nobody changed is not written."""

    template_name = "desk/member_edit.html"
    title = gettext_lazy("Correct")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        data = request.POST if request.method == "POST" else None
        self.form = MemberForm(data, member=self.member, trade_branches=trade_branches(self.member.branch))
        self.form.carry()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; a record that stands for another, or for nobody any more, has none."""
        try:
            expect_correctable(self.member)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return self.to_member()
        return super().get(request, *args, **kwargs)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Write what was changed."""
        if not self.form.is_valid():
            return self.show_again()
        columns = self.form.columns(today=self.today)
        try:
            corrected = correct_member(member=self.member, columns=columns, by=request.user, at=self.at)
        except ValidationError as error:
            tell(self.form, error)
            return self.show_again()
        messages.success(request, _("Saved: %(name)s.") % {"name": corrected.full_name})
        for doubt in doubts_about(corrected) if DOUBTED & columns.keys() else ():
            messages.warning(request, doubt)
        return self.to_member()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"form": self.form, "groups": self.form.groups()}


# Columns that can disagree with a number.
DOUBTED = frozenset({"birth_year", "birth_date", "gender", "citizen_id", "phone"})


def trade_branches(branch: Branch) -> QuerySet[Any]:
    """Chapters and groups by trade in the commune of a branch."""
    near = Branch.objects.filter(path__startswith=commune_path(branch.path))
    return near.filter(kind=Branch.Kind.OCCUPATIONAL).order_by("name_folded", "pk")
