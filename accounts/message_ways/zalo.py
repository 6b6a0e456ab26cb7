"""A template message by Zalo to whoever has Zalo under this phone.

https://developers.zalo.me, "Zalo Notification Service". Each kind of message needs a template that Zalo has approved
(ZALO_TEMPLATES); one without goes by the next way, as does somebody without Zalo. An access token lives about a day, and
the token to renew it works once: the pair is kept sealed, and renewed by one worker at a time.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.message_ways.letters import Letter, NotTaken, Receipt
from accounts.message_ways.posting import post_form, post_json
from accounts.models import ProviderToken

PROVIDER = "zalo"
TOKEN_INVALID = -124
RENEWED_BEFORE = timedelta(minutes=5)
GIVEN_UP_AFTER = timedelta(minutes=1)  # by a worker that died while it asked


def send_by_zalo(letter: Letter) -> Receipt:
    """Send it; NotTaken with Zalo's code. A token that Zalo no longer takes is renewed once."""
    template = settings.ZALO_TEMPLATES.get(letter.kind)
    if not template:
        raise NotTaken("zalo_no_template")
    token = _valid_token()
    answer = _ask(letter, template, token)
    if answer.get("error") == TOKEN_INVALID:
        answer = _ask(letter, template, _renewed(instead_of=token))
    if answer.get("error") != 0:
        raise NotTaken(f"zalo_{answer.get('error', 'unknown')}")
    found = answer.get("data")
    number = found.get("msg_id", "") if isinstance(found, dict) else ""
    return Receipt(str(number)[:64], settings.ZALO_COST_VND)


def _ask(letter: Letter, template: str, token: str) -> dict[str, object]:
    body = {
        "phone": letter.phone.removeprefix("+"),
        "template_id": template,
        "template_data": {name: str(value) for name, value in letter.data.items()},
        "tracking_id": letter.key,
    }
    return post_json(settings.ZALO_URL, body, {"access_token": token})


def _valid_token() -> str:
    kept = ProviderToken.objects.filter(provider=PROVIDER).first()
    if kept is None:
        raise NotTaken("zalo_no_token")
    if kept.expires_at is None or kept.expires_at <= timezone.now() + RENEWED_BEFORE:
        return _renewed(instead_of=kept.access_token)
    return kept.access_token


def _renewed(*, instead_of: str) -> str:
    """Another access token, unless another worker has just got one; NotTaken while one is getting it.

    Nothing is locked while Zalo is asked: one table's lock is the whole database's on SQLite.
    """
    kept, now = ProviderToken.objects.get(provider=PROVIDER), timezone.now()
    if kept.access_token != instead_of:
        return kept.access_token
    mine = ProviderToken.objects.filter(
        Q(renewing_since=None) | Q(renewing_since__lt=now - GIVEN_UP_AFTER), provider=PROVIDER
    )
    if not mine.update(renewing_since=now):
        raise NotTaken("zalo_token_renewing")
    try:
        kept.access_token, kept.refresh_token, lives = _asked_anew(kept.refresh_token)
        kept.expires_at = now + lives
    finally:
        kept.renewing_since = None
        kept.save()
    return kept.access_token


def _asked_anew(refresh_token: str) -> tuple[str, str, timedelta]:
    """A new pair, and how long the first lives."""
    form = {"app_id": settings.ZALO_APP_ID, "grant_type": "refresh_token", "refresh_token": refresh_token}
    answer = post_form(settings.ZALO_TOKEN_URL, form, {"secret_key": settings.ZALO_SECRET_KEY})
    try:
        lives = timedelta(seconds=int(str(answer["expires_in"])))
        return str(answer["access_token"]), str(answer["refresh_token"]), lives
    except (KeyError, ValueError):
        raise NotTaken(f"zalo_token_{answer.get('error', 'unknown')}") from None
