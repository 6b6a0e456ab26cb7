"""Write the list of members of a branch as a workbook."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.workbooks import written_whole
from farmers.members_workbook import write_members
from farmers.tree import branch_by_code


class Command(BaseCommand):
    """`--branch` is the code of a commune or province; without it, the whole association."""

    help = "Write the members of a branch, and of all below it, as an .xlsx workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, type=Path, help="the workbook to write, F.xlsx")
        parser.add_argument("--branch", default="", help="code of the commune or province (5 or 2 digits)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            branch = branch_by_code(options["branch"])
            with written_whole(options["out"]) as target:
                rows = write_members(target, path=branch.path, progress=self._progress)
        except LookupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"{options['out']}: {error.strerror}. Choose another place with --out."
            ) from error
        self.stdout.write(f"{rows} members of {branch.name} written to {options['out']}")

    def _progress(self, rows: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{rows} rows", ending="")
