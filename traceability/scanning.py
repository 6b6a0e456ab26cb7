"""A printed code was looked up: how is that noted, without who looked?"""

import logging
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest

from traceability.models import Scan

logger = logging.getLogger(__name__)


def is_scan(request: HttpRequest) -> bool:
    """Whether somebody looks: not a HEAD, and not a browser fetching ahead of a tap."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def note_scan(*, label_id: int, at: datetime) -> None:
    """Note one scan. A database that can't write right now costs the scan, never the page."""
    try:
        Scan.objects.create(label_id=label_id, at=at)
    except DatabaseError:
        logger.warning("a scan of label %s was not noted", label_id, exc_info=True)
