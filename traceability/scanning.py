"""A printed code was looked up: how is that noted, without who looked, and how often was it, week by week?"""

import logging
from collections import Counter
from datetime import date, datetime

from django.db import DatabaseError
from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.http import HttpRequest
from django.utils import timezone

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


def scans_by_week(*, product_id: int, since: datetime) -> Counter[date]:
    """Scans of all labels of a product's lots by the Monday of the week: one query."""
    scans = Scan.objects.filter(label__lot__product=product_id, at__gte=since)
    weeks = scans.annotate(week=TruncWeek("at")).order_by("week").values_list("week").annotate(Count("pk"))
    return Counter({timezone.localdate(week): count for week, count in weeks})
