"""What lies at an address below /media/, where the folder of public files is ours (one machine)?"""

import errno

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve


def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """The public file of this name; one that no disk could hold is as absent as any other."""
    try:
        return serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise Http404 from error
        raise
