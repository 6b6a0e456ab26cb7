"""Somebody who has just come in: who are you, apply with the card, consents, how it stands."""

import pytest

from accounts.models import Consent
from farmers.models import Member
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    BIEN_HO,
    FarmerPersonFactory,
    MemberFactory,
    OfficerFactory,
    commune,
    officer,
)

HOME, JOIN, APPLY = "/ban-hang/", "/ban-hang/tham-gia/", "/ban-hang/hoi-vien/"
CARD = {
    "full_name": "Siu H'Ví Dụ",
    "citizen_id": "064 185 000 017",
    "born": "02/03/1985",
    "gender": "female",
    "issued_on": "09/08/2021",
    "permanent_address": "Làng Ví Dụ, Biển Hồ",
}
LIVES = {"commune": "bien ho", "address": "làng Ví Dụ"}
ALL = CARD | LIVES | {"member_data": "on", "screen": "2"}


@pytest.fixture
def user(client, db):
    commune()
    someone = UserFactory(name="")
    client.force_login(someone)
    return someone


def test_who_is_new_is_asked_who_they_are(client, user):
    assert client.get(HOME).url == JOIN

    page = client.get(JOIN).text
    for address in ("/ban-hang/nguoi-ban/", APPLY, "/ban-hang/nhan-ho-so/", "/nong-san/"):
        assert f'href="{address}"' in page


@pytest.mark.parametrize("known", [FarmerPersonFactory, MemberFactory])
def test_who_is_known_comes_home(client, user, known):
    known(user=user)

    assert client.get(HOME).status_code == 200


def test_an_officer_comes_home(client, db):
    client.force_login(officer())

    assert client.get(HOME).status_code == 200


def test_the_page_says_what_is_done_already(client, user):
    farmer = FarmerPersonFactory(user=user).farmer
    MemberFactory(user=user)

    page = client.get(JOIN).text

    assert farmer.commune_name in page
    assert "/ban-hang/nguoi-ban/" not in page
    assert "/ban-hang/nhan-ho-so/" not in page


def test_an_application_goes_screen_by_screen(client, user):
    first = client.post(APPLY, CARD | {"screen": "0"})
    second = client.post(APPLY, CARD | LIVES | {"screen": "1"})
    assert [page.context["form"].shown for page in (first, second)] == [1, 2]
    assert not Member.objects.exists()
    assert "checked" not in second.text

    assert client.post(APPLY, ALL).url == APPLY

    member = Member.objects.get()
    assert (member.user, member.citizen_id, member.birth_date.isoformat(), member.commune_code) == (
        user,
        "064185000017",
        "1985-03-02",
        BIEN_HO,
    )
    assert Consent.objects.get().purpose == "member_data"


def test_pressed_twice_it_is_one_and_says_how_it_stands(client, user):
    head = OfficerFactory(branch=commune(), role="head").user
    client.post(APPLY, ALL)
    client.post(APPLY, ALL)

    page = client.get(APPLY)

    assert Member.objects.count() == 1
    assert page.context["waiting"] is not None
    assert head.phone in page.text
    assert "064185000017" not in page.text


def test_without_the_consent_nothing_is_kept(client, user):
    page = client.post(APPLY, CARD | LIVES | {"screen": "2"})

    assert list(page.context["form"].errors) == ["member_data"]
    assert (Member.objects.count(), Consent.objects.count()) == (0, 0)


def test_what_disagrees_is_told_once_and_goes_on_all_the_same(client, user):
    odd = CARD | {"gender": "male", "born": "1958"}
    told = client.post(APPLY, odd | {"screen": "0"})
    seen = told.context["form"].initial["seen"]
    assert told.context["form"].shown == 0
    assert [("1985" in doubt, "nữ" in doubt) for doubt in told.context["form"].told] == [
        (True, False),
        (False, True),
    ]

    assert client.post(APPLY, odd | {"screen": "0", "seen": seen}).context["form"].shown == 1
    other = client.post(APPLY, odd | {"screen": "0", "seen": seen, "born": "1957"})
    assert other.context["form"].shown == 0
    client.post(APPLY, ALL | odd | {"seen": seen})
    assert Member.objects.get().birth_year == 1958


def test_a_doubt_that_was_never_shown_stops_a_whole_form_too(client, user):
    page = client.post(APPLY, ALL | {"gender": "male"})

    assert page.context["form"].shown == 0
    assert len(page.context["form"].told) == 1
    assert not Member.objects.exists()


def test_what_a_known_number_is_told_is_what_everybody_is_told(client, user):
    MemberFactory(citizen_id="064185000017", phone="+84905000001", full_name="Ai Đó Khác")

    known = client.post(APPLY, ALL, follow=True)
    Member.objects.filter(user=user).update(user=UserFactory())
    client.force_login(UserFactory(name="Người dùng"))
    unknown = client.post(APPLY, ALL | {"citizen_id": "064185000018"}, follow=True)

    assert (known.status_code, known.redirect_chain) == (unknown.status_code, unknown.redirect_chain)
    assert "Ai Đó Khác" not in known.text
    assert [page.context["member"].standing for page in (known, unknown)] == ["applied", "applied"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("citizen_id", "06418500001"),
        ("citizen_id", "0641850000177"),
        ("citizen_id", "06418500001a"),
        ("citizen_id", "231000017"),
        ("born", "31/02/1985"),
        ("born", "02/03/2999"),
        ("born", "1899"),
        ("born", "85"),
        ("issued_on", "1985"),
        ("gender", "other"),
        ("full_name", ""),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client, user, name, typed):
    page = client.post(APPLY, CARD | {"screen": "0", name: typed})

    assert page.context["form"].shown == 0
    assert name in page.context["form"].errors


def test_taking_the_register_consent_back(client, user):
    client.post(APPLY, ALL)
    assert "member_data" in client.get("/ban-hang/dong-y/").text

    client.post("/ban-hang/dong-y/", {"purpose": "member_data", "answer": "no"})

    assert Member.objects.get().standing == "refused"
    assert Consent.objects.get().withdrawn_at is not None

    client.post("/ban-hang/dong-y/", {"purpose": "member_data", "answer": "yes"})
    assert Consent.objects.filter(withdrawn_at=None).count() == 1


def test_who_is_not_in_the_register_agrees_to_nothing_about_it(client, user):
    client.post("/ban-hang/dong-y/", {"purpose": "member_data", "answer": "yes"})

    assert not Consent.objects.exists()
    assert "member_data" not in client.get("/ban-hang/dong-y/").text
