"""Which loans, courses and other help did a member get? Rows of the register that an officer enters and corrects."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.correcting import expect_correctable
from farmers.models import Member, MemberSupport

COLUMNS = ("kind", "source", "purpose", "amount_vnd", "since", "months", "yearly_rate_bp", "repaid_on")


@transaction.atomic
def add_support(*, member: Member, columns: Mapping[str, Any], by: User, at: datetime) -> MemberSupport:
    """Enter a loan or another help that a member got."""
    locked = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    expect_correctable(locked)
    support = MemberSupport(member=locked, **{name: columns[name] for name in COLUMNS if name in columns})
    _save(support)
    _tell(support, "added", by=by, at=at)
    return support


@transaction.atomic
def correct_support(
    *, support: MemberSupport, columns: Mapping[str, Any], by: User, at: datetime
) -> MemberSupport:
    """Write new values into a row. History says that it was corrected, not what it held: loans are private."""
    locked = _lock(support)
    changed = [name for name in COLUMNS if name in columns and getattr(locked, name) != columns[name]]
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, columns[name])
    _save(locked)
    _tell(locked, "corrected", by=by, at=at, columns=changed)
    return locked


@transaction.atomic
def remove_support(*, support: MemberSupport, by: User, at: datetime) -> None:
    """Take out a row that was entered by mistake; history keeps that it was there."""
    locked = _lock(support)
    _tell(locked, "removed", by=by, at=at)
    locked.delete()


def _lock(support: MemberSupport) -> MemberSupport:
    found = (
        MemberSupport.objects.select_for_update(no_key=True, of=("self",))
        .select_related("member")
        .filter(pk=support.pk)
        .first()
    )
    if found is None:
        message = _("Somebody has taken this row out meanwhile. Load the page again.")
        raise ValidationError(message, code="moved")
    expect_correctable(found.member)
    return found


def _save(support: MemberSupport) -> None:
    if support.since and support.repaid_on and support.repaid_on < support.since:
        message = _("A loan is repaid after it was given. Check the two days.")
        raise ValidationError({"repaid_on": ValidationError(message, code="order")})
    support.full_clean(exclude=["member"])
    support.save()


def _tell(
    support: MemberSupport, deed: str, *, by: User, at: datetime, columns: list[str] | None = None
) -> None:
    data: dict[str, Any] = {"support": support.pk, "kind": support.kind}
    if columns:
        data["columns"] = columns
    log(instance=support.member, action=f"farmers.support_{deed}", user=by, timestamp=at, data=data)
