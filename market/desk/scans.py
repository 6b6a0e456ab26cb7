"""Who may look at the scan of a certificate, and as what does it reach the browser?

The file has no address of its own. Pictures were written anew when they came in (products/photos.py) and are shown;
anything else, a PDF above all, is only handed over to be saved, in a sandbox, so that nothing in it can run here.
"""

from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.readings import note_reading
from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Certificate

SHOWN_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})
HANDED_TYPES = frozenset({"application/pdf"})
SEALED = "default-src 'none'; sandbox"


def is_picture(certificate: Certificate) -> bool:
    """Whether the scan can be shown beside the claims."""
    return bool(certificate.scan) and certificate.scan_type in SHOWN_TYPES


@require_safe
def scan(request: SignedInRequest, pk: int) -> FileResponse:
    """The scan of a certificate this officer may see; the look is noted."""
    certificate = rights.get_or_404(Certificate, request.user, pk)
    if not certificate.scan:
        raise Http404
    try:
        file = certificate.scan.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    note_reading(
        reader=request.user, what="farmers.certificate.scan", record_id=certificate.pk, at=timezone.now()
    )
    known = SHOWN_TYPES | HANDED_TYPES
    media_type = certificate.scan_type if certificate.scan_type in known else "application/octet-stream"
    ending = certificate.scan.name.rpartition(".")[2] if media_type in known else "bin"
    response = FileResponse(
        file,
        as_attachment=media_type not in SHOWN_TYPES,
        filename=f"chung-nhan-{slugify(certificate.number) or certificate.pk}.{ending}",
        content_type=media_type,
    )
    response["Content-Security-Policy"] = SEALED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
