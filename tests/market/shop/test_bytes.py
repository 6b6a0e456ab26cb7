"""How heavy is a page on a slow line, before its photos? Counted as a browser loads it for the first time."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from market.demo.front_door import open_front_door
from tests.factories.products import ProductFactory, certify
from tests.factories.traceability import LabelFactory
from tests.market.shop.reading import vi

pytestmark = pytest.mark.django_db
KB = 1000


def weight(client, address: str) -> int:
    """Bytes of the page as it is sent, and of style, script, letters and icons as whitenoise sends them."""
    page = client.get(address).content
    files = set(
        re.findall(r'<(?:link rel="stylesheet" href|script type="module" src)="([^"]+)"', page.decode())
    )
    files |= {icon.split("#")[0] for icon in re.findall(r'<use href="([^"]+)"', page.decode())}
    for sheet in [file for file in files if file.endswith(".css")]:
        letters = re.findall(r'url\("?\.\./(fonts/[^")]+)', found(sheet).read_text(encoding="utf-8"))
        files |= {settings.STATIC_URL + name for name in letters}
    return len(page) + sum(sent(found(file)) for file in files)


def found(url: str) -> Path:
    return Path(finders.find(url.removeprefix(settings.STATIC_URL)))


def sent(file: Path) -> int:
    whole = file.read_bytes()
    return len(whole) if file.suffix == ".woff2" else len(brotli.compress(whole))


def more(product, count: int) -> None:
    for n in range(count):
        other = ProductFactory(
            published=True,
            name=f"Cà phê nhân robusta phơi sân hái chín {n}",
            farm=product.farm,
            category=product.category,
            posted_by=product.posted_by,
        )
        other.coverages.set(product.coverages.all())


def test_product_page_stays_below_60_kb(client, rich):
    certify(rich, scheme="ocop", stars=4)
    rich.description = "Cà phê hái chín, phơi trên giàn. " * 15
    rich.save()
    LabelFactory(lot=rich.lots.get())

    assert weight(client, vi(rich)) <= 60 * KB


def test_full_list_stays_below_80_kb(client, rich):
    more(rich, 30)

    assert weight(client, "/nong-san/") <= 80 * KB


def test_farmer_page_with_six_listings_stays_below_60_kb(client, rich):
    more(rich, 5)

    assert weight(client, vi(rich.farmer)) <= 60 * KB


def test_home_stays_below_65_kb(client, rich):
    open_front_door()
    more(rich, 8)

    assert weight(client, "/") <= 65 * KB
