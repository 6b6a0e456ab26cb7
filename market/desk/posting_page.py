"""What does an officer post for this farmer, and what is done with listings posted before? With the consents beside it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Farmer
from market.desk.posting_consents import AgreeingFor
from market.desk.posting_for import new_draft_id
from market.desk.posting_forms import questions, typed_in
from market.desk.selling_for import SellingFor
from products.drafting import (
    add_photos,
    begin_draft,
    discard_draft,
    draft_of_product,
    keep_answers,
    put_scan,
    remove_file,
)
from products.forms import Question
from products.models import Draft, DraftFile, Product
from products.posting import send_draft
from products.posting_for import (
    BY_OFFICER,
    drafts_written_for,
    farmers_written_for,
    may_post_for,
    need_agreement,
    product_written_for,
)
from products.questions import MOST_PHOTOS, Asked, Step, scan_of
from products.retelling import photo_url


class PostFor(AgreeingFor, SellingFor):
    """One farmer: consents, the listing being written, the listings there are."""

    template_name = "desk/post_for.html"
    deeds = {
        "send": "send",
        "keep": "keep",
        "discard": "discard",
        "revise": "revise",
        **AgreeingFor.deeds,
        **SellingFor.deeds,
    }

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.farmer: Farmer = get_object_or_404(farmers_written_for(self.request.user), pk=self.kwargs["pk"])
        self.draft_id = new_draft_id(request.POST.get("draft") or request.GET.get("ban-nhap") or "")
        self.asks_all = False

    def get_header_title(self) -> str:
        return str(self.farmer)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.farmer)}]

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do what the pressed button says; a photo is taken out by its own button."""
        deed = "keep" if "remove" in request.POST else request.POST.get("deed", "")
        method: Callable[[], HttpResponse | None] | None = getattr(self, self.deeds.get(deed, ""), None)
        if method is None:
            raise Http404
        try:
            answer = method()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            answer = None
        if answer is not None:
            return answer
        return self.render_to_response(self.get_context_data(**self.kwargs), status=422)

    def keep(self) -> HttpResponse:
        """What was typed so far, to go on later."""
        refused = self._keep_all()
        for told in refused:
            messages.warning(self.request, told)
        messages.success(self.request, _("Kept. You can go on later."))
        return redirect(f"{self._here}?ban-nhap={self.draft_id}")

    def send(self) -> HttpResponse | None:
        """The listing goes to be looked at, like one the farmer sent."""
        need_agreement(self.farmer)
        known = product_written_for(self.draft_id, self.request.user)
        if known is not None and not self._drafts.filter(pk=self.draft_id).exists():
            return self._sent(known)
        refused = self._keep_all()
        self.asks_all = True
        for told in refused:
            messages.error(self.request, told)
        wrong = [(form, name) for form in self.forms.values() for name in form.errors]
        if refused or wrong:
            self._lead_to(wrong)
            return None
        return self._sent(send_draft(draft=self.draft, at=self.at))

    def _lead_to(self, wrong: list[tuple[Question, str]]) -> None:
        """Say that something is missing, and open the page where the first of it is."""
        messages.error(self.request, _("Not sent yet: look at what is marked below."))
        for form, name in wrong:
            if name in form.fields:
                form.fields[name].widget.attrs["autofocus"] = True
                return

    def discard(self) -> HttpResponse:
        """Thrown away."""
        for draft in self._drafts.filter(pk=self.draft_id):
            discard_draft(draft)
        messages.success(self.request, _("The unfinished listing was thrown away."))
        return redirect(self._here)

    def revise(self) -> HttpResponse:
        """A listing that was sent back becomes a draft again."""
        need_agreement(self.farmer)
        draft = draft_of_product(product=self.product, user=self.request.user, by_officer=True)
        return redirect(f"{self._here}?ban-nhap={draft.pk}")

    def _sent(self, product: Product) -> HttpResponse:
        buttons = []
        if rights.may(self.request.user, rights.VIEW, product):
            buttons = [messages.button(reverse("desk:listing", args=(product.pk,)), _("Open the listing"))]
        told = _("Sent: %(record)s. It waits to be looked at.") % {"record": product}
        messages.success(self.request, told, buttons=buttons)
        return redirect(self._here)

    def _keep_all(self) -> list[str]:
        """Keep answers and files; what is wrong with a file that could not be kept."""
        try:
            draft = begin_draft(
                draft_id=self.draft_id, user=self.request.user, farmer=self.farmer, by_officer=True
            )
        except Draft.DoesNotExist as error:
            raise Http404 from error
        if not self._drafts.filter(pk=draft.pk).exists():
            raise Http404  # of another farmer, or the officer's own
        asked = Asked(draft, self.farmer, self.today)
        keep_answers(draft, typed_in(questions(asked, self.request.POST)))
        remove = self.request.POST.get("remove", "")
        if remove.isascii() and remove.isdecimal() and len(remove) < 19:
            for file in draft.files.filter(pk=int(remove)):
                remove_file(file)
        refused = add_photos(draft, self.request.FILES.getlist("photos"))
        if scan := self.request.FILES.get("scan"):
            try:
                put_scan(draft, scan)
            except ValidationError as error:
                refused += [f"{scan.name}: {message}" for message in error.messages]
        return refused

    @cached_property
    def _drafts(self) -> Any:
        return drafts_written_for(self.request.user, self.farmer)

    @property
    def draft(self) -> Draft:
        """The draft as it is kept, or one that is not kept yet."""
        found: Draft | None = self._drafts.select_related("user").filter(pk=self.draft_id).first()
        if found is not None:
            return found
        home = self.farmer.farms.order_by("pk").first()
        answers = {"farmer": self.farmer.pk, BY_OFFICER: True, "farm": str(home.pk) if home else ""}
        return Draft(pk=self.draft_id, user=self.request.user, answers=answers)

    @cached_property
    def forms(self) -> dict[Step, Question]:
        """The questions, with what is wrong once the listing was to be sent."""
        asked = Asked(self.draft, self.farmer, self.today)
        return questions(asked, self.request.POST if self.asks_all else None)

    @property
    def _here(self) -> str:
        return reverse("desk:post_for", args=(self.farmer.pk,))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.draft
        is_kept = not draft._state.adding
        files = list(draft.files.order_by("position", "pk")) if is_kept else []
        photos = [(file.pk, photo_url(file)) for file in files if file.kind == DraftFile.Kind.PHOTO]
        scan = scan_of(draft) if is_kept else None
        corrected = Product.objects.filter(pk=draft.answers.get("product"), farmer=self.farmer).first()
        return super().get_context_data(**kwargs) | {
            "may_post": may_post_for(self.farmer),
            "farmer": self.farmer,
            "draft": draft,
            "is_kept": is_kept,
            "corrected": corrected,
            "forms": {step.name.lower(): form for step, form in self.forms.items()},
            "photos": photos,
            "most_photos": MOST_PHOTOS,
            "scan": scan,
            "unsent": self._drafts.exclude(pk=self.draft_id).order_by("-updated_at"),
        }
