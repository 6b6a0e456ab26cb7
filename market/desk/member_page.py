"""What is known of one member, and what may this officer do with it? The page from which everything else is opened."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import ModelLogEntry

from accounts.models import Consent
from farmers import rights
from farmers.consent_recording import open_consent
from farmers.merging import Twin, kept_record, twins_of
from farmers.models import Farmer, MemberConfidence, MembershipStep
from farmers.pairing import within_reach
from market.desk.member_deeds import DEEDS
from market.desk.member_facts import confided_facts, covered_columns, groups_of
from market.desk.member_pressed import MemberPressed
from market.desk.member_reading import ReadingForm, WhyForm
from market.desk.member_supports import NEW, SupportForm, support_forms
from market.desk.review import HISTORY_SHOWN


def is_admission(step: MembershipStep) -> bool:
    """Whether a step made somebody a member."""
    return step.kind == MembershipStep.Kind.ADMISSION and step.outcome == MembershipStep.Outcome.APPROVED


class MemberView(MemberPressed):
    """A member: all columns in groups, the steps of the membership, supports, farmers, possible twins, history."""

    template_name = "desk/member.html"
    page_title = gettext_lazy("Member")

    def deeds(self) -> list[dict[str, Any]]:
        """The deeds that may follow, each with its form."""
        return [
            {
                "name": name,
                "title": deed.title,
                "button": deed.button,
                "form": self.bound.get(name) or self.deed_form(name),
            }
            for name, deed in DEEDS.items()
            if deed.action in self.allowed and deed.follows(self.object)
        ]

    def twins(self) -> list[Twin]:
        """Records of this officer's branches that may be of the same person; only whoever enters can merge them."""
        if not self.is_open or rights.ENTER not in self.allowed:
            return []
        return within_reach(twins_of(self.object), self.request.user)

    def farmers(self) -> list[Farmer]:
        """Who the member acts for, or is to act for with a login; as far as this officer may see them."""
        acting = Q(people__member=self.object, people__revoked_at=None)
        return list(
            rights.visible(Farmer, self.request.user)
            .filter(acting | Q(member=self.object))
            .distinct()
            .order_by("pk")
        )

    def sensitive(self) -> dict[str, Any] | None:
        """What the officer with the right sees of what is sensitive; None for all others."""
        if rights.SENSITIVE not in self.allowed:
            return None
        is_there = MemberConfidence.objects.filter(pk=self.object.pk).exists()
        return {
            "since": open_consent(purpose=Consent.Purpose.SENSITIVE_DATA, member=self.object),
            "is_there": is_there,
            "facts": confided_facts(self.confided) if self.confided else None,
            "form": self.bound.get("read_confided") or WhyForm(prefix="read_confided"),
            "may_enter": self.is_open and rights.ENTER in self.allowed,
        }

    def get_page_subtitle(self) -> str:
        return self.object.full_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk_members:index"), "label": _("Members")},
            {"url": "", "label": self.object.full_name},
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        pk = self.object.pk
        buttons = [
            HeaderButton(
                label=_("History"), url=reverse("desk_members:history", args=(pk,)), icon_name="history"
            )
        ]
        if self.is_open and rights.ENTER in self.allowed:
            url = reverse("desk_members:edit", args=(pk,))
            buttons.insert(0, HeaderButton(label=_("Correct"), url=url, icon_name="edit", priority=1))
        if rights.APPOINT in self.allowed:
            asked = f"{reverse('desk:record_request')}?member={pk}"
            read = f"{reverse('desk:readings')}?what=farmers.member&record={pk}"
            buttons += [
                HeaderButton(label=_("Request about personal data"), url=asked, icon_name="lock"),
                HeaderButton(label=_("Who looked at private data"), url=read, icon_name="view"),
            ]
        return buttons

    header_more_buttons: list[Button] = []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        member = self.object
        covered = covered_columns(member)
        entries = ModelLogEntry.objects.for_instance(member).select_related("user")
        steps = list(self.steps())
        may_enter = self.is_open and rights.ENTER in self.allowed
        new_support = self.bound.get("support")
        return super().get_context_data(**kwargs) | {
            "member": member,
            "today": self.today,
            "kept": kept_record(member) if member.merged_into_id else None,
            "may_unmerge": self.may_unmerge(),
            "groups": groups_of(member, self.opened),
            "was_opened": bool(self.opened),
            "reading_form": self.bound.get("read") or ReadingForm(facts=covered, prefix="read"),
            "covered": covered,
            "steps": steps,
            "before_steps": member.admitted_on is not None and not any(map(is_admission, steps)),
            "supports": support_forms(member, new_support if isinstance(new_support, SupportForm) else None),
            "new_support": self.new_support_form(),
            "may_enter": may_enter,
            "deeds": self.deeds(),
            "twins": self.twins(),
            "farmers": self.farmers(),
            "sensitive": self.sensitive(),
            "history": entries[:HISTORY_SHOWN],
        }

    def may_unmerge(self) -> bool:
        """Whether both records of a merging are this officer's to enter."""
        into = self.object.merged_into
        if into is None or rights.ENTER not in self.allowed:
            return False
        return rights.may(self.request.user, rights.ENTER, into)

    def steps(self) -> QuerySet[Any]:
        """What the association did about the membership, the last first."""
        steps = MembershipStep.objects.filter(member=self.object).select_related("branch", "from_branch")
        return steps.order_by("-opened_at", "-pk")

    def new_support_form(self) -> SupportForm:
        """An empty row, or the one that was sent."""
        sent = self.bound.get("support")
        if isinstance(sent, SupportForm) and sent.prefix == NEW:
            return sent
        return SupportForm(prefix=NEW, auto_id=f"{NEW}-%s")
