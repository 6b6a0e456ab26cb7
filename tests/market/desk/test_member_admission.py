"""Applicants are admitted together by one decision; whoever does not decide sees them and the due date alone."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.handing_out import open_handed
from accounts.models import HandedFile
from farmers.membership import open_admission
from farmers.models import Member
from market.desk import member_admission
from tests.factories.farmers import MemberFactory, commune, officer, other_commune, province
from tests.market.desk.conftest import at_the_desk, text_of

URL = reverse("desk:admissions")
DECISION = {"decision_number": "12-QĐ/HNDT", "decided_on": "20/11/2026"}
SHOWN = f"{reverse('desk:decision')}?number=12-Q%C4%90%2FHNDT&on=2026-11-20"


def applicant(due_in_days: int = 5, **columns) -> Member:
    member = MemberFactory(
        standing="applied", card_number="", card_province="", decision_number="", admitted_on=None, **columns
    )
    step = open_admission(member=member, by=officer(role="clerk"), at=timezone.now())
    step.due_on = timezone.localdate() + timedelta(days=due_in_days)
    step.save()
    return member


def waiting(page) -> list[Member]:
    return [step.member for step in page.context["page"]]


@pytest.fixture
def above(db):
    return at_the_desk(officer(branch=province(), role="approver"))


def test_the_late_come_first_and_are_marked(above):
    early, late = applicant(5), applicant(-1, branch=other_commune())
    MemberFactory()

    page = above.get(URL)

    assert waiting(page) == [late, early]
    assert (page.context["may_decide"], page.context["late_count"]) == (True, 1)
    assert text_of(page).count('class="is-late"') == 1
    assert waiting(above.get(URL, {"late": "1"})) == [late]
    assert waiting(above.get(URL, {"branch": commune().pk})) == [early]


@pytest.mark.parametrize("typed", ["ro cham", "lang kep"])
def test_an_applicant_is_found_by_name_or_village(above, typed):
    meant = applicant(full_name="Rơ Châm H'Lan", address="làng Kép")
    applicant(full_name="Siu H'Bưn")

    assert waiting(above.get(URL, {"q": typed})) == [meant]


def test_who_is_ticked_is_admitted_by_one_decision(above):
    first, second, third = (applicant() for _number in range(3))

    answer = above.post(URL, DECISION | {"member": [first.pk, third.pk]})

    assert answer["Location"] == SHOWN
    cards = list(
        Member.objects.filter(standing="active")
        .order_by("pk")
        .values_list("pk", "card_number", "decision_number", "admitted_on")
    )
    assert cards == [
        (first.pk, "26.00001", "12-QĐ/HNDT", date(2026, 11, 20)),
        (third.pk, "26.00002", "12-QĐ/HNDT", date(2026, 11, 20)),
    ]
    assert waiting(above.get(URL)) == [second]
    page = above.get(SHOWN)
    assert [step.member.pk for step in page.context["steps"]] == [first.pk, third.pk]
    assert "26.00001" in text_of(page)


def test_all_that_match_are_admitted_on_the_other_pages_too(above, monkeypatch):
    monkeypatch.setattr(member_admission, "ROWS_PER_PAGE", 2)
    here = [applicant() for _number in range(3)]
    there = applicant(branch=other_commune())

    page = above.get(URL, {"branch": commune().pk})
    assert (len(waiting(page)), page.context["paginator"].count) == (2, 3)
    above.post(f"{URL}?branch={commune().pk}", DECISION | {"all": "yes"})

    assert Member.objects.filter(standing="active").count() == len(here)
    there.refresh_from_db()
    assert there.standing == "applied"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"decision_number": ""}, "decision_number"),
        ({"decided_on": "2026"}, "decided_on"),
        ({"decided_on": "1/1/2100"}, "__all__"),
        ({"member": []}, "__all__"),
    ],
    ids=str,
)
def test_what_stands_against_it_is_told_and_the_ticks_stay(above, changed, field):
    member = applicant()

    page = above.post(URL, DECISION | {"member": [member.pk]} | changed)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert page.context["ticked"] == ({member.pk} if "member" not in changed else set())
    member.refresh_from_db()
    assert member.standing == "applied"


def test_whoever_was_admitted_meanwhile_stops_the_decision(above):
    first, second = applicant(), applicant()
    above.post(URL, DECISION | {"member": [first.pk]})

    page = above.post(URL, DECISION | {"member": [first.pk, second.pk], "decision_number": "13-QĐ/HNDT"})

    assert page.status_code == 422
    second.refresh_from_db()
    assert second.standing == "applied"


def test_too_many_at_once_are_refused_with_what_to_do(above, monkeypatch):
    monkeypatch.setattr(member_admission, "MOST_AT_ONCE", 1)
    for _number in range(2):
        applicant()

    page = above.post(URL, DECISION | {"all": "yes"})

    assert page.status_code == 422
    assert Member.objects.filter(standing="active").count() == 0


@pytest.mark.parametrize("role", ["viewer", "clerk", "reviewer"])
def test_a_commune_sees_its_own_with_the_due_date_and_no_boxes(db, role):
    client = at_the_desk(officer(role=role))
    own = applicant()
    applicant(branch=other_commune())

    page = client.get(URL)

    assert waiting(page) == [own]
    assert page.context["may_decide"] is False
    assert 'name="member"' not in text_of(page)
    assert client.post(URL, DECISION | {"member": [own.pk]}).status_code == 404
    own.refresh_from_db()
    assert own.standing == "applied"


def test_an_approver_admits_nobody_of_another_commune(db):
    client = at_the_desk(officer(role="approver"))
    own, theirs = applicant(), applicant(branch=other_commune())

    assert client.post(URL, DECISION | {"member": [own.pk, theirs.pk]}).status_code == 404
    assert client.get(URL, {"branch": other_commune().pk}).status_code == 404
    assert client.post(f"{URL}?branch={other_commune().pk}", DECISION | {"all": "yes"}).status_code == 404
    assert Member.objects.filter(standing="active").count() == 0


def test_a_decision_shows_each_branch_its_own(above):
    own, theirs = applicant(), applicant(branch=other_commune())
    above.post(URL, DECISION | {"member": [own.pk, theirs.pk]})
    client = at_the_desk(officer(role="viewer"))

    assert [step.member for step in client.get(SHOWN).context["steps"]] == [own]
    assert theirs.full_name not in text_of(client.get(SHOWN))


@pytest.mark.parametrize(
    "query", ["", "number=1", "on=2026-11-20", "number=1&on=x", "number=1&on=2026-99-99"]
)
def test_a_decision_without_number_and_day_is_absent(above, query):
    assert above.get(f"{reverse('desk:decision')}?{query}").status_code == 404


def test_the_list_of_a_decision_is_printed_and_recorded(above):
    admitted, other = applicant(full_name="Rơ Châm H'Lan"), MemberFactory(full_name="Siu H'Bưn")
    above.post(URL, DECISION | {"member": [admitted.pk]})

    answer = above.post(SHOWN)

    handed = HandedFile.objects.get()
    assert answer["Location"] == reverse("handed:file", args=(handed.pk,))
    assert (handed.made_for, handed.rows_expected, handed.name[-4:]) == (above.user, 1, ".pdf")
    assert b"".join(open_handed(handed)).startswith(b"%PDF")
    assert other.standing == "active"


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_twelve_queries_whatever_its_length(above, count, django_assert_num_queries):
    for _number in range(count):
        applicant()
    above.get(URL)

    with django_assert_num_queries(12):
        page = above.get(URL)

    assert len(waiting(page)) == count


def test_the_post_office_sees_no_queue(db):
    client = at_the_desk(officer(role="post"))

    for url in (URL, SHOWN):
        assert client.get(url).status_code == 404
        assert client.post(url, DECISION).status_code == 404
