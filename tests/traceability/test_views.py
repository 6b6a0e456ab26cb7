"""Typing a code: every spelling leads to the label, every slip to help."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerPersonFactory, officer
from tests.factories.traceability import LotFactory
from traceability.codes import ALPHABET, shown
from traceability.models import Label, Scan

pytestmark = pytest.mark.django_db


def test_the_address_on_the_label_answers_with_and_without_slash(client, printed):
    label = printed()

    assert [client.get(f"/T/{label.code}{end}").status_code for end in ("", "/")] == [200, 200]
    assert reverse("traceability:origin", args=[label.code]) == f"/T/{label.code}"


def test_every_spelling_leads_to_the_address_on_the_label(client, printed):
    label = printed()
    code, grouped = label.code, shown(label.code)
    spellings = [
        f"/t/{code}",
        f"/t/{code}/",
        f"/t/{code.lower()}",
        f"/t/{grouped.lower()}/",
        f"/t/{grouped.replace('-', '%20')}",
        f"/T/{code.lower()}",
        f"/T/{grouped}",
        f"/t/?code={grouped.lower()}",
        f"/t/?code=+{code}+",
    ]
    answers = [client.get(address) for address in spellings]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, f"/T/{code}")] * 9
    assert Scan.objects.count() == 0


def test_english_stays_english(client, printed):
    label = printed()

    assert client.get(f"/en/t/{label.code.lower()}")["Location"] == f"/en/T/{label.code}"


def test_the_page_to_type_on_needs_no_script(client):
    html = client.get("/en/t/").content.decode()

    assert '<form class="form" action="/en/t/" method="get">' in html
    assert 'name="code"' in html
    assert client.get("/T/")["Location"] == "/t/"


@pytest.mark.parametrize(
    ("typed", "help_text"),
    [
        ("", "Type the twelve characters"),
        ("7K3Q", "A code has 12 characters, you typed 4."),
        ("7K3Q-HXB4-MW0O", "Labels have no letter O or I and no digit 0 or 1."),
        ("7K3Q-HXB4-MWĐ2", "letters without accents"),
        ("222222222223", "One character is wrong or two are swapped."),
    ],
)
def test_a_slip_gets_help_and_keeps_what_was_typed(client, typed, help_text):
    response = client.get("/en/t/", {"code": typed})
    html = response.content.decode()

    assert response.status_code == 404
    assert help_text in html
    assert f'value="{typed}"' in html or not typed
    assert "There is no such code" in html


def test_a_code_one_slip_away_is_offered(client, printed):
    label = printed()
    wrong = label.code[:4] + next(c for c in ALPHABET if c != label.code[4]) + label.code[5:]
    for address in (f"/en/T/{wrong}", f"/en/t/{wrong}", f"/en/t/?code={wrong}"):
        response = client.get(address)

        assert response.status_code == 404
        assert f'href="/en/T/{label.code}"' in response.content.decode()


def test_a_misread_look_alike_is_offered(client, printed):
    label = printed()
    misread = "O" + label.code[1:]

    assert f'href="/en/T/{label.code}"' in client.get(f"/en/T/{misread}").content.decode()


def test_nothing_typed_becomes_part_of_the_page_unescaped(client):
    html = client.get("/en/t/", {"code": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in html


# --- Printing ------------------------------------------------------------------------------------------------


@pytest.fixture
def lot():
    return LotFactory(product__farm__farmer__name="Rơ Châm H'Lan")


@pytest.fixture
def owner(lot):
    return FarmerPersonFactory(farmer=lot.product.farmer).user


def pages_of(lot):
    return [
        reverse(f"traceability:{name}", args=[lot.pk]) for name in ("labels", "reprint_labels", "void_labels")
    ]


def asked(**changes):
    return {
        "kind": "lot",
        "count": "24",
        "layout": "a4",
        "run": "11111111-2222-4333-8444-555555555555",
    } | changes


def test_the_farmer_gets_a_pdf(client, lot, owner):
    client.force_login(owner)
    response = client.post(pages_of(lot)[0], asked(kind="unit", count="30"))

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == f'attachment; filename="tem-{lot.code}.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"%PDF-")
    assert list(Label.objects.values_list("kind", "lot", "printed_by").distinct()) == [
        ("unit", lot.pk, owner.pk)
    ]
    assert Label.objects.count() == 30


def test_looking_prints_nothing(client, lot, owner):
    client.force_login(owner)

    assert client.get(pages_of(lot)[0]).status_code == 200
    assert [client.get(page).status_code for page in pages_of(lot)[1:]] == [405, 405]
    assert Label.objects.count() == 0


def test_sending_twice_prints_once(client, lot, owner):
    client.force_login(owner)
    for _ in range(2):
        client.post(pages_of(lot)[0], asked(kind="unit", count="30"))

    assert Label.objects.count() == 30


def test_too_many_units_are_refused_and_nothing_typed_is_lost(client, lot, owner):
    client.force_login(owner)
    response = client.post(f"/en{pages_of(lot)[0]}", asked(kind="unit", count="301"))
    html = response.content.decode()

    assert response.status_code == 400
    assert f"Lot {lot.code} has 300 kg, so at most 300 single labels." in html
    assert 'value="301"' in html
    assert asked()["run"] in html
    assert Label.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"count": "0"}, {"count": "1001"}, {"kind": "x"}, {"layout": "a3"}, {"count": ""}]
)
def test_what_can_not_be_printed_is_refused(client, lot, owner, wrong):
    client.force_login(owner)

    assert client.post(pages_of(lot)[0], asked(**wrong)).status_code == 400
    assert Label.objects.count() == 0


def test_labels_are_printed_again_and_made_void(client, lot, owner):
    client.force_login(owner)
    labels, reprint, void = pages_of(lot)
    client.post(labels, asked())
    label = Label.objects.get()

    again = client.post(reprint, {"code": label.code, "layout": "40x30"})
    assert (again.status_code, again["Content-Type"]) == (200, "application/pdf")

    client.post(void, {"code": label.code})
    assert Label.objects.get().state == "void"
    assert client.post(reprint, {"code": label.code}).status_code == 302
    assert shown(label.code) in client.get(labels).content.decode()


def test_the_anonymous_are_asked_to_sign_in(client, lot):
    for page in pages_of(lot):
        response = client.post(page, asked())
        assert (response.status_code, response["Location"].split("?")[0]) == (
            302,
            reverse("accounts:sign_in"),
        )
    assert Label.objects.count() == 0


def test_the_wrong_farmer_the_officer_and_the_dismissed_find_nothing(client, lot, owner):
    label = Label.objects.create(
        code="222222222222", kind="lot", lot=lot, farm=lot.farm, printed_at=lot.opened_at
    )
    other = FarmerPersonFactory().user
    lot.product.farmer.people.filter(user=owner).update(revoked_at=lot.opened_at)
    for user in (other, officer(), owner, UserFactory()):
        client.force_login(user)
        answers = [client.get(pages_of(lot)[0])]
        answers += [client.post(page, asked(code=label.code)) for page in pages_of(lot)]
        assert [answer.status_code for answer in answers] == [404] * 4

    label.refresh_from_db()
    assert (Label.objects.count(), label.state) == (1, "active")


def test_labels_of_another_lot_are_not_reached_through_ones_own(client, lot, owner):
    client.force_login(owner)
    other = LotFactory()
    label = Label.objects.create(
        code="222222222222", kind="lot", lot=other, farm=other.farm, printed_at=other.opened_at
    )
    for page in pages_of(lot)[1:]:
        assert client.post(page, {"code": label.code}).status_code == 302

    label.refresh_from_db()
    assert label.state == "active"


@pytest.mark.django_db
def test_type_code_answers_who_asks_for_its_head_alone(client):
    assert client.head("/t/").status_code == 200
