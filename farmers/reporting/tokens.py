"""By which word does a machine fetch the figures of a branch, and how is it taken back? Counts alone, never people."""

import secrets
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.encryption import blind_index
from accounts.models import User
from farmers.models import Branch, FiguresToken

FIELD = "farmers.figurestoken.digest"
BYTES = 32
LONGEST = 100  # of what a machine sends; longer is no token


@transaction.atomic
def give_token(*, branch: Branch, name: str, by: User, at: datetime) -> tuple[FiguresToken, str]:
    """A new token and its word, which is told this once; only its keyed digest is kept."""
    word = secrets.token_urlsafe(BYTES)
    token = FiguresToken(branch=branch, name=name.strip(), made_by=by, made_at=at, digest=digest_of(word))
    token.full_clean()
    token.save()
    log(instance=token, action="farmers.figures_token_given", user=by, timestamp=at)
    return token, word


@transaction.atomic
def revoke_token(*, token: FiguresToken, by: User, at: datetime) -> FiguresToken:
    """Take a token back; it opens nothing from now on."""
    locked = FiguresToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    if locked.revoked_at is not None:
        raise ValidationError(_("This token was already taken back."), code="revoked")
    locked.revoked_at = at
    locked.save(update_fields=["revoked_at"])
    log(instance=locked, action="farmers.figures_token_revoked", user=by, timestamp=at)
    return locked


def token_of(word: str, on: date) -> FiguresToken | None:
    """The token of a word, unless it was taken back. The day of use is noted."""
    if not word or len(word) > LONGEST:
        return None
    found = FiguresToken.objects.filter(digest=digest_of(word), revoked_at__isnull=True).select_related(
        "branch"
    )
    token = found.first()
    if token is not None and token.used_on != on:
        FiguresToken.objects.filter(pk=token.pk).update(used_on=on)
    return token


def digest_of(word: str) -> str:
    """What is kept of a word."""
    return blind_index(word, field=FIELD)
