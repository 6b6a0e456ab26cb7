"""What is sensitive: absent without the right, kept only with consent, read only with a reason, deleted when taken back."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Reading
from farmers.confiding import CONFIDED
from farmers.models import Member, MemberConfidence, Officer, RecordedConsent
from farmers.tree import open_branch
from tests.factories.farmers import MemberFactory, commune, officer, other_commune
from tests.market.desk.conftest import at_the_desk, text_of

CONSENT = {"consent-way": "paper", "consent-given_on": "2/11/2026", "consent-witness": "Siu H'Bưn"}
ANSWERS = {"ethnicity": "10", "religion": "protestantism", "party_committee": "Chi ủy thôn"}


def trusted(branch=None, role="head"):
    """An officer with the right."""
    user = officer(branch=branch, role=role)
    Officer.objects.filter(user=user).update(sees_sensitive=True)
    return at_the_desk(user)


@pytest.fixture
def keeper(db):
    return trusted()


@pytest.fixture
def member(db) -> Member:
    return MemberFactory()


@pytest.fixture
def confided(keeper, member) -> Member:
    keeper.post(address(member), CONSENT | ANSWERS)
    return member


def address(member) -> str:
    return reverse("desk:confide", args=(member.pk,))


def page_of(member) -> str:
    return reverse("desk_members:inspect", args=(member.pk,))


def test_consent_and_answers_are_one_form(keeper, member):
    page = keeper.get(address(member))
    assert page.context["words"] in text_of(page)

    answer = keeper.post(address(member), CONSENT | ANSWERS | {"party_official_on": "3/2/2010"})

    assert answer["Location"] == page_of(member)
    consent = RecordedConsent.objects.get()
    assert (consent.member, consent.way, consent.given_on, consent.witness) == (
        member,
        "paper",
        date(2026, 11, 2),
        "Siu H'Bưn",
    )
    kept = MemberConfidence.objects.get()
    assert (kept.ethnicity, kept.religion, kept.party_official_on, kept.party_committee) == (
        "10",
        "protestantism",
        date(2010, 2, 3),
        "Chi ủy thôn",
    )


@pytest.mark.parametrize(
    ("sent", "form", "field"),
    [
        (ANSWERS, "consent", "way"),
        (CONSENT | {"consent-witness": ""}, "consent", "witness"),
        (CONSENT | {"consent-given_on": "1/1/2100"}, "consent", "given_on"),
        (CONSENT | {"ethnicity": "99"}, "form", "ethnicity"),
        (CONSENT | {"party_official_on": "2010"}, "form", "party_official_on"),
        (
            CONSENT | {"party_probation_on": "1/1/2012", "party_official_on": "1/1/2011"},
            "form",
            "party_official_on",
        ),
    ],
    ids=str,
)
def test_what_is_wrong_stands_beside_its_question_and_nothing_is_kept(keeper, member, sent, form, field):
    page = keeper.post(address(member), sent)

    assert page.status_code == 422
    assert field in page.context[form].errors
    assert not RecordedConsent.objects.exists()
    assert not MemberConfidence.objects.exists()


def test_an_answer_left_open_stays_and_one_can_be_taken_out(keeper, confided):
    page = keeper.get(address(confided))
    assert page.context["consent"] is None
    assert "Gia Rai" not in text_of(page).split("<option")[0]

    keeper.post(address(confided), {"religion": "-", "political_theory": "elementary"})

    kept = MemberConfidence.objects.get()
    assert (kept.ethnicity, kept.religion, kept.political_theory) == ("10", "", "elementary")
    assert Reading.objects.count() == 0


def test_taking_the_consent_back_deletes_what_was_kept(keeper, confided):
    keeper.post(address(confided), {"do": "withdraw"})

    assert not MemberConfidence.objects.exists()
    assert RecordedConsent.objects.get().withdrawn_at is not None
    assert keeper.get(address(confided)).context["consent"] is not None


def test_it_is_read_on_the_page_with_a_reason_and_noted(keeper, confided):
    before = text_of(keeper.get(page_of(confided)))
    assert "Chi ủy thôn" not in before
    assert 'id="nhay-cam"' in before

    page = keeper.post(page_of(confided), {"deed": "read_confided", "read_confided-reason": "asked"})

    assert "Chi ủy thôn" in text_of(page)
    assert "Gia Rai" in text_of(page)
    assert "no-store" in page["Cache-Control"]
    noted = list(Reading.objects.order_by("pk").values_list("what", "record_id"))
    assert noted == [(f"farmers.memberconfidence.{name}", confided.pk) for name in CONFIDED]
    assert set(Reading.objects.values_list("reader", flat=True)) == {keeper.user.pk}
    assert "Chi ủy thôn" not in text_of(keeper.get(page_of(confided)))


def test_without_a_reason_it_is_not_read(keeper, confided):
    page = keeper.post(page_of(confided), {"deed": "read_confided"})

    assert page.status_code == 422
    assert "Chi ủy thôn" not in text_of(page)
    assert Reading.objects.count() == 0


@pytest.mark.parametrize("role", ["viewer", "clerk", "reviewer", "approver", "head", "post"])
def test_without_the_right_it_is_absent(confided, role):
    client = at_the_desk(officer(role=role))

    assert client.get(address(confided)).status_code == 404
    assert client.post(address(confided), ANSWERS).status_code == 404
    assert client.post(address(confided), {"do": "withdraw"}).status_code == 404
    sent = {"deed": "read_confided", "read_confided-reason": "asked"}
    assert client.post(page_of(confided), sent).status_code == 404
    page = client.get(page_of(confided))
    assert "nhay-cam" not in text_of(page)
    assert (MemberConfidence.objects.count(), Reading.objects.count()) == (1, 0)


def test_the_right_is_that_of_the_members_branch(confided):
    elsewhere = trusted(branch=other_commune())

    assert elsewhere.get(address(confided)).status_code == 404
    assert elsewhere.post(page_of(confided), {"deed": "read_confided"}).status_code == 404


def test_who_may_read_but_not_enter_reads_alone(confided):
    reader = trusted(role="viewer")

    assert reader.get(address(confided)).status_code == 404
    page = reader.get(page_of(confided))
    assert page.context["sensitive"]["may_enter"] is False
    sent = {"deed": "read_confided", "read_confided-reason": "asked"}
    assert "Chi ủy thôn" in text_of(reader.post(page_of(confided), sent))


def test_a_right_below_does_not_reach_up(confided):
    chapter = open_branch(level="chapter", name="Chi hội làng Ví Dụ", parent=commune())

    assert trusted(branch=chapter).get(address(confided)).status_code == 404


def test_a_merged_record_is_not_written(keeper, confided):
    confided.merged_into = MemberFactory()
    confided.save()

    assert keeper.get(address(confided)).status_code == 302
    assert keeper.post(address(confided), {"religion": "none"}).status_code == 422
