"""What waits for this officer, of all kinds at once?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from farmers.models import DataRequest, Incident, MembershipStep
from market.desk.waiting import work_of
from products.models import PriceChange, TakeDown
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    FarmerFactory,
    FarmFactory,
    MemberFactory,
    commune,
    officer,
    other_commune,
    province,
)
from tests.factories.products import ProductFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def applicant(branch, due: date, **columns) -> None:
    said = {"opened_at": AT, "opened_by": UserFactory(), "due_on": due, "kind": "admission"}
    MembershipStep.objects.create(member=MemberFactory(branch=branch, **columns), branch=branch, **said)


def some_of_everything(branch) -> None:
    """Of each kind one that is late and one that is not."""
    late, soon = TODAY - timedelta(days=1), TODAY
    for due in (late, soon):
        applicant(branch, due)
        DataRequest.objects.create(
            branch=branch, member=MemberFactory(), kind="see", asked_at=AT, answer_due_on=due, do_due_on=soon
        )
    for passed in (timedelta(hours=1), timedelta(hours=-1)):
        Incident.objects.create(
            branch=branch,
            what="x",
            data="x",
            severity="low",
            found_at=AT,
            found_by=UserFactory(),
            notify_by=AT - passed,
        )
        product = ProductFactory(farm=FarmFactory(farmer=FarmerFactory(branch=branch)), published=True)
        TakeDown.objects.create(
            product=product,
            ground="fake",
            words="x",
            reported_at=AT,
            reported_by=UserFactory(),
            due_at=AT - passed,
        )
        PriceChange.objects.create(
            product=product,
            was_vnd=1,
            price_vnd=2,
            asked_by=UserFactory(),
            asked_at=AT - timedelta(days=3) - passed,
        )
    farmer = FarmerFactory(branch=branch)
    CertificateFactory(farmer=farmer, verified=True, expires_on=TODAY + timedelta(days=30))
    CertificateFactory(farmer=farmer, verified=True, expires_on=TODAY + timedelta(days=90))


def counted(user) -> list[tuple[int, int]]:
    return [(work.count, work.late) for work in work_of(user, AT)]


def test_each_kind_is_counted_with_what_is_late_of_it():
    some_of_everything(commune())

    # Prices, complaints, requests, breaches, certificates that run out, files.
    assert counted(officer(role="head")) == [(2, 1), (2, 1), (2, 1), (2, 1), (1, 0), (0, 0)]


def test_a_province_counts_all_and_another_commune_nothing():
    some_of_everything(commune())

    above = counted(officer(branch=province(), role="head"))
    beside = counted(officer(branch=other_commune(), role="head"))

    # Admissions first, which are the province's to decide.
    assert above == [(2, 1), (2, 1), (2, 1), (2, 1), (2, 1), (1, 0), (0, 0)]
    assert beside == [(0, 0)] * 6


@pytest.mark.parametrize(
    ("role", "kinds"), [("viewer", 2), ("clerk", 2), ("reviewer", 4), ("approver", 2), ("head", 6)]
)
def test_only_ones_own_kinds_of_work_are_shown(role, kinds):
    assert len(counted(officer(role=role))) == kinds


def test_where_the_commune_admits_it_waits_for_the_commune(settings):
    settings.ADMITTING_LEVEL = "commune"
    applicant(commune(), TODAY)

    assert counted(officer(role="approver"))[0] == (1, 0)
    assert len(counted(officer(branch=province(), role="approver"))) == 2


def test_a_merged_applicant_waits_no_more():
    applicant(commune(), TODAY, merged_into=MemberFactory())

    assert counted(officer(branch=province(), role="approver"))[0] == (0, 0)


def test_each_kind_costs_one_query(django_assert_num_queries):
    user = officer(branch=province(), role="head")
    counted(user)

    with django_assert_num_queries(7):
        counted(user)
