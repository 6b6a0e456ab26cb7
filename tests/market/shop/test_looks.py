"""Who looks at a product page counts, unless it is the farmer, a robot or a browser fetching ahead."""

import pytest
from django.utils import timezone

from products.models import Look
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerPersonFactory, officer
from tests.factories.products import ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return ProductFactory(published=True)


def test_a_visitor_counts_each_time_and_gets_no_cookie(client, product):
    for _ in range(2):
        client.get(product.get_absolute_url())

    assert Look.objects.filter(product=product).count() == 2
    assert dict(client.cookies) == {}


def test_the_english_page_counts_too(client, product):
    client.get(f"/en{product.get_absolute_url()}")

    assert Look.objects.count() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch;prerender"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0)"},
    ],
)
def test_robots_and_fetching_ahead_do_not_count(client, product, headers):
    client.get(product.get_absolute_url(), headers=headers)

    assert not Look.objects.exists()


def test_a_phone_counts(client, product):
    phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile"

    client.get(product.get_absolute_url(), headers={"User-Agent": phone})

    assert Look.objects.count() == 1


def test_a_head_and_an_address_that_is_not_the_one_do_not_count(client, product):
    client.head(product.get_absolute_url())
    client.get(f"/nong-san/khac-{product.pk}/")
    client.get("/nong-san/khac-999999/")

    assert not Look.objects.exists()


def test_those_who_act_for_the_farmer_do_not_count_others_who_signed_in_do(client, product):
    person = FarmerPersonFactory(farmer=product.farmer)
    revoked = FarmerPersonFactory(farmer=product.farmer, revoked_at=timezone.now())

    client.force_login(person.user)
    client.get(product.get_absolute_url())
    assert not Look.objects.exists()

    for user in (revoked.user, officer(), UserFactory()):
        client.force_login(user)
        client.get(product.get_absolute_url())
    assert Look.objects.count() == 3
