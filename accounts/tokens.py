"""Is this token of an authenticator app, or this recovery code, right and still unused?

Counted in the authenticator's row, because a cache that each process has for itself would let a token open twice
and every process compare as many wrong ones as allowed to all.
"""

import base64
import re
from datetime import datetime, timedelta
from hmac import compare_digest

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.signing_in import clock
from vietnam.text import half_width

DIGITS = 6
STEP_SECONDS = 30
MISSES_ALLOWED = 5
MISS_COUNTS_FOR = timedelta(minutes=5)


def token_at(secret: str, at: datetime, *, steps: int = 0) -> str:
    """The token of a secret (base32) at a moment, or so many steps of 30 seconds later (RFC 6238)."""
    key = base64.b32decode(secret, casefold=True)
    # SHA-1 is what every authenticator app computes with.
    return HOTP(key, DIGITS, SHA1()).generate(_step(at) + steps).decode()  # noqa: S303


def step_of(secret: str, token: str, at: datetime) -> int | None:
    """The step a typed token belongs to, counted from 1970, clocks being allowed to differ a little; None if none."""
    tolerance = settings.MFA_TOTP_TOLERANCE
    for steps in range(-tolerance, tolerance + 1):
        if compare_digest(token_at(secret, at, steps=steps).encode(), token.encode()):
            return _step(at) + steps
    return None


def digits_in(typed: str) -> str:
    """What was typed or pasted, without spaces and dashes."""
    return re.sub(r"[\s\-.]", "", half_width(typed))


def spend_token(*, user: User, token: str, at: datetime) -> Authenticator:
    """Use up a token or a recovery code of a user; gives what it belonged to.

    ValidationError: "wrong", "used" (a token opens once), "limit" (five wrong ones in five minutes).
    """
    with transaction.atomic():
        app = Authenticator.objects.select_for_update(no_key=True).get(
            user=user, type=Authenticator.Type.TOTP
        )
        since = (at - MISS_COUNTS_FOR).timestamp()
        misses = [moment for moment in app.data.get("misses", []) if moment > since]
        opened, error = None, _too_many(misses, at)
        if not error:
            opened, error = _compare(app, token, at)
            if opened:
                app.data["misses"] = []
            elif error and error.code == "wrong":
                app.data["misses"] = [*misses, at.timestamp()]
            app.save(update_fields=["data"])
    # Raised outside, or the miss would be rolled back with everything else.
    if error:
        raise error
    return opened or app


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP_SECONDS


def _too_many(misses: list[float], at: datetime) -> ValidationError | None:
    if len(misses) < MISSES_ALLOWED:
        return None
    free = datetime.fromtimestamp(misses[-MISSES_ALLOWED], tz=at.tzinfo) + MISS_COUNTS_FOR
    message = _("Too many wrong codes. Wait until %(when)s, then type the code the app shows.")
    return ValidationError(message, code="limit", params={"when": clock(free, at)})


def _compare(
    app: Authenticator, token: str, at: datetime
) -> tuple[Authenticator | None, ValidationError | None]:
    step = step_of(decrypt(app.data["secret"]), token, at)
    if step is not None:
        if step <= app.data.get("step", 0):
            message = _("This code was already used. Wait until the app shows the next one.")
            return None, ValidationError(message, code="used")
        app.data["step"] = step
        return app, None
    codes = Authenticator.objects.filter(user=app.user_id, type=Authenticator.Type.RECOVERY_CODES).first()
    if codes and codes.wrap().validate_code(token):
        return codes, None
    message = _("This code is not right. Type the six digits the app shows now, or a recovery code.")
    return None, ValidationError(message, code="wrong")
