"""Figures for machines: by a token in the header, counts alone."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from farmers.models import FiguresToken
from farmers.models.member_records import MemberConfidence
from farmers.reporting.tokens import give_token, revoke_token
from market.desk.reports import KINDS
from tests.factories.farmers import commune, officer, other_commune, province
from tests.farmers.reporting.conftest import AT, chapter, member
from tests.market.desk.conftest import at_the_desk

pytestmark = pytest.mark.django_db

JSON, CSV = (reverse("figures_api:figures", args=(ending,)) for ending in ("json", "csv"))
TOKENS = reverse("desk:figures_tokens")


@pytest.fixture
def word(db) -> str:
    """A token of the commune."""
    _token, word = give_token(branch=commune(), name="IOC", by=officer(role="head"), at=AT)
    return word


def fetch(client, url: str, word: str, **asked: str):
    return client.get(url, asked, headers={"authorization": f"Bearer {word}"})


def test_figures_come_as_json_and_csv_alike(client, word):
    member(branch=chapter(), on=date(2026, 8, 1))
    member(branch=other_commune())

    told = fetch(client, JSON, word, report="strength", period="2026q3")
    rows = list(
        csv.DictReader(
            io.StringIO(fetch(client, CSV, word, report="strength", period="2026q3").content.decode())
        )
    )

    read = told.json()
    assert read["branch"] == {"code": commune().place_code, "name": commune().name}
    assert (read["period"], read["as_of"], read["report"]) == ("2026q3", "2026-09-30", "strength")
    assert [(unit["name"], unit["figures"]["members"]) for unit in read["units"]] == [(chapter().name, 1)]
    assert [(row["name"], row["members"]) for row in rows] == [(chapter().name, "1"), (commune().name, "1")]
    assert told["Cache-Control"].split(",")[0] == "no-store"


@pytest.mark.parametrize("report", KINDS)
@pytest.mark.parametrize("url", [JSON, CSV])
def test_every_report_names_no_person(client, word, report, url):
    somebody = member(branch=chapter(), full_name="Zephyrin Ví Dụ", phone="+84905123456")

    text = fetch(client, url, word, report=report).content.decode()

    assert somebody.full_name not in text
    assert somebody.card_number not in text
    assert "905123456" not in text


def test_sensitive_counts_are_rounded_whoever_made_the_token(client, word):
    FiguresToken.objects.get().made_by.offices.update(sees_sensitive=True)
    for _number in range(3):
        MemberConfidence.objects.create(member=member(branch=chapter()), ethnicity="10", religion="none")

    strength = fetch(client, JSON, word, report="strength").json()
    peoples = fetch(client, JSON, word, report="ethnicity").json()

    assert strength["total"]["minority"] == "<5"
    assert {key: value for key, value in peoples["total"].items() if key != "members"} == {
        "10": "<5",
        "unknown": 0,
    }
    assert [column["rounded"] for column in peoples["columns"]] == [False, True, True]


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer ", "Bearer x", "Basic x", "Token x"])
def test_without_a_token_there_is_nothing(client, word, sent):
    headers = {"authorization": sent} if sent else {}

    answer = client.get(JSON, headers=headers)

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_token_in_the_address_opens_nothing(client, word):
    assert client.get(JSON, {"token": word, "access_token": word}).status_code == 401


def test_being_signed_in_opens_nothing(head):
    assert head.get(JSON).status_code == 401


def test_a_token_that_was_taken_back_opens_nothing(client, word):
    revoke_token(token=FiguresToken.objects.get(), by=officer(role="head"), at=AT)

    assert fetch(client, JSON, word).status_code == 401


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"report": "members"}, 400),
        ({"period": "2026q9"}, 400),
        ({"branch": "23722"}, 404),
        ({"branch": "52"}, 404),
        ({"branch": "' or 1=1"}, 404),
        ({"branch": "23590"}, 200),
    ],
)
def test_what_is_none_is_said(client, word, asked, status):
    other_commune()

    answer = fetch(client, JSON, word, **asked)

    assert answer.status_code == status
    assert status == 200 or answer.json()["error"]


def test_a_province_may_ask_for_a_commune(client):
    member(branch=commune())
    _token, word = give_token(
        branch=province(), name="IOC", by=officer(branch=province(), role="head"), at=AT
    )

    assert fetch(client, JSON, word, branch=commune().place_code).json()["total"]["members"] == 1


def test_only_reading_is_possible(client, word):
    assert client.post(JSON, headers={"authorization": f"Bearer {word}"}).status_code == 405
    assert fetch(client, reverse("figures_api:figures", args=("xml",)), word).status_code == 404


# --- Giving and taking back -------------------------------------------------------------------------------------


def test_a_head_gives_a_token_that_is_shown_once(head, client):
    answer = head.post(TOKENS, {"do": "give", "name": "Trung tâm điều hành", "branch": commune().pk})
    word = head.get(answer["Location"]).context["word"]

    assert fetch(client, JSON, word).status_code == 200
    assert head.get(TOKENS).context["word"] == ""
    assert word not in head.get(TOKENS).content.decode()

    head.post(TOKENS, {"do": "revoke", "token": FiguresToken.objects.get().pk})

    assert fetch(client, JSON, word).status_code == 401


def test_a_token_is_not_given_for_another_branch(head):
    for branch in (other_commune(), province()):
        answer = head.post(TOKENS, {"do": "give", "name": "x", "branch": branch.pk})
        assert answer.status_code == 422
    assert not FiguresToken.objects.exists()


def test_another_branchs_token_is_neither_shown_nor_taken_back(head):
    theirs, _word = give_token(
        branch=other_commune(), name="Zephyrin", by=officer(branch=other_commune(), role="head"), at=AT
    )

    assert "Zephyrin" not in head.get(TOKENS).content.decode()
    for token in (theirs.pk, 999_999, "x", "9" * 40):
        assert head.post(TOKENS, {"do": "revoke", "token": token}).status_code == 404
    assert head.post(TOKENS, {"do": "nothing"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


@pytest.mark.parametrize("role", ["viewer", "clerk", "reviewer", "approver", "post"])
def test_who_does_not_answer_for_a_branch_gives_no_token(role):
    client = at_the_desk(officer(role=role))

    assert client.get(TOKENS).status_code == 404
    assert client.post(TOKENS, {"do": "give", "name": "x", "branch": commune().pk}).status_code == 404
    assert not FiguresToken.objects.exists()
