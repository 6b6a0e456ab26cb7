import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import SignInCode, User
from accounts.signing_in import digits_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PHONE, TYPED = "+84905123456", "0905 123 456"
SIGN_IN, ANSWER, AGAIN = "/dang-nhap/", "/dang-nhap/ma/", "/dang-nhap/ma/gui-lai/"


def newest() -> SignInCode:
    return SignInCode.objects.latest("asked_at")


def wrong() -> str:
    return f"{(int(digits_of(newest().id)) + 1) % 10**6:06}"


def ask(client: Client, typed: str = TYPED, onward: str = "") -> str:
    """Where the first page leads."""
    return client.post(SIGN_IN, {"phone": typed, "next": onward}).headers.get("Location", "")


def type_code(client: Client, digits: str, onward: str = ""):
    return client.post(ANSWER, {"digits": digits, "next": onward})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def without_token(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)


def test_names_lead_to_the_addresses_of_the_plan():
    assert [reverse(f"accounts:{name}") for name in ("sign_in", "answer", "sign_out")] == [
        SIGN_IN,
        ANSWER,
        "/dang-xuat/",
    ]
    assert reverse("account_login") == SIGN_IN


def test_a_phone_and_its_code_lead_in_for_180_days(client):
    assert ask(client) == ANSWER
    response = type_code(client, digits_of(newest().id), "/dang-nhap/x/")

    assert (response.status_code, response.headers["Location"]) == (302, "/dang-nhap/x/")
    assert signed_in(client)
    assert User.objects.get().phone == PHONE
    assert response.cookies["sessionid"]["max-age"] == 180 * 86_400


def test_the_session_gets_another_key_at_sign_in(client):
    ask(client)
    before = client.session.session_key
    type_code(client, digits_of(newest().id), "/x/")

    assert client.session.session_key != before
    assert "sign_in_code" not in client.session


def test_the_pages_are_the_same_for_a_known_and_an_unknown_phone():
    UserFactory(phone=PHONE)
    pages = []
    for typed in (TYPED, "0905 123 457"):
        browser = Client()
        asked = browser.post(SIGN_IN, {"phone": typed})
        page = without_token(browser.get(ANSWER).content).replace(typed.encode(), b"")
        digits = wrong()
        refused = without_token(type_code(browser, digits).content).replace(typed.encode(), b"")
        refused = refused.replace(digits.encode(), b"")
        headers = {
            name: value for name, value in asked.headers.items() if name not in {"Set-Cookie", "Expires"}
        }
        pages.append((asked.status_code, headers, asked.content, page, refused))

    assert pages[0] == pages[1]


def test_asking_looks_at_no_user(client, django_assert_max_num_queries):
    UserFactory(phone=PHONE)
    with django_assert_max_num_queries(30) as queries:
        ask(client)

    assert [query["sql"] for query in queries if "accounts_user" in query["sql"]] == []


def test_the_digits_are_nowhere_in_page_or_session(client):
    ask(client)
    digits = digits_of(newest().id)

    assert digits not in client.get(ANSWER).content.decode()
    assert digits not in str(dict(client.session))


@pytest.mark.parametrize("typed", ["", "12345", "0269 3824 403", "0123 456 7890", "abc"])
def test_a_phone_that_cannot_be_reached_is_refused_beside_the_field(client, typed):
    page = client.post(SIGN_IN, {"phone": typed, "next": "/x/"})
    html = page.content.decode()

    assert page.status_code == 200
    assert 'id="id_phone_error"' in html
    assert f'value="{typed}"' in html or not typed
    assert 'name="next" value="/x/"' in html
    assert not SignInCode.objects.exists()


@pytest.mark.parametrize("typed", ["12345", "12 345 67", "abcdef", ""])
def test_a_slip_costs_no_try_and_stays_in_the_field(client, typed):
    ask(client)
    html = type_code(client, typed).content.decode()

    assert 'id="id_digits_error"' in html
    assert f'value="{typed}"' in html or not typed
    assert newest().attempts_left == 5


def test_a_code_may_be_pasted_with_spaces(client):
    ask(client)
    digits = digits_of(newest().id)
    type_code(client, f" {digits[:3]} {digits[3:]} ", "/x/")

    assert signed_in(client)


def test_the_sixth_wrong_code_is_refused_with_what_to_do(client):
    ask(client)
    tries = [type_code(client, wrong()).content.decode() for _ in range(6)]

    assert all('id="id_digits_error"' in page for page in tries)
    assert "Ask for a new one below" in tries[5] or "mã mới" in tries[5]
    assert f'action="{AGAIN}"' in tries[5]
    type_code(client, digits_of(newest().id))
    assert not signed_in(client)


