"""How does the application get the token with which it renews its access to Zalo?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.message_ways.zalo import PROVIDER
from accounts.models import ProviderToken


class Command(BaseCommand):
    """Reads the token from standard input, so that it stands in no history of commands: `keep_zalo_token < FILE`."""

    help = (
        "Keep the refresh token of the Zalo Official Account, read from standard input, sealed. Each works once; "
        "the application renews it from then on. Run again when Zalo says that the token is invalid."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        token = sys.stdin.read().strip()
        if not token or " " in token or "\n" in token:
            raise CommandError("Put one refresh token on standard input.")
        columns = {"refresh_token": token, "access_token": "", "expires_at": None, "renewing_since": None}
        ProviderToken.objects.update_or_create(provider=PROVIDER, defaults=columns)
        self.stdout.write("Kept. The next message by Zalo renews it.")
