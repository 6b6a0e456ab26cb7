"""Who is signed in while the pictures are taken? Prints a session key for each user of the list, as JSON.

Runs in a process of its own, with the environment of the pictured application.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

import django
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest


def session_key(phone: str, *, second_factor: bool) -> str:
    """Sign a phone in without a browser, as if its code and its second factor (one is made if none is there) had just been given."""
    # After django.setup().
    from allauth.account.internal.flows.login import record_authentication  # noqa: PLC0415
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: PLC0415

    from accounts.second_factor import has_second_factor  # noqa: PLC0415

    user = get_user_model().objects.get(phone=phone)
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if second_factor:
        if not has_second_factor(user):
            TOTP.activate(user, generate_totp_secret())
        record_authentication(request, user, "mfa", type="totp")
    request.session.save()
    return str(request.session.session_key)


def main() -> int:
    """Read {name: {phone, second_factor}} from the first argument, print {name: session key}."""
    django.setup()
    users = json.loads(sys.argv[1])
    keys = {
        name: session_key(user["phone"], second_factor=user.get("second_factor", False))
        for name, user in users.items()
    }
    print(json.dumps(keys))
    return 0


if __name__ == "__main__":
    sys.exit(main())
