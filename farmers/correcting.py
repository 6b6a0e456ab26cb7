"""What may be corrected in the register without a decision: the plain columns of a member's record."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.models import Member

PLAIN_COLUMNS = (
    # who
    *(
        "full_name",
        "gender",
        "birth_year",
        "birth_date",
        "citizen_id",
        "citizen_id_issued_on",
        "old_id",
        "phone",
    ),
    # where
    *("permanent_address", "permanent_commune_code", "permanent_commune_code_on"),
    *("address", "commune_code", "commune_code_on"),
    # household, schooling, work
    *("household_role", "household_class", "education", "school_grade", "training"),
    *("occupation", "production", "production_quantity", "production_scale", "organisations"),
    # in the association
    *("trade_branch", "duty", "is_resident", "is_occupational", "is_honorary", "is_core"),
    *("excellent_years", "council", "titles", "other_titles", "notes"),
)
# Codes that say nothing private: history tells them from → to. Of all others it names the column alone.
TOLD_COLUMNS = frozenset(
    {
        *("education", "school_grade", "training", "occupation", "duty", "trade_branch"),
        *("is_resident", "is_occupational", "is_honorary", "is_core"),
    }
)
# What is kept beside a column and written with it.
COMPANIONS = {
    "full_name": ("full_name_folded", "search_folded"),
    "address": ("search_folded",),
    "citizen_id": ("citizen_id_index",),
    "old_id": ("old_id_index",),
}


@transaction.atomic
def correct_member(*, member: Member, columns: Mapping[str, Any], by: User, at: datetime) -> Member:
    """Write new values into plain columns; nothing else of the record is touched, whoever wrote it meanwhile.

    ValidationError when a rule of the table is broken. History says which columns changed, and of codes from what to
    what; names, numbers and phones of people are kept in one place, where they can be erased.
    """
    locked = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    expect_correctable(locked)
    before = {name: getattr(locked, name) for name in PLAIN_COLUMNS}
    for name in PLAIN_COLUMNS:
        if name in columns:
            setattr(locked, name, columns[name])
    _make_birth_agree(locked, is_date_said="birth_date" in columns)
    changed = [name for name in PLAIN_COLUMNS if getattr(locked, name) != before[name]]
    if not changed:
        return locked
    _check(locked, changed)
    written = [*changed, *(one for name in changed for one in COMPANIONS.get(name, ()))]
    _save(locked, written)
    told = {
        name: [_plain(before[name]), _plain(getattr(locked, name))]
        for name in changed
        if name in TOLD_COLUMNS
    }
    data: dict[str, Any] = {"columns": changed} | ({"changes": told} if told else {})
    log(instance=locked, action="farmers.member_corrected", user=by, timestamp=at, data=data)
    return locked


def expect_correctable(member: Member) -> None:
    """Refuse what stands for another record, and what was emptied because the person asked for it."""
    if member.merged_into_id is not None:
        raise ValidationError(_("This record was merged into another. Open that one."), code="merged")
    if member.anonymised_at is not None:
        raise ValidationError(
            _("The data of this person was deleted. Nothing is entered here."), code="anonymised"
        )


def expect_unknown_id(member: Member) -> None:
    """Refuse a citizen id that another record has."""
    if not member.citizen_id:
        return
    index = Member._meta.get_field("citizen_id_index")
    others = Member.objects.unmerged().exclude(citizen_id_index="").exclude(pk=member.pk)
    if others.filter(citizen_id_index=index.digest(member.citizen_id)).exists():
        raise _known_id()


def _known_id() -> ValidationError:
    message = _("A member with this citizen id already exists.")
    return ValidationError({"citizen_id": ValidationError(message, code="known_id")})


def _make_birth_agree(member: Member, *, is_date_said: bool) -> None:
    """The full date and the year tell one story; the one that was said now counts."""
    day = cast("date | None", member.birth_date)
    if day is None or day.year == member.birth_year:
        return
    if is_date_said:
        member.birth_year = day.year
    else:
        member.birth_date = None


def _check(member: Member, changed: list[str]) -> None:
    member.clean_fields(exclude=[field.name for field in Member._meta.fields if field.name not in changed])
    if "citizen_id" in changed:
        expect_unknown_id(member)
    member.validate_constraints()


def _save(member: Member, columns: list[str]) -> None:
    """The constraint decides, in a savepoint, where two officers type the same citizen id at once."""
    try:
        with transaction.atomic():
            member.save(update_fields=columns)
    except IntegrityError as error:
        if "citizen_id" not in columns:
            raise
        raise _known_id() from error


def _plain(value: Any) -> Any:
    """As history keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "pk", value)
