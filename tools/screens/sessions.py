"""Who is signed in while the pictures are taken? Prints a session key for each user of the list, as JSON.

Runs in a process of its own, with the environment of the pictured application.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.utils import timezone


def session_key(phone: str, *, second_factor: bool) -> str:
    """Sign a phone in without a browser, as if its code and its second factor had just been given."""
    user = get_user_model().objects.get(phone=phone)
    session: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if second_factor:
        at = timezone.now().timestamp()
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": at}]
    session.create()
    return str(session.session_key)


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
