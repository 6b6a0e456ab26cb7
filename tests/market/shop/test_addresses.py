import re

import pytest
from django.utils.translation import override

from market.shop.addresses import absolute, named_by
from tests.factories.products import ProductFactory
from tests.market.shop.reading import en, vi

HOUSE = "http://127.0.0.1:8000"


def test_named_by_gives_both_languages():
    with override("vi"):
        assert named_by("/nong-san/?nhom=ca-phe") == {
            "canonical_url": f"{HOUSE}/nong-san/?nhom=ca-phe",
            "absolute_url_vi": f"{HOUSE}/nong-san/?nhom=ca-phe",
            "absolute_url_en": f"{HOUSE}/en/nong-san/?nhom=ca-phe",
        }


def test_named_by_nothing_tells_nothing():
    assert named_by("") == {"canonical_url": "", "absolute_url_vi": "", "absolute_url_en": ""}


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("/media/a.webp", f"{HOUSE}/media/a.webp"),
        ("https://files.example.org/a.webp", "https://files.example.org/a.webp"),
    ],
)
def test_absolute_leaves_a_whole_address(url, whole):
    assert absolute(url) == whole


@pytest.mark.django_db
def test_pages_name_themselves_and_their_twin(client):
    product = ProductFactory(published=True)

    for address in (vi(product), en(product)):
        page = client.get(f"{address}?utm_source=zalo").content.decode()
        assert re.findall(r'<link rel="canonical" href="([^"]*)"', page) == [HOUSE + address]
        assert dict(re.findall(r'hreflang="([\w-]+)" href="(http[^"]*)"', page)) == {
            "vi": HOUSE + vi(product),
            "en": HOUSE + en(product),
            "x-default": HOUSE + vi(product),
        }
