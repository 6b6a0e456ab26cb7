"""The nouns of traceability."""

from traceability.models.event import Event, EventDetail
from traceability.models.label import Label, Scan
from traceability.models.lot import Lot

__all__ = ["Event", "EventDetail", "Label", "Lot", "Scan"]
