import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import SignInCode, User
from accounts.signing_in import digits_of
from accounts.tokens import token_at
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
PHONE = "+84905123456"


@pytest.fixture
def user() -> User:
    holder = UserFactory(phone=PHONE)
    TOTP.activate(holder, SECRET)
    RecoveryCodes.activate(holder)
    return holder


def token(steps: int = 0) -> str:
    return token_at(SECRET, timezone.now(), steps=steps)


def prove_phone(client: Client, onward: str = "/x/"):
    client.post("/dang-nhap/", {"phone": PHONE})
    digits = digits_of(SignInCode.objects.latest("asked_at").id)
    return client.post("/dang-nhap/ma/", {"digits": digits, "next": onward})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def records(client: Client) -> list[tuple[str, str, bool]]:
    kept = client.session.get("account_authentication_methods", [])
    return [(r["method"], r.get("type", ""), r.get("reauthenticated", False)) for r in kept]


def patterns(found=None, prefix=""):
    for entry in get_resolver().url_patterns if found is None else found:
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry


def test_of_allauth_only_the_second_factor_can_be_reached():
    ours = {
        entry.name
        for _, entry in patterns()
        if entry.callback.__module__.split(".")[0] == "allauth"
        or str(entry.name).split("_")[0] in {"account", "mfa", "socialaccount", "usersessions"}
    }

    assert ours == {
        "account_login",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
    }


def test_the_proven_phone_of_an_officer_is_not_enough(client, user):
    response = prove_phone(client)

    assert response.headers["Location"] == reverse("mfa_authenticate") == "/xac-thuc/ma/"
    assert not signed_in(client)
    assert client.get("/xac-thuc/ma/").status_code == 200


def test_the_token_leads_in_and_on(client, user):
    prove_phone(client)
    response = client.post("/xac-thuc/ma/", {"code": token()})

    assert response.headers["Location"] == "/x/"
    assert signed_in(client)
    assert records(client) == [("mfa", "totp", False)]


def test_a_recovery_code_leads_in(client, user):
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    prove_phone(client)
    client.post("/xac-thuc/ma/", {"code": f"{code[:4]} {code[4:]}"})

    assert records(client) == [("mfa", "recovery_codes", False)]


def test_without_a_wish_an_officer_lands_at_the_desk(client, user):
    prove_phone(client, onward="")

    assert client.post("/xac-thuc/ma/", {"code": token()}).headers["Location"] == "/hoi/"


def test_a_token_leads_in_once(client, user):
    spent = token()
    prove_phone(client)
    client.post("/xac-thuc/ma/", {"code": spent})
    SignInCode.objects.all().delete()
    other = Client()
    prove_phone(other)
    page = other.post("/xac-thuc/ma/", {"code": spent})

    assert page.status_code == 200
    assert 'id="id_code_error"' in page.content.decode()
    assert not signed_in(other)


@pytest.mark.parametrize("data", [{}, {"code": ""}, {"code": "000000"}, {"credential": "{}"}])
def test_a_wrong_token_leads_nowhere(client, user, data):
    prove_phone(client)
    page = client.post("/xac-thuc/ma/", data)

    assert page.status_code == 200
    assert 'id="id_code_error"' in page.content.decode()
    assert not signed_in(client)


def test_the_second_step_needs_the_first(client, user):
    assert client.get("/xac-thuc/ma/").headers["Location"] == "/dang-nhap/"
    assert client.post("/xac-thuc/ma/", {"code": token()}).headers["Location"] == "/dang-nhap/"


def test_setting_up_the_app_counts_as_proof_and_spends_its_token(client):
    user = UserFactory()
    client.force_login(user)
    page = client.get("/xac-thuc/ung-dung/them/").content.decode()
    secret = re.search(r'class="secret">([^<]+)<', page).group(1).replace(" ", "")
    again = client.get("/xac-thuc/ung-dung/them/").content.decode()
    assert secret in again.replace(" ", "")
    assert secret not in str(dict(client.session))

    typed = token_at(secret, timezone.now())
    response = client.post("/xac-thuc/ung-dung/them/", {"code": typed})
    assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert records(client) == [("mfa", "totp", True)]
    assert client.get(response.headers["Location"]).status_code == 200
    assert "mfa.totp.secret" not in client.session
    reused = client.post("/xac-thuc/lai/", {"code": typed, "next": "/x/"})
    assert reused.status_code == 200


def test_setting_up_refuses_a_wrong_token_and_keeps_the_secret(client):
    client.force_login(UserFactory())
    first = client.get("/xac-thuc/ung-dung/them/").context["form"].secret
    page = client.post("/xac-thuc/ung-dung/them/", {"code": "12345"})

    assert 'id="id_code_error"' in page.content.decode()
    assert page.context["form"].secret == first
    assert not Authenticator.objects.exists()


def test_a_password_of_a_superuser_proves_nothing(client):
    boss = User.objects.create_superuser(PHONE, password="a long password of a boss")
    client.force_login(boss)

    assert client.get("/xac-thuc/ung-dung/them/").status_code == 200
    assert client.get("/xac-thuc/mat-khau/").headers["Location"] == "/xac-thuc/lai/"
    assert client.get("/xac-thuc/lai/").status_code == 403


@pytest.mark.parametrize(
    "path", ["/xac-thuc/ma-du-phong/", "/xac-thuc/ma-du-phong/tao/", "/xac-thuc/ung-dung/bo/"]
)
def test_what_weakens_the_second_factor_asks_for_it_again(client, user, path):
    client.force_login(user)
    refused = client.get(path)
    assert refused.headers["Location"].startswith("/xac-thuc/lai/?next=")

    proven = client.post(refused.headers["Location"], {"code": token(), "next": path})
    assert proven.headers["Location"] == path
    assert client.get(path).status_code == 200


def test_recovery_codes_are_shown_downloaded_and_made_anew(client, user):
    client.force_login(user)
    client.post("/xac-thuc/lai/", {"code": token(), "next": "/x/"})
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    page = client.get("/xac-thuc/ma-du-phong/").content.decode()
    download = client.get("/xac-thuc/ma-du-phong/tai/")
    client.post("/xac-thuc/ma-du-phong/tao/")

    assert all(code in page for code in codes)
    assert download.content.decode().split()[-10:] == codes
    assert codes != Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


def test_taking_the_app_off_takes_the_recovery_codes_too(client, user):
    client.force_login(user)
    client.post("/xac-thuc/lai/", {"code": token(), "next": "/x/"})
    client.post("/xac-thuc/ung-dung/bo/")

    assert not Authenticator.objects.exists()
    assert reverse("mfa_activate_totp") in client.get("/xac-thuc/").content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
    ],
)
def test_the_pages_are_for_whoever_is_signed_in(client, name):
    refused = client.get(reverse(name))

    assert refused.status_code == 302
    assert refused.headers["Location"].startswith("/dang-nhap/")
