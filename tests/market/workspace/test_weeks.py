"""Looks and scans of the last weeks, as bars beside their numbers."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from market.workspace.weeks import WEEKS_SHOWN, weeks_of
from products.looking import monday_of, note_look
from products.models import WeeklyLooks
from tests.factories.farmers import FarmerPersonFactory, FarmFactory
from tests.factories.products import ProductFactory
from tests.factories.traceability import LabelFactory, LotFactory
from traceability.models import Scan
from traceability.scanning import note_scan

MONDAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return ProductFactory(published=True)


def at(day, hour=12):
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day, hour))


def scan(product, *moments):
    label = LabelFactory(lot=LotFactory(product=product))
    for moment in moments:
        note_scan(label_id=label.pk, at=moment)


def test_eight_weeks_the_newest_first_with_bars_by_the_longest(product, django_assert_num_queries):
    WeeklyLooks.objects.create(product=product, monday=MONDAY, looks=39)
    WeeklyLooks.objects.create(product=product, monday=MONDAY - timedelta(weeks=7), looks=400)
    WeeklyLooks.objects.create(product=product, monday=MONDAY - timedelta(weeks=8), looks=9000)
    note_look(product_id=product.pk, at=at(MONDAY))
    scan(product, at(MONDAY, 0), at(MONDAY - timedelta(days=1), 23), at(MONDAY - timedelta(weeks=8)))
    scan(product, at(MONDAY))
    scan(ProductFactory(published=True), at(MONDAY))

    with django_assert_num_queries(3):
        weeks = weeks_of(product, MONDAY + timedelta(days=3))

    assert [week.monday for week in weeks] == [MONDAY - timedelta(weeks=ago) for ago in range(WEEKS_SHOWN)]
    assert [(week.looks, week.scans) for week in weeks] == [(40, 2), (0, 1), *[(0, 0)] * 5, (400, 0)]
    assert [(week.looks_width, week.scans_width) for week in weeks] == [
        (10, 1),
        (0, 1),
        *[(0, 0)] * 5,
        (100, 0),
    ]


def test_what_was_never_on_sale_has_no_weeks(django_assert_num_queries):
    product = ProductFactory(submitted=True)

    with django_assert_num_queries(0):
        assert weeks_of(product, MONDAY) == []


def test_the_page_of_a_listing_shows_numbers_beside_the_bars(client):
    person = FarmerPersonFactory()
    product = ProductFactory(farm=FarmFactory(farmer=person.farmer), published=True)
    client.force_login(person.user)
    address = reverse("workspace:product", args=[product.pk])
    assert "<table" not in client.get(address).text

    monday = monday_of(timezone.localdate())
    WeeklyLooks.objects.create(product=product, monday=monday, looks=1234)
    scan(product, timezone.now())

    page = client.get(address)
    assert Scan.objects.count() == 1
    assert page.context["weeks"][0].looks == 1234
    assert '<rect class="looks" width="100" height="8"/>' in page.text
    assert f'<th scope="row">{monday:%d/%m}</th>' in page.text
