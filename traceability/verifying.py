"""Does every farm's chain still hold? All of them are walked, link by link, as they stand in the database."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from farmers.models import Farm
from traceability.ledger import broken_links
from traceability.models import Event, EventDetail

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event of a chain that does not follow, and what is wrong with it."""

    farm_id: int
    number: int
    event_id: int
    why: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was walked: chains, events, details that were erased, and where chains break, each once."""

    farms: int
    events: int
    erased: int
    broken: tuple[Broken, ...]


def verify_all(progress: Callable[[int], None]) -> Verified:
    """Walk every chain; what comes after the first break of a chain is not told, for all of it hangs on the break.

    Farms are read in turn, each chain streamed. Events cut off at a chain's end leave no trace in it.
    """
    farms, broken = 0, []
    with_events = Farm.objects.filter(Exists(Event.objects.filter(farm=OuterRef("pk"))))
    for farm in with_events.order_by("pk").only("pk").iterator(chunk_size=CHUNK):
        farms += 1
        for event, why in broken_links(farm):
            broken.append(Broken(farm.pk, event.number, event.pk, why))
            break
        progress(farms)
    erased = EventDetail.objects.filter(erased_at__isnull=False).count()
    return Verified(farms, Event.objects.count(), erased, tuple(broken))
