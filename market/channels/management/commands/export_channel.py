"""Write the listings of a branch in the format of a marketplace outside."""

from argparse import ArgumentParser
from typing import IO, Any

from farmers.workbook_command import WorkbookCommand
from market.channels.handing_over import write_listings


class Command(WorkbookCommand):
    """`export_channel postmart --out F.xlsx [--branch CODE]`."""

    help = "Write the listings of a branch, and of all below it, as the draft workbook of a channel."
    what = "listings"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("channel", help='the marketplace: "postmart"')
        super().add_arguments(parser)

    def write(self, target: IO[bytes], *, path: str, options: dict[str, Any]) -> int:
        return write_listings(target, channel=options["channel"], path=path, progress=self.show_progress)
