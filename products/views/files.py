"""Who may see a file of an unfinished listing? Only the person who writes it."""

import uuid

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from PIL import UnidentifiedImageError

from accounts.signed_in import SignedInRequest, signed_in
from products.models import DraftFile
from products.photos import PDF, thumbnail
from products.posting import farmer_of_draft, farmer_written_for


@signed_in
@require_safe
@cache_control(private=True, max_age=3600)
def draft_file(request: SignedInRequest, draft: uuid.UUID, pk: int) -> HttpResponseBase:
    """A small picture of a photo or scan; a PDF as a download."""
    file = DraftFile.objects.select_related("draft__user").filter(
        pk=pk, draft=draft, draft__user=request.user
    )
    found = file.first()
    if found is None or not (farmer_of_draft(found.draft) or farmer_written_for(found.draft)):
        raise Http404
    try:
        content = found.file.open("rb")
        if found.media_type == PDF:
            return FileResponse(content, as_attachment=True, filename="scan.pdf", content_type=PDF)
        with content:
            return HttpResponse(thumbnail(content), content_type="image/webp")
    except (FileNotFoundError, UnidentifiedImageError) as error:
        raise Http404 from error
