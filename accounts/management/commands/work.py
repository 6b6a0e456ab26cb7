"""Is the background work done? Runs a worker process."""

import logging
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.working import Shift


class Command(BaseCommand):
    """Start with as many processes as wanted; each takes up the tasks of one that died."""

    help = "Do background tasks until stopped (Ctrl-C or SIGTERM finish the task in hand first)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--hands", type=int, default=2, help="How many tasks run at once (2).")
        parser.add_argument(
            "--until-empty", action="store_true", help="Stop when no task is ready, instead of waiting."
        )

    def handle(self, *args: Any, hands: int, until_empty: bool, verbosity: int, **options: Any) -> None:
        if verbosity < 2:
            # Two lines for each task would drown the messages that the console shows.
            logging.getLogger("django_tasks").setLevel(logging.WARNING)
        sys.exit(Shift(hands=hands, until_empty=until_empty).run())
