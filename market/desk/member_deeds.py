"""What may this officer do to a membership now? A small form for each deed, and the verb behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from farmers import rights
from farmers.claiming import hand_over_record
from farmers.membership import (
    move_member,
    record_leaving,
    refuse_admission,
    register_again,
    return_member,
    suspend_member,
)
from farmers.models import Branch, Member
from farmers.tree import commune_path
from market.desk.member_days import DayField
from vietnam import phones

Standing = Member.Standing
REASON_LENGTH = 200


class ReasonField(forms.CharField):
    """A reason: one of the usual ones, or one's own words."""

    def __init__(self, *usual: Promise | str) -> None:
        super().__init__(
            label=_("Reason"),
            max_length=REASON_LENGTH,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            error_messages={"required": _("Say why.")},
        )
        self.usual = usual


class DeedForm(forms.Form):
    """What a deed asks for; `user` and `member` narrow what may be chosen."""

    use_required_attribute = False

    def __init__(self, *args: Any, user: User, member: Member, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today})
        super().__init__(*args, **kwargs)


class SuspendForm(DeedForm):
    """From when, why."""

    on = DayField(label=_("Since"))
    reason = ReasonField(
        _("Does not take part"), _("Has broken the rules of the association"), _("Is away for work")
    )


class LeaveForm(DeedForm):
    """When, why."""

    on = DayField(label=_("Left on"))
    reason = ReasonField(
        _("Asked to leave"), _("Has died"), _("Moved away"), _("No longer farms"), _("Does not take part")
    )


class ReturnForm(DeedForm):
    """When, why, perhaps by which decision."""

    on = DayField(label=_("Member again since"))
    reason = ReasonField(_("Asked to come back"), _("Takes part again"), _("Was entered by mistake"))
    decision_number = forms.CharField(
        label=_("Decision number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MoveForm(DeedForm):
    """Where to, when, perhaps why."""

    to = forms.ModelChoiceField(
        label=_("To the branch"), queryset=Branch.objects.none(), empty_label=_("choose")
    )
    on = DayField(label=_("Since"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=REASON_LENGTH)

    def __init__(self, *args: Any, user: User, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, user=user, member=member, **kwargs)
        branches = branches_to_move_to(user, member)
        cast("forms.ModelChoiceField", self.fields["to"]).queryset = branches


class RefuseForm(DeedForm):
    """Why not."""

    reason = ReasonField(
        _("The application is not complete"),
        _("Does not live or work here"),
        _("Is a member already"),
        _("Does not meet the conditions of the statutes"),
    )


class PhoneForm(forms.Form):
    """To which phone a record is handed, why."""

    use_required_attribute = False

    phone = forms.CharField(
        label=_("Phone the person signs in with"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_(
            "Ask for the citizen card first. Whoever signs in with this phone sees and changes the record."
        ),
    )
    reason = ReasonField(
        _("Came in person, the citizen card was looked at"), _("Known to the head of the chapter")
    )

    def clean_phone(self) -> str:
        """In E.164, however it was typed."""
        try:
            return phones.parse(self.cleaned_data["phone"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class HandOverForm(PhoneForm, DeedForm):
    """The same, of a member."""


def branches_to_move_to(user: User, member: Member) -> QuerySet[Any]:
    """Branches of the member's own commune, and other communes: one of the province chooses the commune alone."""
    near = Q(path__startswith=commune_path(member.branch.path)) | Q(level=Branch.Level.COMMUNE)
    mine = rights.visible(Branch, user, rights.ENTER).filter(near).exclude(level=Branch.Level.PROVINCE)
    return mine.exclude(pk=member.branch_id).order_by("path")


@dataclass(frozen=True)
class Deed:
    """One button: who may press it, at which standing, what is asked, what is done, what is said then."""

    title: Promise
    button: Promise
    told: Promise
    action: str
    standings: frozenset[str]
    do: Callable[..., object]
    form: type[DeedForm] | None = None
    is_for_who_has_no_login: bool = False

    def follows(self, member: Member) -> bool:
        """Whether it can be done to a member who stands so."""
        is_open = member.merged_into_id is None and member.anonymised_at is None
        is_met = not (self.is_for_who_has_no_login and member.user_id)
        return is_open and is_met and member.standing in self.standings


DEEDS: dict[str, Deed] = {
    "refuse": Deed(
        _("Do not admit"),
        _("Do not admit"),
        _("Not admitted: %(name)s."),
        rights.ADMIT,
        frozenset({Standing.APPLIED}),
        refuse_admission,
        RefuseForm,
    ),
    "register_again": Deed(
        _("Register again"),
        _("Apply once more"),
        _("Registered again: %(name)s. The decision is waited for."),
        rights.ENTER,
        frozenset({Standing.REFUSED}),
        register_again,
    ),
    "return": Deed(
        _("Take in again"),
        _("Take in again"),
        _("Member again: %(name)s."),
        rights.APPROVE,
        frozenset({Standing.SUSPENDED, Standing.LEFT}),
        return_member,
        ReturnForm,
    ),
    "suspend": Deed(
        _("Suspend"),
        _("Suspend the membership"),
        _("Suspended: %(name)s."),
        rights.APPROVE,
        frozenset({Standing.ACTIVE}),
        suspend_member,
        SuspendForm,
    ),
    "leave": Deed(
        _("Record leaving"),
        _("Record leaving"),
        _("Left the association: %(name)s."),
        rights.APPROVE,
        frozenset({Standing.ACTIVE, Standing.SUSPENDED}),
        record_leaving,
        LeaveForm,
    ),
    "move": Deed(
        _("Move to another branch"),
        _("Move"),
        _("Moved: %(name)s."),
        rights.ENTER,
        frozenset({Standing.APPLIED, Standing.ACTIVE, Standing.SUSPENDED}),
        move_member,
        MoveForm,
    ),
    "hand_over": Deed(
        _("Hand the record to its member"),
        _("Hand over"),
        _("Handed over: %(name)s signs in with this phone."),
        rights.ENTER,
        frozenset(Standing.values),
        hand_over_record,
        HandOverForm,
        is_for_who_has_no_login=True,
    ),
}
