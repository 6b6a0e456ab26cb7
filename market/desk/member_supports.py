"""Which loans and other help did a member get? Rows on the member's page that are entered, corrected and taken out."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from farmers import rights
from farmers.models import Member, MemberSupport
from farmers.supporting import add_support, correct_support, remove_support
from market.desk.member_days import DayField
from vietnam.cells import read_number
from vietnam.money import format_vnd

NEW = "support-new"
MOST_BP = 10_000  # a hundred percent
HUNDREDTHS = 100


class SupportForm(forms.Form):
    """One row. Money and percents are typed as they are written: 50.000.000, 6,5."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=MemberSupport.Kind.choices)
    purpose = forms.CharField(label=gettext_lazy("What for"), max_length=200)
    source = forms.CharField(
        label=gettext_lazy("From which fund or programme"), max_length=160, required=False
    )
    amount_vnd = forms.CharField(
        label=gettext_lazy("Amount (đ)"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    since = DayField(label=gettext_lazy("From the day"), required=False)
    months = forms.IntegerField(label=gettext_lazy("Months"), required=False, min_value=1, max_value=600)
    yearly_rate_bp = forms.CharField(
        label=gettext_lazy("Interest (% a year)"),
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    repaid_on = DayField(label=gettext_lazy("Repaid on"), required=False)

    def __init__(self, *args: Any, support: MemberSupport | None = None, **kwargs: Any) -> None:
        if support is not None:
            kwargs["initial"] = shown(support)
        super().__init__(*args, **kwargs)
        self.support = support

    def clean_amount_vnd(self) -> int | None:
        """Whole đồng."""
        amount = _number(self.cleaned_data["amount_vnd"].rstrip("đ "))
        if amount is not None and (amount != int(amount) or amount < 0):
            raise forms.ValidationError(_("Write whole đồng, for example 50.000.000."))
        return None if amount is None else int(amount)

    def clean_yearly_rate_bp(self) -> int | None:
        """Hundredths of a percent."""
        percent = _number(self.cleaned_data["yearly_rate_bp"].rstrip("% "))
        if percent is None:
            return None
        if not 0 <= percent * HUNDREDTHS <= MOST_BP:
            raise forms.ValidationError(_("Write the percent of a year, for example 6,5."))
        return round(percent * HUNDREDTHS)


def _number(typed: str) -> Decimal | None:
    try:
        return read_number(typed)
    except ValueError as error:
        raise forms.ValidationError(str(error)) from error


def shown(support: MemberSupport) -> dict[str, Any]:
    """A row as people write it."""
    row = {name: getattr(support, name) for name in SupportForm.base_fields}
    if support.amount_vnd is not None:
        row["amount_vnd"] = format_vnd(support.amount_vnd).split("\N{NO-BREAK SPACE}")[0]
    if support.yearly_rate_bp is not None:
        row["yearly_rate_bp"] = f"{Decimal(support.yearly_rate_bp) / HUNDREDTHS:f}".replace(".", ",")
    return row


def support_forms(member: Member, bound: SupportForm | None = None) -> list[SupportForm]:
    """A form for each row, the one that was sent as it was sent."""
    rows = member.supports.order_by("-since", "-pk")
    return [
        bound
        if bound is not None and bound.prefix == f"support-{row.pk}"
        else SupportForm(support=row, prefix=f"support-{row.pk}", auto_id=f"support-{row.pk}-%s")
        for row in rows
    ]


def form_sent(data: QueryDict, member: Member, user: User) -> SupportForm:
    """The form of the row that was sent; a row of somebody else is as absent as one that does not exist."""
    named = data.get("support", "")
    support = None
    if named:
        if not named.isdecimal() or len(named) > 18:
            raise Http404
        support = rights.get_or_404(MemberSupport, user, named, rights.ENTER)
        if support.member_id != member.pk:
            raise Http404
    prefix = f"support-{support.pk}" if support else NEW
    return SupportForm(data, support=support, prefix=prefix, auto_id=f"{prefix}-%s")


def keep_support(form: SupportForm, member: Member, *, by: User, at: datetime) -> None:
    """Enter a new row, or correct the one the form is of."""
    if form.support is None:
        add_support(member=member, columns=form.cleaned_data, by=by, at=at)
    else:
        correct_support(support=form.support, columns=form.cleaned_data, by=by, at=at)


def drop_support(form: SupportForm, *, by: User, at: datetime) -> None:
    """Take out the row the form is of."""
    if form.support is None:
        raise Http404
    remove_support(support=form.support, by=by, at=at)
