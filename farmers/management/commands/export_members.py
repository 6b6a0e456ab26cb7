"""Write the list of members of a branch as a workbook."""

from typing import IO, Any

from farmers.members_workbook import write_members
from farmers.workbook_command import WorkbookCommand


class Command(WorkbookCommand):
    """`export_members --out F.xlsx [--branch CODE]`."""

    help = "Write the members of a branch, and of all below it, as an .xlsx workbook."
    what = "members"

    def write(self, target: IO[bytes], *, path: str, options: dict[str, Any]) -> int:
        return write_members(target, path=path, progress=self.show_progress)
