"""The list of certificates: what waits for me, by when, why things came back, and the boxes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from farmers.models import Certificate
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    UserFactory,
    commune,
    officer,
    other_commune,
    province,
)
from tests.market.desk.conftest import at_the_desk, text_of

pytestmark = pytest.mark.django_db

INDEX = reverse("desk_certificates:index")


def declared(days_ago: int, **columns) -> Certificate:
    certificate = CertificateFactory(**columns)
    moment = timezone.now() - timedelta(days=days_ago)
    Certificate.objects.filter(pk=certificate.pk).update(declared_at=moment)
    return certificate


def decided(standing: str, code: str = "", **columns) -> Certificate:
    checked = {"checked_by": UserFactory(), "checked_at": timezone.now()}
    return CertificateFactory(standing=standing, reason="Vì thế", reason_code=code, **checked, **columns)


def listed(client, **query) -> list[Certificate]:
    return list(client.get(INDEX, query).context["object_list"])


def test_what_waits_for_me_comes_soonest_due_first(reviewer):
    young, old = declared(1), declared(8)
    more = CoverageFactory(confirmed=True).certificate
    CoverageFactory(certificate=more, produce="Hồ tiêu")
    Certificate.objects.filter(pk=more.pk).update(checked_at=timezone.now() - timedelta(days=3))
    decided("returned")

    assert listed(reviewer, waiting="true") == [old, more, young]
    assert listed(reviewer, waiting="true", ordering="-expires_on") != []
    assert listed(reviewer, waiting="true", standing="declared") == [old, young]
    assert set(listed(reviewer)) > {old, more, young}


def test_the_provinces_queue_holds_what_has_risen():
    risen, fresh = declared(4), declared(1)
    above = at_the_desk(officer(branch=province(), role="reviewer"))

    assert listed(above, waiting="true") == [risen]
    assert set(listed(above)) == {risen, fresh}
    assert listed(above, waiting="true", branch=commune().pk) == [risen]


def test_for_who_decides_nothing_nothing_waits(clerk):
    declared(4)

    assert listed(clerk, waiting="true") == []


def test_each_says_by_when_and_late_is_marked(reviewer):
    declared(9)
    text = text_of(reviewer.get(INDEX))

    assert "desk-due--late" in text
    Certificate.objects.update(declared_at=timezone.now())
    assert "desk-due--late" not in text_of(reviewer.get(INDEX))


def test_reasons_are_counted_and_open_their_list(reviewer):
    two = [decided("returned", "number"), decided("returned", "number")]
    own = decided("returned")
    decided("revoked", "false")
    decided("returned", "dates", farmer=FarmerFactory(branch=other_commune()))

    reasons = reviewer.get(INDEX, {"standing": "returned"}).context["reasons"]

    assert [reason.count for reason in reasons] == [2, 1]
    assert set(reviewer.get(reasons[0].url).context["object_list"]) == set(two)
    assert list(reviewer.get(reasons[1].url).context["object_list"]) == [own]
    assert reviewer.get(INDEX).context["reasons"] == []


def test_who_decides_has_boxes_for_what_is_declared(reviewer, clerk):
    waiting, returned = declared(1), decided("returned")

    text = text_of(reviewer.get(INDEX))

    assert f'form="several" name="pk" value="{waiting.pk}"' in text
    assert f'name="pk" value="{returned.pk}"' not in text
    assert 'name="pk"' not in text_of(clerk.get(INDEX))
    assert 'id="several"' not in text_of(clerk.get(INDEX))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("query", [{}, {"waiting": "true"}])
def test_a_list_costs_the_same_for_one_and_for_three(reviewer, count, query, django_assert_num_queries):
    for _number in range(count):
        declared(1)
    reviewer.get(INDEX, query)

    with django_assert_num_queries(11):
        reviewer.get(INDEX, query)
