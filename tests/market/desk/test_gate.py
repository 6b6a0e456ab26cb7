import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as project
from django.test import Client
from django.urls import URLResolver, get_resolver

from accounts.models import User
from tests.factories.farmers import FarmerPersonFactory, officer

pytestmark = pytest.mark.django_db
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
HOUR = 3600


def come_in(client: Client, user: User, *, hours_ago: float | None = None) -> Client:
    """Signed in, and the second factor given so many hours ago (not at all without)."""
    client.force_login(user)
    if hours_ago is not None:
        session = client.session
        at = time.time() - hours_ago * HOUR
        session["account_authentication_methods"] = [{"method": "mfa", "at": at, "type": "totp", "id": 1}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


@pytest.fixture
def head() -> User:
    holder = officer(role="head")
    TOTP.activate(holder, SECRET)
    return holder


def desk_paths() -> list[str]:
    """Every address under /hoi/, with something in the place of ids."""

    def walk(entries, prefix):
        for entry in entries:
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, prefix + entry.pattern.describe().split("'")[1])
            else:
                yield prefix + entry.pattern.describe().split("'")[1]

    found = walk(get_resolver().url_patterns, "/")
    return sorted({path for path in found if path.startswith("/hoi/")})


def test_the_anonymous_are_led_to_sign_in_and_back(client):
    refused = client.get("/hoi/pages/?q=x")

    assert (refused.status_code, refused.headers["Location"]) == (
        302,
        "/dang-nhap/?next=%2Fhoi%2Fpages%2F%3Fq%3Dx",
    )


def test_a_farmer_is_refused_in_words_and_not_in_a_circle(client):
    person = FarmerPersonFactory()
    refused = come_in(client, person.user).get("/hoi/")

    assert refused.status_code == 403
    assert "accounts/not_an_officer.html" in {template.name for template in refused.templates}
    assert 'action="/dang-xuat/"' in refused.content.decode()


def test_an_officer_of_the_past_is_a_farmer_like_others(client, head):
    head.offices.update(until="2026-01-31")

    assert come_in(client, head, hours_ago=0).get("/hoi/").status_code == 403


def test_an_officer_without_a_second_factor_sets_one_up(client):
    refused = come_in(client, officer()).get("/hoi/")

    assert refused.headers["Location"] == "/xac-thuc/ung-dung/them/?next=%2Fhoi%2F"


def test_an_officer_who_did_not_give_it_is_asked(client, head):
    refused = come_in(client, head).get("/hoi/")

    assert refused.headers["Location"] == "/xac-thuc/lai/?next=%2Fhoi%2F"


def test_an_officer_with_a_fresh_second_factor_comes_in(client, head):
    assert come_in(client, head, hours_ago=7.99).get("/hoi/").status_code == 200


def test_after_eight_hours_it_is_asked_for_again(client, head):
    refused = come_in(client, head, hours_ago=8.01).get("/hoi/")

    assert refused.headers["Location"] == "/xac-thuc/lai/?next=%2Fhoi%2F"


@pytest.mark.parametrize(("hours_ago", "passes"), [(8.5, True), (9.01, False)])
def test_a_form_opened_in_time_may_still_be_sent(client, head, hours_ago, passes):
    sent = come_in(client, head, hours_ago=hours_ago).post(
        "/hoi/khong-co/", headers={"Referer": "http://testserver/hoi/hang-cho/"}
    )

    expected = (404, None) if passes else (302, "/xac-thuc/lai/?next=%2Fhoi%2Fhang-cho%2F")
    assert (sent.status_code, sent.headers.get("Location")) == expected


def test_the_second_factor_of_somebody_else_does_not_count(client, head):
    other = officer()
    TOTP.activate(other, SECRET)
    come_in(client, head, hours_ago=0)
    session = client.session
    session["account_authentication_methods_user"] = str(other.pk)
    session.save()

    assert client.get("/hoi/").headers["Location"] == "/xac-thuc/lai/?next=%2Fhoi%2F"


def test_a_superuser_needs_the_second_factor_too(client):
    boss = User.objects.create_superuser("+84905999999")
    assert come_in(client, boss).get("/hoi/").headers["Location"].startswith("/xac-thuc/ung-dung/them/")

    TOTP.activate(boss, SECRET)
    assert come_in(client, boss).get("/hoi/").headers["Location"].startswith("/xac-thuc/lai/")
    assert come_in(client, boss, hours_ago=0).get("/hoi/").status_code == 200


@pytest.mark.parametrize("headers", [{"X-Requested-With": "XMLHttpRequest"}, {"Sec-Fetch-Dest": "empty"}])
def test_a_script_gets_a_status_and_no_page(client, headers):
    refused = client.get("/hoi/", headers=headers)

    assert (refused.status_code, refused.headers["Content-Type"]) == (403, "text/plain")


def test_every_address_of_the_desk_is_behind_the_gate(client):
    paths = desk_paths()
    answers = {path: client.get(path) for path in paths}
    opened = {
        path
        for path, answer in answers.items()
        if not answer.headers.get("Location", "").startswith("/dang-nhap/?next=%2Fhoi")
    }

    assert len(paths) > 50
    assert opened == {"/hoi/login/", "/hoi/logout/"}
    assert any("/hoi/api/" in path for path in paths)


def test_wagtails_own_sign_in_leads_to_ours(client):
    led = client.get("/hoi/login/?next=/hoi/pages/")

    assert led.headers["Location"] == "/dang-nhap/?next=/hoi/pages/"


def test_an_officer_may_leave_without_proof(client, head):
    come_in(client, head).post("/hoi/logout/")

    assert "_auth_user_id" not in client.session


def test_the_desk_alone_has_the_looser_policy(client, head):
    come_in(client, head, hours_ago=0)
    policies = {path: client.get(path).headers["Content-Security-Policy"] for path in ("/hoi/", "/xac-thuc/")}

    assert policies["/hoi/"] == project.DESK_CONTENT_SECURITY_POLICY
    assert "unsafe-inline" not in policies["/xac-thuc/"]
