"""Check that no event of any diary was changed, put in or taken out after it was recorded."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from traceability.verifying import verify_all

QUIET_SECONDS = 2


class Command(BaseCommand):
    """Exit status 1 when a chain is broken; the first event that does not follow is named, chain by chain."""

    help = "Walk the chains of all farms, hash by hash, and the commitments to details that were not erased."

    def handle(self, *args: Any, **options: Any) -> None:
        self.began = timezone.now()
        found = verify_all(self._tell)
        for broken in found.broken:
            self.stderr.write(
                f"farm {broken.farm_id}, event {broken.number} (id {broken.event_id}): {broken.why}"
            )
        walked = (
            f"{found.farms} chains, {found.events} events, {found.erased} of them with their detail erased"
        )
        if found.broken:
            first = found.broken[0]
            raise CommandError(
                f"{len(found.broken)} of {walked}: broken, first at farm {first.farm_id}, event {first.number}. "
                "Compare with a backup from before that event."
            )
        self.stdout.write(f"{walked}: every link follows the one before it")

    def _tell(self, farms: int) -> None:
        if sys.stderr.isatty() and (timezone.now() - self.began).total_seconds() > QUIET_SECONDS:
            self.stderr.write(f"\r{farms} chains", ending="")
