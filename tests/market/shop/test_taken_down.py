"""What the association took down is gone everywhere at once, and its page says so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from products.listing import publish_product, submit_product
from products.models import Product
from products.taking_down import report_listing, take_down
from tests.factories.accounts import UserFactory
from tests.factories.products import ProductFactory
from tests.market.shop.reading import words

pytestmark = pytest.mark.django_db
SECRET = "Bà hàng xóm nói là thuốc cấm"


@pytest.fixture
def product() -> Product:
    return ProductFactory(published=True, name="Tiêu lạ")


def taken_down(product, ground="danger") -> None:
    now = timezone.now()
    case = report_listing(product=product, ground=ground, words=SECRET, by=UserFactory(), at=now)
    take_down(case=case, by=UserFactory(), at=now)


def test_what_was_taken_down_is_in_no_list(client, product):
    here = product.get_absolute_url()
    parts = reverse("sitemap_part", args=["nong-san", "1"])
    pages = ["/nong-san/", "/nong-san/?q=tieu", product.farmer.get_absolute_url(), parts]
    assert [page for page in pages if here not in client.get(page).text] == []

    taken_down(product)

    assert [page for page in [*pages, "/"] if here in client.get(page).text] == []


def test_its_page_says_that_and_on_which_ground_it_is_gone(client, product):
    taken_down(product)

    page = client.get(product.get_absolute_url())

    assert page.status_code == 410
    assert timezone.localtime().strftime("%d/%m/%Y") in words(page)
    assert product.take_downs.get().get_ground_display() in words(page)
    assert 'content="noindex, follow"' in page.text
    for secret in (SECRET, product.farmer.name, product.name):
        assert secret not in page.text


def test_a_listing_that_was_mended_has_its_page_again(client, product):
    taken_down(product)
    submit_product(product=product, by=product.posted_by, at=timezone.now())
    assert client.get(product.get_absolute_url()).status_code == 410

    publish_product(product=product, by=UserFactory(), at=timezone.now())

    assert client.get(product.get_absolute_url()).status_code == 200


def test_what_was_returned_later_for_something_else_is_just_not_here(client, product):
    taken_down(product)
    Product.objects.filter(pk=product.pk).update(published_at=timezone.now() + timedelta(minutes=1))

    assert client.get(product.get_absolute_url()).status_code == 404
