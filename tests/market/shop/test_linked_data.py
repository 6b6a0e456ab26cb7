import json
import re

import pytest
from django.utils.translation import override

from market.shop.linked_data import product_data, shared_picture
from products.models import Product, ProductPhoto
from tests.factories.farmers import FarmFactory
from tests.factories.products import ProductFactory
from tests.market.shop.reading import vi

pytestmark = pytest.mark.django_db
HOUSE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def _vietnamese():
    with override("vi"):
        yield


def shown(product: Product) -> Product:
    return Product.objects.for_card().get(pk=product.pk)


def test_product_is_told_as_schema_org_names_it():
    product = ProductFactory(
        published=True, name="Bơ sáp", description="Quả to.", farm__farmer__name="Siu Blơ"
    )
    photo = ProductPhoto.objects.create(product=product, state="ready")
    url = f"{HOUSE}/nong-san/bo-sap-{product.pk}/"

    assert json.loads(product_data(shown(product), is_on_sale=True)) == {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": "Bơ sáp",
        "url": url,
        "category": "Cà phê nhân",
        "description": "Quả to.",
        "image": [HOUSE + photo.large_url],
        "offers": {
            "@type": "Offer",
            "url": url,
            "price": 98000,
            "priceCurrency": "VND",
            "priceSpecification": {
                "@type": "UnitPriceSpecification",
                "price": 98000,
                "priceCurrency": "VND",
                "unitText": "kg",
            },
            "availability": "https://schema.org/InStock",
            "seller": {
                "@type": "Person",
                "name": "Siu Blơ",
                "url": f"{HOUSE}/nong-dan/siu-blo-{product.farmer_id}/",
            },
        },
    }


def test_seller_without_consent_is_not_told():
    product = ProductFactory(published=True, farm=FarmFactory(farmer__is_public=False))

    assert "seller" not in json.loads(product_data(shown(product), is_on_sale=True))["offers"]


def test_cooperative_is_an_organization_and_what_is_off_sale_is_out_of_stock():
    product = ProductFactory(published=True, farm=FarmFactory(farmer__kind="cooperative"))
    offer = json.loads(product_data(shown(product), is_on_sale=False))["offers"]

    assert offer["seller"]["@type"] == "Organization"
    assert offer["availability"] == "https://schema.org/OutOfStock"


def test_words_of_a_farmer_never_end_the_block(client):
    evil = "</script><script>alert(1)</script><!-- & ]]>"
    product = ProductFactory(published=True, name=f"Bơ {evil}", description=evil)

    page = client.get(vi(product)).content.decode()

    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert [json.loads(block)["description"] for block in blocks] == [evil]
    assert "<script>alert" not in page


def test_picture_of_a_shared_link_is_the_cover_or_the_mark():
    product = ProductFactory(published=True)
    assert shared_picture(shown(product)) == f"{HOUSE}/static/icons/touch-icon.png"

    photo = ProductPhoto.objects.create(product=product, state="ready")
    assert shared_picture(shown(product)) == HOUSE + photo.large_url


def test_head_of_a_page_says_what_a_chat_window_shows(client):
    product = ProductFactory(published=True, name="Bơ sáp", farm__farmer__name="Siu Blơ")

    page = client.get(vi(product)).content.decode()

    assert dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', page)) == {
        "site_name": "Chợ Nông Dân",
        "type": "product",
        "title": "Bơ sáp",
        "description": "98.000 đ/kg · Siu Blơ, xã Biển Hồ",
        "url": f"{HOUSE}/nong-san/bo-sap-{product.pk}/",
        "locale": "vi_VN",
        "image": f"{HOUSE}/static/icons/touch-icon.png",
    }
