"""What does an officer see first? What waits for a decision, how the branches stand, and the files to take along."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from accounts.signed_in import SignedInRequest
from farmers import rights
from market.desk.figures_panel import FiguresPanel
from market.desk.queues import (
    SHOWN_AT_HOME,
    Queue,
    certificates_waiting,
    is_at_province,
    listings_waiting,
    reviews_anything,
)
from market.desk.waiting import work_of


class QueuePanel(Component):
    """The oldest records that wait, and how many there are."""

    template_name = "desk/queue_panel.html"
    is_work = True

    def __init__(self, queue: Queue, *, order: int, **words: Any) -> None:
        self.queue = queue
        self.order = order
        self.words = words

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        shown = self.queue.first()
        # Only a full panel can hide more than it shows.
        hides = len(shown) == SHOWN_AT_HOME
        return self.words | {
            "records": shown,
            "count": self.queue.count if hides else len(shown),
            "is_capped": hides and self.queue.is_capped,
        }


class WorkPanel(Component):
    """How much waits of every other kind, and how much of it is late."""

    template_name = "desk/work_panel.html"
    order = 50
    is_work = True

    def __init__(self, request: SignedInRequest, at: datetime) -> None:
        self.works = work_of(request.user, at)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "works": [work for work in self.works if work.count],
            "idle": [work for work in self.works if not work.count],
        }


class FilesPanel(Component):
    """Lists that leave the house, each recorded."""

    template_name = "desk/files_panel.html"
    order = 400

    def __init__(self, request: SignedInRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "branches": rights.branches_for(self.request.user, rights.VIEW),
            # A component is rendered without the request's context; the buttons post.
            "csrf_token": (parent_context or {}).get("csrf_token"),
        }


def panels_of(request: SignedInRequest) -> list[Component]:
    """The panels of this officer: queues for those who decide, figures and files for all."""
    user, at = request.user, timezone.now()
    others: list[Component] = [FiguresPanel(request), FilesPanel(request)]
    if not reviews_anything(user):
        return [WorkPanel(request, at), *others]
    from_above = is_at_province(user)
    return [
        WorkPanel(request, at),
        QueuePanel(
            certificates_waiting(user, at),
            order=100,
            kind="certificate",
            title=gettext_lazy("Certificates waiting to be checked"),
            list_url_name="desk_certificates:index",
            list_query="waiting=true",
            from_above=from_above,
        ),
        QueuePanel(
            listings_waiting(user, at),
            order=200,
            kind="listing",
            title=gettext_lazy("Listings waiting to be published"),
            list_url_name="desk_listings:index",
            list_query="state=submitted",
            from_above=from_above,
        ),
        *others,
    ]
