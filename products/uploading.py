"""How does a file come in over a line that breaks? In pieces, each kept as it arrives; what was kept is never sent again.

A piece that comes twice, in two tabs or after a cut, is one piece: `Upload.received_bytes` moves by a conditional
update, and whoever was late is told where to go on. The whole file becomes a file of the draft as any other does.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.private_files import private_storage
from products.drafting import put_photo, put_scan
from products.models import Draft, DraftFile, Upload, UploadPiece
from products.photos import LARGEST_BYTES

LARGEST_PIECE_BYTES = 256 * 1024
# Photos that were taken out again count too, until the draft is sent.
MOST_UPLOADS = 60
KEPT = timedelta(days=30)


def begin_upload(*, draft: Draft, upload_id: uuid.UUID, kind: str, size_bytes: int) -> Upload:
    """The upload of this id, made if it is not there yet. Upload.DoesNotExist when the id is another draft's."""
    known = Upload.objects.filter(pk=upload_id).first()
    if known is None:
        if not 0 < size_bytes <= LARGEST_BYTES:
            message = _("This file is empty or has more than 20 MB. Take the photo again, or choose another.")
            raise ValidationError(message, code="large")
        if draft.uploads.count() >= MOST_UPLOADS:
            message = _("Too many files were sent for this listing. Send it, and add photos later.")
            raise ValidationError(message, code="many")
        try:
            with transaction.atomic():
                return Upload.objects.create(pk=upload_id, draft=draft, kind=kind, size_bytes=size_bytes)
        except IntegrityError:  # the same piece in another tab
            known = Upload.objects.get(pk=upload_id)
    if known.draft_id != draft.pk:
        raise Upload.DoesNotExist
    return known


def take_piece(*, upload: Upload, start_byte: int, content: bytes) -> Upload:
    """Keep the bytes that begin at `start_byte`, if that is where the next piece begins; the last one makes it whole.

    A piece that was kept already changes nothing: `received_bytes` of what is given back says where to go on.
    ValidationError when the whole is no photo that can be taken; the upload is gone then.
    """
    if len(content) > LARGEST_PIECE_BYTES or start_byte + len(content) > upload.size_bytes:
        raise ValidationError(_("This piece does not fit the file. Send the file anew."), code="piece")
    if upload.file_id is None and content and start_byte == upload.received_bytes:
        _keep(upload, start_byte, content)
    upload.refresh_from_db()
    if upload.file_id is None and upload.received_bytes == upload.size_bytes:
        _make_whole(upload)
    return upload


def _keep(upload: Upload, start_byte: int, content: bytes) -> None:
    name = private_storage().save(f"pieces/{upload.pk.hex[:2]}/{uuid.uuid4().hex}", ContentFile(content))
    is_kept = False
    try:
        with transaction.atomic():
            is_kept = bool(
                Upload.objects.filter(pk=upload.pk, received_bytes=start_byte).update(
                    received_bytes=start_byte + len(content)
                )
            )
            if is_kept:
                UploadPiece.objects.create(upload=upload, start_byte=start_byte, file=name)
    finally:
        if not is_kept:
            private_storage().delete(name)


def _make_whole(upload: Upload) -> None:
    """Join the pieces and keep the file in the draft; done by two at once it is one file."""
    content = BytesIO()
    for piece in upload.pieces.order_by("start_byte"):
        with piece.file.open("rb") as bytes_of_piece:
            content.write(bytes_of_piece.read())
    content.seek(0)
    put = put_scan if upload.kind == DraftFile.Kind.SCAN else put_photo
    try:
        whole = put(upload.draft, content)
    except ValidationError:
        forget_uploads([upload.pk])
        raise
    Upload.objects.filter(pk=upload.pk).update(file=whole)
    upload.file = whole
    _forget_pieces([upload.pk])


def arrange_photos(*, draft: Draft, uploads: list[uuid.UUID]) -> list[DraftFile]:
    """Bring a draft's photos into the order of these uploads; the draft's other photos are given back, to be removed.

    ValidationError when one of them has not come in whole.
    """
    files = {
        upload.pk: upload.file
        for upload in draft.uploads.filter(pk__in=uploads, kind=DraftFile.Kind.PHOTO).select_related("file")
        if upload.file is not None
    }
    if missing := [upload for upload in uploads if upload not in files]:
        message = _("%(many)s photos have not arrived yet. Keep the page open, they are sent again.")
        raise ValidationError(message, code="missing", params={"many": len(missing)})
    wanted = [files[upload] for upload in uploads]
    for position, file in enumerate(dict.fromkeys(wanted)):
        DraftFile.objects.filter(pk=file.pk).update(position=position)
    kept = {file.pk for file in wanted}
    return list(draft.files.filter(kind=DraftFile.Kind.PHOTO).exclude(pk__in=kept))


def forget_uploads(uploads: Iterable[uuid.UUID]) -> None:
    """Delete uploads with what of them is kept; a file that became whole stays with its draft."""
    chosen = list(uploads)
    _forget_pieces(chosen)
    Upload.objects.filter(pk__in=chosen).delete()


def _forget_pieces(uploads: Iterable[uuid.UUID]) -> None:
    pieces = UploadPiece.objects.filter(upload__in=list(uploads))
    names = list(pieces.values_list("file", flat=True))
    pieces.delete()
    for name in names:
        private_storage().delete(name)


def forget_stale_uploads(*, at: datetime) -> None:
    """Delete what came in part and went on no more for a month; the phone that has the photo sends it anew."""
    stale = Upload.objects.filter(begun_at__lt=at - KEPT, file=None)
    forget_uploads(stale.values_list("pk", flat=True)[:500])