def test_the_limit_is_said_beside_the_phone(client, settings):
    settings.SIGN_IN_CODES_PER_PHONE_10_MINUTES = 1
    ask(client)
    page = client.post(SIGN_IN, {"phone": TYPED})

    assert page.status_code == 200
    assert 'id="id_phone_error"' in page.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "///evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\t//evil.example",
    ],
)
def test_nobody_is_sent_to_another_host(client, elsewhere):
    page = client.get(SIGN_IN, {"next": elsewhere}).content.decode()
    asked = ask(client, onward=elsewhere)
    UserFactory(phone="+84905123458")
    client.force_login(User.objects.get())
    turned = client.get(SIGN_IN, {"next": elsewhere}, follow=False).headers["Location"]

    assert 'name="next" value=""' in page
    assert asked == ANSWER
    assert turned == "/ban-hang/"


def test_next_is_kept_over_both_pages(client):
    onward = "/nong-san/?q=ca+phe&trang=2"
    page = client.get(SIGN_IN, {"next": onward}).content.decode()
    led_to = ask(client, onward=onward)
    second = client.get(led_to).content.decode()
    response = type_code(client, digits_of(newest().id), onward)

    kept = 'name="next" value="/nong-san/?q=ca+phe&amp;trang=2"'
    assert kept in page
    assert kept in second
    assert led_to == "/dang-nhap/ma/?next=%2Fnong-san%2F%3Fq%3Dca%2Bphe%26trang%3D2"
    assert response.headers["Location"] == onward


def test_without_a_code_the_second_page_leads_to_the_first(client):
    assert client.get(f"{ANSWER}?next=/x/").headers["Location"] == f"{SIGN_IN}?next=%2Fx%2F"
    assert client.post(AGAIN, {"next": "/x/"}).headers["Location"] == f"{SIGN_IN}?next=%2Fx%2F"


def test_whoever_is_in_already_goes_on(client):
    client.force_login(UserFactory())

    assert client.get(f"{SIGN_IN}?next=/x/").headers["Location"] == "/x/"


def test_another_code_is_sent_only_after_a_while(client):
    ask(client)
    first = newest()
    client.post(AGAIN)
    assert newest() == first

    SignInCode.objects.update(asked_at=timezone.now() - timedelta(seconds=31))
    assert client.post(AGAIN, {"next": "/x/"}).headers["Location"] == f"{ANSWER}?next=%2Fx%2F"
    assert newest().phone == PHONE
    assert newest() != first
    type_code(client, digits_of(newest().id), "/x/")
    assert signed_in(client)


def test_another_code_may_be_refused_by_the_limit(client, settings):
    settings.SIGN_IN_CODES_PER_PHONE_10_MINUTES = 1
    ask(client)
    SignInCode.objects.update(asked_at=timezone.now() - timedelta(seconds=31))
    client.post(AGAIN)

    assert SignInCode.objects.count() == 1
    assert "notice error" in client.get(ANSWER).content.decode()


def test_a_code_opens_only_in_the_browser_that_asked(client):
    ask(client)
    other = Client()

    assert type_code(other, digits_of(newest().id)).headers["Location"] == SIGN_IN
    assert not signed_in(other)


def test_signing_out_takes_a_post(client):
    client.force_login(UserFactory())
    assert client.get("/dang-xuat/").status_code == 405
    assert signed_in(client)

    response = client.post("/dang-xuat/", {"next": "https://evil.example/"})
    assert response.headers["Location"] == "/"
    assert not signed_in(client)


def test_the_pages_ask_the_phone_for_the_right_keyboard_and_are_kept_by_nobody(client):
    first = client.get(SIGN_IN)
    ask(client)
    second = client.get(ANSWER)

    assert 'type="tel"' in first.content.decode()
    assert 'autocomplete="one-time-code" inputmode="numeric"' in second.content.decode()
    for page in (first, second):
        assert "no-store" in page.headers["Cache-Control"]


def test_the_english_pages_speak_english(client):
    html = client.get("/en/dang-nhap/").content.decode()

    assert '<html lang="en">' in html
    assert "Your mobile number" in html


def test_a_browser_keeps_a_word_of_its_own_that_scripts_cannot_read(client):
    cookie = client.get(SIGN_IN).cookies["device"]
    assert re.fullmatch(r"[0-9a-f]{32}", cookie.value)
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 86_400)

    ask(client)
    assert client.cookies["device"].value == cookie.value


def test_a_browser_asks_only_so_often_whatever_the_phone(client, settings):
    settings.SIGN_IN_CODES_PER_DEVICE_HOUR = 2
    client.get(SIGN_IN)
    led = [ask(client, f"090512345{n}") for n in range(3)]

    assert led == [ANSWER, ANSWER, ""]
    assert ask(Client(), "0905123459") == ANSWER


@pytest.mark.parametrize("word", ["", "x", "a" * 33, "A" * 32])
def test_a_word_that_is_not_ours_is_replaced(client, word):
    client.cookies["device"] = word

    assert client.get(SIGN_IN).cookies["device"].value != word
