"""With which word may a new officer set up the second factor? One handed over in person, once, within two weeks.

A stolen SIM alone must not open the desk. Who was ever invited enrols an authenticator app only with an open invitation.
"""

import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.encryption import blind_index
from accounts.models import Invitation, User

# No O and 0, no I and 1: it is read out, or copied from a slip of paper.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
WORD_LENGTH = 10
VALID_FOR = timedelta(days=14)


def _digest(user: User, word: str) -> str:
    plain = "".join(letter for letter in word.upper() if letter in ALPHABET)
    return blind_index(f"{user.pk}/{plain}", field="accounts.invitation.digest")


@transaction.atomic
def invite(*, user: User, by: User, at: datetime) -> str:
    """A new word for a user, "ABCDE-FGHJK", shown this once; the one before is void, and so is the old app.

    So this is also what helps an officer who lost the phone.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    Invitation.objects.filter(user=user, used_at=None).update(used_at=at)
    Authenticator.objects.filter(user=user).delete()
    word = "".join(secrets.choice(ALPHABET) for _place in range(WORD_LENGTH))
    Invitation.objects.create(
        user=user, digest=_digest(user, word), made_by=by, made_at=at, expires_at=at + VALID_FOR
    )
    return f"{word[:5]}-{word[5:]}"


def needs_invitation(user: User) -> bool:
    """Whether a user enrols a second factor only with an invitation."""
    return user.invitations.exists()


def spend_invitation(*, user: User, word: str, at: datetime) -> None:
    """Use an invitation up; ValidationError when it is not this user's open one."""
    spent = Invitation.objects.filter(
        user=user, digest=_digest(user, word), used_at=None, expires_at__gt=at
    ).update(used_at=at)
    if not spent:
        message = _("This invitation is not right, was used, or is older than two weeks. Ask for a new one.")
        raise ValidationError(message, code="invitation")
