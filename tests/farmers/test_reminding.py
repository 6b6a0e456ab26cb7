"""Reminders before a certificate ends: each once, the nearest alone, and none where a newer paper covers the same."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.clearing import clear_all
from accounts.models import Message, Notice
from farmers.models import Certificate
from farmers.reminding import remind_of_last_days, send_reminder
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmerPersonFactory,
    FarmFactory,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture
def farmer():
    return FarmerFactory()


@pytest.fixture
def owner(farmer):
    FarmerPersonFactory(farmer=farmer, role="helper")
    FarmerPersonFactory(farmer=farmer, revoked_at=AT)
    return FarmerPersonFactory(farmer=farmer).user


def ending(farmer, days, produce="Cà phê nhân", farm=None, **columns) -> Certificate:
    """A verified certificate whose last day is so many days away."""
    until = TODAY + timedelta(days=days)
    known = {"farmer": farmer, "verified": True, "valid_from": date(2025, 1, 1), "expires_on": until}
    certificate = CertificateFactory(**known | columns)
    CoverageFactory(
        certificate=certificate, produce=produce, farm=farm, confirmed_at=AT, confirmed_by=UserFactory()
    )
    return certificate


def told():
    return [(one.user_id, one.kind, one.key.rpartition(":")[2]) for one in Notice.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("days", "reminder"),
    [
        (91, None),
        (90, "90"),
        (31, "90"),
        (30, "30"),
        (25, "30"),
        (8, "30"),
        (7, "7"),
        (0, "7"),
        (-1, ""),
        (-30, ""),
        (-31, None),
    ],
)
def test_the_nearest_reminder_alone_is_told(farmer, owner, days, reminder):
    ending(farmer, days)

    remind_of_last_days(at=AT)

    kind = "certificate_expired" if reminder == "" else "certificate_ends"
    assert told() == ([] if reminder is None else [(owner.pk, kind, reminder)])


def test_an_hour_later_nothing_is_told_again(farmer, owner):
    certificate = ending(farmer, 30)

    assert [remind_of_last_days(at=AT + timedelta(hours=hours)) for hours in range(3)] == [1, 0, 0]
    assert Notice.objects.get().data == {
        "farmer": farmer.pk,
        "certificate": certificate.pk,
        "name": str(certificate),
        "day": "2026-12-24",
    }


def test_each_day_is_told_as_it_comes_also_after_a_worker_was_down(farmer, owner):
    ending(farmer, 92)

    for days in (0, 2, 3, 64, 65, 85, 92, 93, 94):
        remind_of_last_days(at=AT + timedelta(days=days))

    assert told() == [
        (owner.pk, "certificate_ends", "90"),
        (owner.pk, "certificate_ends", "30"),
        (owner.pk, "certificate_ends", "7"),
        (owner.pk, "certificate_expired", ""),
    ]


@pytest.mark.parametrize("standing", ["declared", "returned", "revoked"])
def test_what_is_not_verified_ends_for_nobody(farmer, owner, standing):
    ending(farmer, 30, verified=False, standing=standing, reason="x", checked_by=UserFactory(), checked_at=AT)

    assert remind_of_last_days(at=AT) == 0


@pytest.mark.parametrize(
    ("newer", "is_told"),
    [
        ({"days": 400}, False),
        ({"days": 400, "produce": ""}, False),
        ({"days": 400, "produce": "cà phê nhân"}, False),
        ({"days": 400, "produce": "Hồ tiêu"}, True),
        ({"days": 400, "scheme": "organic"}, True),
        ({"days": 400, "verified": False}, True),
        ({"days": 10, "valid_from": date(2020, 1, 1)}, True),
    ],
)
def test_who_has_the_next_one_is_not_reminded(farmer, owner, newer, is_told):
    old = ending(farmer, 30)
    ending(farmer, **newer)

    remind_of_last_days(at=AT)

    keys = [one.key for one in Notice.objects.filter(data__certificate=old.pk)]
    assert bool(keys) == is_told


def test_a_next_one_of_another_farm_or_farmer_covers_nothing(farmer, owner):
    here, there = FarmFactory(farmer=farmer), FarmFactory(farmer=farmer)
    ending(farmer, 30, farm=here)
    ending(farmer, 400, farm=there)
    ending(FarmerFactory(), 400)

    assert remind_of_last_days(at=AT) == 1


def test_the_days_are_settings(farmer, owner, settings):
    settings.CERTIFICATE_REMINDER_DAYS, settings.CERTIFICATE_MESSAGE_DAYS = [], []
    ending(farmer, 5)

    assert remind_of_last_days(at=AT) == 0


@pytest.mark.parametrize(("days", "messages"), [(90, 0), (30, 1), (7, 1), (-1, 0)])
def test_only_on_days_that_are_worth_it_a_message_goes_to_the_phone(farmer, owner, settings, days, messages):
    settings.MESSAGE_WAYS = ["file"]
    ending(farmer, days)
    Certificate.objects.filter(farmer=farmer, expires_on__gte=TODAY).update(
        expires_on=timezone.localdate() + timedelta(days=days)
    )

    for _ in range(2):
        remind_of_last_days(at=timezone.now())

    sent = [("certificate_ends", owner.phone)] * messages
    assert list(Message.objects.values_list("kind", "phone")) == sent


def test_no_message_about_what_was_revoked_meanwhile_or_to_who_speaks_no_more(farmer, owner, settings):
    settings.MESSAGE_WAYS = ["file"]
    revoked, good = ending(farmer, 3000), ending(farmer, 3000, number="VG-2")
    Certificate.objects.filter(pk=revoked.pk).update(standing="revoked", reason="Hết")

    send_reminder.func(revoked.pk, owner.pk)
    send_reminder.func(good.pk, UserFactory().pk)

    assert not Message.objects.exists()


def test_it_is_done_every_hour(farmer, owner):
    ending(farmer, 30)

    clear_all(at=AT)

    assert told() == [(owner.pk, "certificate_ends", "30")]


@pytest.mark.parametrize("count", [1, 3])
def test_what_was_told_costs_few_questions(farmer, owner, count, django_assert_num_queries):
    for number in range(count):
        ending(farmer, 30, number=f"VG-{number}", produce=f"Loại {number}")
    remind_of_last_days(at=AT)

    # Which end, they and theirs of the same farmers with what they cover, who speaks, what is known.
    with django_assert_num_queries(7):
        remind_of_last_days(at=AT)
