"""What may be corrected in the register without a decision: the plain columns of a member's record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from accounts.models import User
from farmers.models import Member

PLAIN_COLUMNS = ("full_name", "gender", "birth_year", "phone", "address", "branch")


@transaction.atomic
def correct_member(*, member: Member, columns: Mapping[str, Any], by: User, at: datetime) -> Member:
    """Write new values into plain columns; nothing else of the record is touched, whoever wrote it meanwhile.

    ValidationError when a rule of the table is broken. History says which columns changed, not what they held: the
    names and phones of people are kept in one place, where they can be erased.
    """
    locked = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    changed = []
    for name in PLAIN_COLUMNS:
        if name in columns and getattr(locked, name) != columns[name]:
            setattr(locked, name, columns[name])
            changed.append(name)
    if not changed:
        return locked
    locked.full_clean(exclude=[f.name for f in Member._meta.fields if f.name not in changed])
    written = [*changed, "full_name_folded"] if "full_name" in changed else changed
    locked.save(update_fields=written)
    log(instance=locked, action="farmers.member_corrected", user=by, timestamp=at, data={"columns": changed})
    return locked
