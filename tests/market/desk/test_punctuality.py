"""How much of the work of a period was done by its due date?"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from farmers.models import Certificate, MembershipStep
from farmers.reporting.periods import Period
from market.desk.punctuality import punctuality
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    FarmerFactory,
    MemberFactory,
    commune,
    officer,
    other_commune,
    province,
)
from tests.factories.products import ProductFactory
from tests.market.desk.conftest import at_the_desk, text_of

pytestmark = pytest.mark.django_db

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2026, 11, 24, 9, tzinfo=HERE)
QUARTER = Period(2026, 4)


def day(month: int, on: int) -> datetime:
    return datetime(2026, month, on, 23, tzinfo=HERE)


def step(opened: datetime, due: date, decided: datetime | None = None, branch=None) -> None:
    said = {"decided_at": decided, "decided_by": UserFactory(), "effective_on": due, "outcome": "approved"}
    MembershipStep.objects.create(
        member=MemberFactory(),
        branch=branch or commune(),
        kind="admission",
        opened_at=opened,
        opened_by=UserFactory(),
        due_on=due,
        decision_number="1",
        **(said if decided else {}),
    )


def certificate(declared: datetime, checked: datetime | None = None, standing: str = "verified") -> None:
    said = {"standing": standing, "checked_by": UserFactory(), "checked_at": checked, "reason": "x"}
    kept = CertificateFactory(farmer=FarmerFactory(), **(said if checked else {}))
    Certificate.objects.filter(pk=kept.pk).update(declared_at=declared)


def shares(unit) -> list[tuple[int, int, int, int]]:
    return [(share.done, share.in_time, share.open, share.late) for share in unit.in_order]


def test_work_is_counted_as_done_in_time_open_and_late(settings):
    settings.CERTIFICATE_DUE_DAYS, settings.LISTING_DUE_DAYS = 5, 3
    step(day(10, 1), date(2026, 10, 16), day(10, 16))
    step(day(10, 1), date(2026, 10, 16), day(10, 17))
    step(day(11, 1), date(2026, 11, 23))
    step(day(11, 1), date(2026, 11, 24))
    step(day(6, 1), date(2026, 6, 16), day(6, 10))
    certificate(day(11, 1), day(11, 6))
    certificate(day(11, 1), day(11, 7), standing="returned")
    certificate(day(11, 1))
    certificate(day(11, 19))
    ProductFactory(
        farm__farmer=FarmerFactory(), submitted_at=day(11, 2), published_at=day(11, 5), state="published"
    )
    ProductFactory(farm__farmer=FarmerFactory(), submitted_at=day(11, 20), state="submitted")

    (unit,) = punctuality(officer(role="viewer"), period=QUARTER, at=AT)

    assert unit.branch == commune()
    assert shares(unit) == [(2, 1, 2, 1), (2, 1, 2, 1), (1, 1, 1, 1)]
    assert (unit.whole.words, unit.whole.late) == ("60,0 %", 3)


def test_branches_with_most_late_work_come_first_and_only_ones_own():
    step(day(11, 1), date(2026, 11, 23), branch=other_commune())
    step(day(10, 1), date(2026, 10, 16), day(10, 10))

    above = punctuality(officer(branch=province(), role="head"), period=QUARTER, at=AT)
    below = punctuality(officer(role="head"), period=QUARTER, at=AT)

    assert [unit.branch for unit in above] == [other_commune(), commune()]
    assert [unit.branch for unit in below] == [commune()]


def test_the_page_shows_a_period_and_refuses_what_is_none():
    step(day(10, 1), date(2026, 10, 16), day(10, 10))
    client = at_the_desk(officer(role="viewer"))

    page = client.get(reverse("desk:punctuality"), {"period": "2026q4"})

    assert page.context["total"].whole.words == "100,0 %"
    assert commune().name in text_of(page)
    assert client.get(reverse("desk:punctuality"), {"period": "2026q5"}).status_code == 404
    assert client.get(reverse("desk:punctuality"), {"period": "2024"}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_few_and_many(count, django_assert_num_queries):
    for _number in range(count):
        step(day(10, 1), date(2026, 10, 16), day(10, 10))
    client = at_the_desk(officer(branch=province(), role="viewer"))
    client.get(reverse("desk:punctuality"))

    with django_assert_num_queries(12):
        client.get(reverse("desk:punctuality"))
