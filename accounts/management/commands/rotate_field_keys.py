"""Are all encrypted values under the first key of FIELD_KEYS?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.encryption import CannotDecrypt
from accounts.rotating import encrypted_columns, rotate_column, rotate_second_factors


class Command(BaseCommand):
    """Run after putting a new key first in FIELD_KEYS and restarting everything; run again if it was interrupted."""

    help = (
        "Encrypt every personal value and second-factor secret that is under an older key with the first key of "
        "FIELD_KEYS. May be interrupted and run again. Keep the older keys for 90 more days: exported files that "
        "were made with them are opened with them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="Rows in one transaction (500).")

    def handle(self, *args: Any, batch: int, **options: Any) -> None:
        parts = {field.label: rotate_column(field, batch=batch) for field in encrypted_columns()}
        parts["mfa.authenticator.data"] = rotate_second_factors(batch=batch)
        for name, batches in parts.items():
            total = 0
            try:
                for changed in batches:
                    total += changed
                    if self.stderr.isatty():
                        self.stderr.write(f"\r{name}: {total} ", ending="")
            except CannotDecrypt as error:
                message = f"{error}. Put that key back into FIELD_KEYS, after the current one, and run again."
                self.stderr.write(message)
                raise SystemExit(1) from error
            self.stdout.write(f"{name}: {total} values brought under the current key")
