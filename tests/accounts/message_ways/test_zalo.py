"""Does a template message reach Zalo as its documentation asks, and is the token renewed once and in time?"""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.message_ways.letters import Letter, NotTaken, Receipt
from accounts.message_ways.zalo import PROVIDER, send_by_zalo
from accounts.models import ProviderToken

pytestmark = pytest.mark.django_db

LETTER = Letter("sign_in_code", "+84905123456", "012345 là mã.", {"digits": "012345", "minutes": 10})
TAKEN = {
    "error": 0,
    "message": "Success",
    "data": {"msg_id": "ee2f4e7f3a1f1b4a121c", "sent_time": "1616673095659", "quota": {"dailyQuota": "500"}},
}
EXPIRED = {"error": -124, "message": "Access token invalid"}
RENEWED = {"access_token": "second", "refresh_token": "r2", "expires_in": "90000"}


@pytest.fixture(autouse=True)
def contract(settings):
    settings.ZALO_APP_ID, settings.ZALO_SECRET_KEY = "4321", "secret"
    settings.ZALO_TEMPLATES, settings.ZALO_COST_VND = {"sign_in_code": "7895417"}, 300


@pytest.fixture
def token():
    expires = timezone.now() + timedelta(hours=20)
    return ProviderToken.objects.create(
        provider=PROVIDER, access_token="first", refresh_token="r1", expires_at=expires
    )


def test_a_message_is_asked_for_as_documented(provider, token):
    provider.says(TAKEN)

    assert send_by_zalo(LETTER) == Receipt("ee2f4e7f3a1f1b4a121c", 300)
    ((path, headers, body),) = provider.asked
    assert (path, headers["access_token"]) == ("/message/template", "first")
    assert body == {
        "phone": "84905123456",
        "template_id": "7895417",
        "template_data": {"digits": "012345", "minutes": "10"},
        "tracking_id": LETTER.key,
    }
    assert len(LETTER.key) <= 48


@pytest.mark.parametrize(("error", "code"), [(-108, "zalo_-108"), (-115, "zalo_-115"), (-118, "zalo_-118")])
def test_a_refusal_is_told_by_its_code(error, code, provider, token):
    provider.says({"error": error, "message": "…"})

    with pytest.raises(NotTaken, match=rf"^{code}$"):
        send_by_zalo(LETTER)


def test_a_kind_without_a_template_goes_by_another_way(provider, token, settings):
    settings.ZALO_TEMPLATES = {}

    with pytest.raises(NotTaken, match=r"^zalo_no_template$"):
        send_by_zalo(LETTER)
    assert provider.asked == []


def test_a_token_is_renewed_before_it_ends(provider, token):
    ProviderToken.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    provider.says(RENEWED, TAKEN)

    send_by_zalo(LETTER)

    (path, headers, body), (_path, sent_with, _body) = provider.asked
    assert (path, headers["secret_key"]) == ("/v4/oa/access_token", "secret")
    assert body == {"app_id": "4321", "grant_type": "refresh_token", "refresh_token": "r1"}
    assert sent_with["access_token"] == "second"
    token.refresh_from_db()
    assert (token.access_token, token.refresh_token, token.renewing_since) == ("second", "r2", None)
    assert token.expires_at > timezone.now() + timedelta(hours=24)


def test_a_token_that_is_no_longer_taken_is_renewed_once(provider, token):
    provider.says(EXPIRED, RENEWED, TAKEN)
    assert send_by_zalo(LETTER).provider_id == "ee2f4e7f3a1f1b4a121c"

    provider.says(EXPIRED, RENEWED | {"access_token": "third"}, EXPIRED)
    provider.answers.pop(0)
    with pytest.raises(NotTaken, match=r"^zalo_-124$"):
        send_by_zalo(LETTER)


def test_while_another_worker_renews_nobody_uses_the_token_twice(provider, token):
    ProviderToken.objects.update(renewing_since=timezone.now(), expires_at=timezone.now())

    with pytest.raises(NotTaken, match=r"^zalo_token_renewing$"):
        send_by_zalo(LETTER)
    assert provider.asked == []

    ProviderToken.objects.update(renewing_since=timezone.now() - timedelta(minutes=2))
    provider.says(RENEWED, TAKEN)
    assert send_by_zalo(LETTER).cost_vnd == 300


def test_a_renewal_that_fails_keeps_what_there_was(provider, token):
    ProviderToken.objects.update(expires_at=timezone.now())
    provider.says({"error": -14014, "error_name": "Invalid refresh token"})

    with pytest.raises(NotTaken, match=r"^zalo_token_-14014$"):
        send_by_zalo(LETTER)

    token.refresh_from_db()
    assert (token.access_token, token.refresh_token, token.renewing_since) == ("first", "r1", None)


def test_without_a_token_it_says_so(provider):
    with pytest.raises(NotTaken, match=r"^zalo_no_token$"):
        send_by_zalo(LETTER)


def test_the_first_token_is_kept_sealed(monkeypatch, tmp_path):
    (tmp_path / "token").write_text("r0\n")
    with (tmp_path / "token").open() as file:
        monkeypatch.setattr("sys.stdin", file)
        call_command("keep_zalo_token")

    kept = ProviderToken.objects.get()
    assert (kept.refresh_token, kept.access_token, kept.expires_at) == ("r0", "", None)
    assert ProviderToken.objects.extra(where=["refresh_token = 'r0'"]).count() == 0


def test_an_empty_token_is_refused(monkeypatch, tmp_path):
    (tmp_path / "token").touch()
    with (tmp_path / "token").open() as file:
        monkeypatch.setattr("sys.stdin", file)
        with pytest.raises(CommandError, match="standard input"):
            call_command("keep_zalo_token")
