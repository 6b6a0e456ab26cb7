"""Print the labels of a lot into a PDF."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.workbooks import written_whole
from traceability import label_sheets
from traceability.labels import LABELS_PER_PRINTING, print_labels
from traceability.models import Label, Lot


class Command(BaseCommand):
    """The file is opened before codes are made, so that a place that can't be written costs none."""

    help = "Print labels with QR codes for a lot into a PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "lot", metavar="LOT", help="code of the lot, as its page and the desk show it: 2611-42"
        )
        parser.add_argument(
            "--count",
            type=int,
            required=True,
            metavar="N",
            help=f"how many labels, 1 to {LABELS_PER_PRINTING}",
        )
        parser.add_argument(
            "--kind",
            choices=Label.Kind.values,
            default=Label.Kind.LOT,
            help="lot: one code for all (default); unit: each its own; farm: the farm's lasting code",
        )
        parser.add_argument("--layout", choices=list(label_sheets.LAYOUTS), default="a4", help="paper (a4)")
        parser.add_argument("--out", type=Path, required=True, metavar="F.pdf", help="the PDF to write")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        lot, asked = _lot(options["lot"]), {name: options[name] for name in ("kind", "count")}
        try:
            with written_whole(out) as target:
                labels = print_labels(lot=lot, by=None, at=timezone.now(), **asked)
                label_sheets.draw(labels, target, options["layout"], self._progress_of(len(labels)))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}. Choose another place with --out.") from error
        distinct = len({label.code for label in labels})
        self.stdout.write(f"{out}: {len(labels)} labels, {distinct} codes, lot {lot.code}")

    def _progress_of(self, total: int) -> Any:
        began = timezone.now()

        def tell(done: int) -> None:
            if sys.stderr.isatty() and (timezone.now() - began).total_seconds() > 2:
                self.stderr.write(f"\r{done}/{total}", ending="\n" if done == total else "")

        return tell


def _lot(code: str) -> Lot:
    lot = Lot.objects.filter(code=code.strip().upper()).first()
    if lot is None:
        newest = Lot.objects.order_by("-pk").first()
        remedy = (
            f"Codes look like {newest.code}, the newest." if newest else "Publish a listing: it opens one."
        )
        raise CommandError(f"LOT: there is no lot {code}. {remedy}")
    return lot
