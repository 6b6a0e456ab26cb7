"""What waits for whom, since when, and what comes next."""

from datetime import UTC, date, datetime, timedelta

import pytest

from farmers.certification import leave_out_coverage
from farmers.models import Certificate
from farmers.tree import open_branch
from market.desk.queues import Place, certificates_waiting, due_day, listings_waiting, reviews_anything
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmFactory,
    OfficerFactory,
    commune,
    officer,
    other_commune,
    province,
)
from tests.factories.products import ProductFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def declared(branch, waited: timedelta) -> Certificate:
    certificate = CertificateFactory(farmer=FarmerFactory(branch=branch))
    Certificate.objects.filter(pk=certificate.pk).update(declared_at=AT - waited)
    certificate.refresh_from_db()
    return certificate


def submitted(branch, waited: timedelta):
    farm = FarmFactory(farmer=FarmerFactory(branch=branch))
    return ProductFactory(farm=farm, state="submitted", submitted_at=AT - waited)


DAY = timedelta(days=1)


@pytest.mark.parametrize(("make", "queue"), [(declared, certificates_waiting), (submitted, listings_waiting)])
def test_a_commune_sees_all_of_its_own_the_oldest_first(make, queue):
    chapter = open_branch(level="chapter", name="Chi hội làng Ví Dụ", parent=commune())
    young, old, middle = (
        make(commune(), timedelta(hours=1)),
        make(chapter, 5 * DAY),
        make(commune(), 2 * DAY),
    )
    make(other_commune(), 9 * DAY)
    make(province(), 9 * DAY)

    assert list(queue(officer(role="reviewer"), AT).records) == [old, middle, young]


@pytest.mark.parametrize(("make", "queue"), [(declared, certificates_waiting), (submitted, listings_waiting)])
def test_what_waited_three_days_rises_to_the_province(make, queue):
    just_late, not_yet = make(commune(), 3 * DAY), make(commune(), 3 * DAY - timedelta(seconds=1))
    of_no_commune = make(province(), timedelta(hours=1))

    above = list(queue(officer(branch=province(), role="reviewer"), AT).records)

    assert above == [just_late, of_no_commune]
    assert not_yet in queue(officer(role="reviewer"), AT).records


def test_what_was_decided_waits_no_longer():
    certificate, product = declared(commune(), DAY), submitted(commune(), DAY)
    reviewer = officer(role="reviewer")
    certificate.standing, certificate.checked_by, certificate.checked_at = "verified", reviewer, AT
    certificate.save()
    product.state, product.published_at = "published", AT
    product.save()

    assert not certificates_waiting(reviewer, AT).records.exists()
    assert not listings_waiting(reviewer, AT).records.exists()


@pytest.mark.parametrize(
    ("role", "reviews"),
    [("viewer", False), ("clerk", False), ("approver", False), ("reviewer", True), ("head", True)],
)
def test_only_who_reviews_has_a_queue(role, reviews):
    declared(commune(), DAY)
    holder = officer(role=role)

    assert reviews_anything(holder) is reviews
    assert certificates_waiting(holder, AT).records.exists() is reviews


def test_two_offices_make_one_queue():
    here, there = declared(commune(), DAY), declared(other_commune(), 2 * DAY)
    holder = officer(role="reviewer")
    OfficerFactory(user=holder, branch=other_commune(), role="head")

    assert list(certificates_waiting(holder, AT).records) == [there, here]


def test_the_first_say_how_long_they_wait_and_what_is_late():
    declared(commune(), timedelta(days=6, hours=5))
    declared(commune(), timedelta(days=5, hours=5))
    declared(commune(), timedelta(hours=5))

    first = certificates_waiting(officer(role="reviewer"), AT).first()

    assert [(record.waits_days, record.due_on, record.is_late) for record in first] == [
        (6, date(2026, 11, 23), True),
        (5, date(2026, 11, 24), False),
        (0, date(2026, 11, 29), False),
    ]


def test_how_many_days_there_are_is_a_setting(settings):
    settings.CERTIFICATE_DUE_DAYS = 2
    declared(commune(), 3 * DAY)

    (first,) = certificates_waiting(officer(role="reviewer"), AT).first()

    assert (first.due_on, first.is_late) == (date(2026, 11, 23), True)


def test_a_day_is_a_day_of_viet_nam():
    evening = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)

    assert due_day(evening, 5) == date(2026, 11, 30)


def more_asked(*, branch, asked: timedelta | None = None, **columns) -> Certificate:
    """A verified certificate whose farmer says, in a listing sent that long ago, that it covers more."""
    coverage = CoverageFactory(confirmed=True, certificate__farmer=FarmerFactory(branch=branch))
    certificate = coverage.certificate
    Certificate.objects.filter(pk=certificate.pk).update(checked_at=AT - 30 * DAY, **columns)
    more = CoverageFactory(certificate=certificate, produce="Hồ tiêu")
    if asked is not None:
        submitted(branch, asked).coverages.add(more)
    return certificate


def test_a_verified_certificate_said_to_cover_more_waits_again():
    asked, young = more_asked(branch=commune(), asked=2 * DAY), declared(commune(), DAY)
    of_no_listing = more_asked(branch=commune())
    more_asked(branch=other_commune(), asked=9 * DAY)

    first = certificates_waiting(officer(role="reviewer"), AT).first()

    assert first == [of_no_listing, asked, young]
    assert [record.waits_since for record in first] == [AT - 30 * DAY, AT - 2 * DAY, AT - DAY]


def test_what_was_answered_or_has_run_out_asks_no_more():
    answered = more_asked(branch=commune(), asked=2 * DAY)
    more_asked(branch=commune(), asked=2 * DAY, expires_on=AT.date() - DAY)
    reviewer = officer(role="reviewer")

    leaving = list(answered.coverages.values_list("pk", flat=True))
    leave_out_coverage(certificate=answered, leaving=leaving, by=reviewer, at=AT)

    assert not certificates_waiting(reviewer, AT).records.exists()


def test_each_stands_at_its_place_and_after_the_last_comes_the_first():
    oldest, middle, youngest = (declared(commune(), days * DAY) for days in (6, 2, 1))
    queue = certificates_waiting(officer(role="reviewer"), AT)

    assert [queue.place_of(record) for record in (oldest, middle, youngest)] == [
        Place(1, 3, False, youngest.pk, middle.pk, date(2026, 11, 23), is_late=True),
        Place(2, 3, False, oldest.pk, youngest.pk, date(2026, 11, 27)),
        Place(3, 3, False, middle.pk, oldest.pk, date(2026, 11, 28)),
    ]


def test_ties_are_broken_by_the_row():
    first, second = declared(commune(), DAY), declared(commune(), DAY)
    queue = certificates_waiting(officer(role="reviewer"), AT)

    assert list(queue.records) == [first, second]
    assert queue.place_of(first).following == second.pk


def test_the_only_one_has_no_neighbours_and_one_from_outside_has_no_place():
    only, outside = declared(commune(), DAY), declared(other_commune(), DAY)
    queue = certificates_waiting(officer(role="reviewer"), AT)

    assert queue.place_of(only) == Place(1, 1, False, None, None, date(2026, 11, 28))
    assert queue.place_of(outside) == Place(0, 1, False, None, only.pk)


def test_a_queue_is_counted_once_and_no_further_than_it_must(django_assert_num_queries):
    for _number in range(2):
        declared(commune(), DAY)
    reviewer = officer(role="reviewer")
    queue = certificates_waiting(reviewer, AT)

    with django_assert_num_queries(1):
        assert (queue.count, queue.is_capped) == (2, False)
