"""How does an operator write what a branch holds as a file, whole or not at all?"""

import sys
from abc import ABC, abstractmethod
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.sheets import CellTooLong, TooManyColumns, TooManyRows
from accounts.workbooks import written_whole
from farmers.models import Branch
from farmers.tree import branch_by_code


class WorkbookCommand(ABC, BaseCommand):
    """`--branch` is the code of a commune or province; without it, the whole association.

    A subclass says what it writes (`what`, for the last line) and writes it (`write`).
    """

    what: str
    # They load every page of the application, which a file of 400,000 rows has no memory to spare for.
    requires_system_checks: list[str] | tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, type=Path, help="the file to write, F.xlsx")
        parser.add_argument("--branch", default="", help="code of the commune or province (5 or 2 digits)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            branch = branch_by_code(options["branch"])
            with written_whole(options["out"]) as target:
                rows = self.write(target, path=branch.path, options=options)
            self.record(branch, rows, options)
        except (LookupError, CellTooLong, TooManyColumns, TooManyRows) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except OSError as error:
            raise CommandError(
                f"{options['out']}: {error.strerror}. Choose another place with --out."
            ) from error
        self.stdout.write(f"{rows} {self.what} of {branch.name} written to {options['out']}")

    @abstractmethod
    def write(self, target: IO[bytes], *, path: str, options: dict[str, Any]) -> int:
        """Write the records of a subtree; the number of them."""

    def record(self, branch: Branch, rows: int, options: dict[str, Any]) -> None:
        """Note that the file left."""

    def show_progress(self, rows: int) -> None:
        """Say on a terminal how far it is."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r{rows} rows", ending="")
