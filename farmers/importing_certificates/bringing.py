"""How does an officer bring a list of certificates with its scans? As one sealed file, larger than a table may be."""

import hashlib
import tempfile
from datetime import datetime
from pathlib import PurePath
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tables.refusing import Unreadable, limits
from farmers.importing import sealing
from farmers.importing.bringing import FRAME, TWICE_WITHIN
from farmers.importing.kinds import kind_named
from farmers.importing.passing import file_label
from farmers.importing.reading import read_intake
from farmers.importing.states import State, tell
from farmers.importing_certificates.archive import MOST_BYTES, Scans, pack
from farmers.models import Branch, Intake

OVER = (State.FAILED, State.DROPPED, State.UNDONE, State.DONE)


def bring_certificates(
    *, table: IO[bytes], name: str, scans: IO[bytes] | None, branch: Branch, by: User, at: datetime
) -> Intake:
    """Take a workbook and the ZIP of its scans in; a worker looks what is in them. Sent twice in a row, it is one list.

    Unreadable for a table that is empty or too large, ValidationError for a ZIP that may not be opened.
    """
    kind_named(Intake.Kind.CERTIFICATES)
    size = table.seek(0, 2)
    if size == 0:
        raise Unreadable("empty")
    if size > limits().upload_bytes:
        raise Unreadable("too_large", megabytes=limits().upload_bytes // 1_000_000)
    if scans is not None:
        if scans.seek(0, 2) > MOST_BYTES:
            message = _("The ZIP is larger than %(megabytes)s MB. Bring several lists.")
            raise ValidationError(message, code="large", params={"megabytes": MOST_BYTES // 1_000_000})
        Scans(scans)
    with tempfile.TemporaryFile() as packed:
        pack(table, scans, packed)
        packed.seek(0)
        return _keep(packed, _digest(table, scans), name, branch=branch, by=by, at=at)


def _digest(*files: IO[bytes] | None) -> str:
    """Of what was brought; what packs it writes the time beside."""
    digest = hashlib.sha256()
    for file in files:
        if file is not None:
            file.seek(0)
            while piece := file.read(FRAME):
                digest.update(piece)
    return digest.hexdigest()


def _keep(packed: IO[bytes], sha256: str, name: str, *, branch: Branch, by: User, at: datetime) -> Intake:
    path = PurePath(name.replace("\\", "/"))
    intake = Intake(
        kind=Intake.Kind.CERTIFICATES,
        branch=branch,
        made_by=by,
        made_at=at,
        name=f"{path.stem[:150]}{path.suffix[:20]}" or "?",
        sha256=sha256,
        step_began_at=at,
    )
    sealing.keep(intake.file, f"{intake.pk}.sealed", packed, label=file_label(intake))
    try:
        kept = _once(intake)
    except BaseException:
        intake.file.delete(save=False)
        raise
    if kept.pk != intake.pk:
        intake.file.delete(save=False)
    return kept


@transaction.atomic
def _once(intake: Intake) -> Intake:
    User.objects.select_for_update(no_key=True).get(pk=intake.made_by_id)
    before = Intake.objects.filter(
        kind=intake.kind,
        branch=intake.branch,
        made_by=intake.made_by,
        sha256=intake.sha256,
        made_at__gt=intake.made_at - TWICE_WITHIN,
    ).exclude(state__in=OVER)
    if (same := before.first()) is not None:
        return same
    intake.save(force_insert=True)
    tell(intake, "brought", by=intake.made_by, at=intake.made_at)
    read_intake.enqueue(str(intake.pk))
    return intake
