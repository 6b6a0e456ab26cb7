"""A farmer posts from the field: with signal, without, with a line that breaks, on a phone that others use too."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from products.models import Draft, Product
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory
from tests.factories.products import CategoryFactory
from tests.journeys.posting import (
    POSTING,
    answer_all,
    cookie_of,
    kept_drafts,
    screen,
    send,
    take_photos,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person():
    CategoryFactory()
    found = FarmerPersonFactory(farmer=FarmerFactory())
    FarmFactory(farmer=found.farmer)
    return found


def sign_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    page.context.add_cookies([cookie_of(client, live_server.url)])


def test_a_farmer_posts_with_few_taps(phone_page, live_server, person):
    sign_in(phone_page, live_server, person.user)
    phone_page.goto(POSTING)
    take_photos(phone_page, 2)

    answer_all(phone_page)
    send(phone_page)

    expect(phone_page.locator(".notice.success a")).to_be_visible(timeout=20_000)
    product = Product.objects.get()
    assert (product.state, product.offer.price_vnd, product.offer.offered_milli) == (
        "submitted",
        98_000,
        300_000,
    )
    assert (product.photos.count(), Draft.objects.count(), kept_drafts(phone_page)) == (2, 0, 0)


def test_nobody_signed_in_is_asked_to_sign_in_first(phone_page, person):
    phone_page.goto(POSTING)

    start = screen(phone_page, "start")
    expect(start.locator("[data-sign-in]")).to_be_visible()
    expect(start.locator("[data-take]").first).to_be_hidden()
