"""Write the list of members of a branch as a workbook, delimited text or a PDF; the branch's history says so."""

import hashlib
from argparse import ArgumentParser
from typing import IO, Any

from django.core.management.base import CommandError
from django.utils import timezone
from wagtail.log_actions import log

from farmers.exporting import CONTENT_TYPES, Choice, MemberList, members_under
from farmers.member_columns import USUAL, columns_named, headers, sensitive_among
from farmers.models import Branch
from farmers.workbook_command import WorkbookCommand


class Command(WorkbookCommand):
    """`export_members --out F.xlsx [--branch CODE] [--columns a,b,c] [--format xlsx|csv|pdf] [--reason WHY]`."""

    help = "Write the members of a branch, and of all below it, as .xlsx, .csv or .pdf."
    what = "members"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        known = ", ".join(key for key, _header in headers())
        parser.add_argument(
            "--columns", default=",".join(USUAL), help=f"in their order, parted by commas; there are: {known}"
        )
        parser.add_argument("--format", choices=sorted(CONTENT_TYPES), help="else by the ending of --out")
        parser.add_argument("--reason", default="", help="why sensitive columns are needed")

    def write(self, target: IO[bytes], *, path: str, options: dict[str, Any]) -> int:
        choice = self._choice(options)
        if (sensitive := sensitive_among(columns_named(choice.columns))) and not choice.reason:
            names = ", ".join(column.key for column in sensitive)
            raise CommandError(f"{names}: sensitive columns leave only with a reason; give one with --reason")
        branch = Branch.objects.get(path=path)
        listed = MemberList(branch, members_under(path), choice, timezone.localdate())
        return listed.write(target, self.show_progress)

    def _choice(self, options: dict[str, Any]) -> Choice:
        ending = options["out"].suffix.lstrip(".").lower()
        columns = [key.strip() for key in options["columns"].split(",") if key.strip()]
        chosen = options["format"] or (ending if ending in CONTENT_TYPES else "xlsx")
        return Choice(columns=columns, format=chosen, reason=options["reason"].strip())

    def record(self, branch: Branch, rows: int, options: dict[str, Any]) -> None:
        choice = self._choice(options)
        with options["out"].open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        data = {
            "rows": rows,
            "columns": list(choice.columns),
            "format": choice.format,
            "sha256": digest,
            "reason": choice.reason,
        }
        log(instance=branch, action="farmers.members_exported", data=data)
