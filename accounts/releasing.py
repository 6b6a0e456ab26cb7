"""When may somebody outside take a file? Once an officer says that it is handed over."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import HandedFile, User


@transaction.atomic
def release_file(*, handed: HandedFile, by: User, at: datetime) -> HandedFile:
    """Hand a ready file over; said twice, the first time counts."""
    locked = HandedFile.objects.select_for_update(no_key=True).get(pk=handed.pk)
    if locked.state != HandedFile.State.READY:
        raise ValidationError(_("The file is not ready, or was deleted after 90 days."), code="not_ready")
    if locked.released_at is None:
        locked.released_at, locked.released_by = at, by
        locked.save(update_fields=["released_at", "released_by"])
    return locked
