"""Who looked at private data of whom, when and why?"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.readings import note_reading
from tests.factories.farmers import CertificateFactory, FarmerFactory, MemberFactory, officer, other_commune
from tests.market.desk.conftest import at_the_desk, text_of

pytestmark = pytest.mark.django_db

URL = "desk:readings"
QUERIES = 11


def look(reader, record, what="farmers.member.citizen_id", *, days_ago=0, reason="Đối chiếu giấy tờ"):
    at = timezone.now() - timedelta(days=days_ago)
    return note_reading(reader=reader, what=what, record_id=record.pk, reason=reason, at=at)


def shown(client, **query):
    return [one.reading for one in client.get(reverse(URL), query).context["looks"]]


def test_looks_are_told_newest_first_with_who_whose_what_and_why(head):
    clerk, member = officer(role="clerk", name="Rơ Lan Hiền"), MemberFactory(full_name="Siu H'Bưn")
    certificate = CertificateFactory()
    first = look(clerk, member)
    second = look(clerk, certificate, "farmers.certificate.scan", reason="")

    page = head.get(reverse(URL))

    assert [one.reading for one in page.context["looks"]] == [second, first]
    text = text_of(page)
    for words in (
        "Rơ Lan Hiền",
        "Siu H'Bưn",
        "Đối chiếu giấy tờ",
        reverse("desk_members:inspect", args=(member.pk,)),
    ):
        assert words in text


def test_the_filters_narrow_by_officer_record_and_days(head):
    clerk, other = officer(role="clerk"), officer(role="clerk")
    member, certificate = MemberFactory(), CertificateFactory()
    old = look(clerk, member, days_ago=40)
    scan = look(clerk, certificate, "farmers.certificate.scan")
    faith = look(other, member, "farmers.memberconfidence.religion", days_ago=20)

    assert shown(head) == [faith, scan]
    assert shown(head, days="") == [faith, scan, old]
    assert shown(head, days="7") == [scan]
    assert shown(head, days="", reader=clerk.pk) == [scan, old]
    assert shown(head, days="", what="farmers.member") == [faith, old]
    assert shown(head, what="farmers.member", record=member.pk) == [faith, old]
    assert shown(head, what="x", record="x", reader="x", before="x", days="x") == [faith, scan, old]


def test_looks_at_records_and_by_officers_of_another_commune_are_not_shown(head):
    theirs = officer(branch=other_commune(), role="clerk", name="Zephyrin")
    member = MemberFactory(branch=other_commune(), full_name="Zephyrin")
    look(theirs, member)
    look(theirs, CertificateFactory(farmer=FarmerFactory(branch=other_commune())), "farmers.certificate.scan")

    assert shown(head, days="") == []
    assert shown(head, what="farmers.member", record=member.pk) == []
    assert "Zephyrin" not in text_of(head.get(reverse(URL)))


def test_a_look_by_ones_officer_at_a_foreign_record_is_told_without_its_name(head):
    member = MemberFactory(branch=other_commune(), full_name="Zephyrin")
    reading = look(officer(role="clerk"), member)

    page = head.get(reverse(URL))

    assert [one.reading for one in page.context["looks"]] == [reading]
    assert "Zephyrin" not in text_of(page)


def test_older_ones_are_a_page_further(head):
    clerk, member = officer(role="clerk"), MemberFactory()
    readings = [look(clerk, member) for _ in range(52)]

    first = head.get(reverse(URL))
    second = head.get(f"{reverse(URL)}{first.context['older']}")

    assert [one.reading for one in second.context["looks"]] == [readings[1], readings[0]]
    assert second.context["older"] == ""


def test_one_and_three_looks_cost_the_same(head, django_assert_num_queries):
    clerk = officer(role="clerk")
    look(clerk, MemberFactory())
    with django_assert_num_queries(QUERIES):
        head.get(reverse(URL))
    for _ in range(2):
        look(officer(role="clerk"), MemberFactory())

    with django_assert_num_queries(QUERIES):
        head.get(reverse(URL))


def test_who_answers_for_nothing_sees_no_looks(reviewer):
    assert reviewer.get(reverse(URL)).status_code == 404
    assert at_the_desk(officer(role="viewer")).get(reverse(URL)).status_code == 404
