"""Does a farmer who did not agree to be named stay unnamed everywhere?"""

import pytest
from django.utils import timezone

from market.demo.front_door import open_front_door
from products.models import Product
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmFactory
from tests.factories.products import ProductFactory, certify
from tests.factories.traceability import LabelFactory, LotFactory
from tests.market.shop.reading import en, vi
from vietnam.text import fold

pytestmark = pytest.mark.django_db
NAME, PHONE = "Ksor Kín Đáo", "+84905777888"
TRACES = ("kin dao", "kin-dao", "905777888", "905 777 888")


@pytest.fixture
def hidden() -> Product:
    farm = FarmFactory(
        farmer__name=NAME,
        farmer__phone=PHONE,
        farmer__village="làng Bí Mật",
        farmer__story="Chuyện của Kín Đáo.",
        farmer__is_public=False,
    )
    product = ProductFactory(published=True, farm=farm, name="Mật ong rừng", posted_by=UserFactory(name=NAME))
    certify(product)
    lot = LotFactory(product=product)
    LabelFactory(lot=lot, code="ABCDEFGHJKLC")
    open_front_door()
    return product


def public_addresses(product: Product) -> list[str]:
    addresses = ["/", "/nong-san/", "/nong-san/?q=mat+ong", "/T/ABCDEFGHJKLC", "/t/"]
    addresses += ["/sitemap.xml", "/so-do/trang-1.xml", "/so-do/nong-san-1.xml", "/so-do/nong-dan-1.xml"]
    addresses += [vi(product), vi(product.farmer), f"/nong-dan/x-{product.farmer_id}/"]
    return addresses + [f"/en{address}" for address in addresses if "." not in address]


def test_no_public_page_names_the_farmer(client, hidden):
    for address in public_addresses(hidden):
        answer = client.get(address)
        # The address of the farmer's own page is known to whoever asks for it.
        page = fold(answer.content.decode()).replace(fold(address.removeprefix("/en")), "")
        assert [trace for trace in (*TRACES, "bi mat") if trace in page] == [], address
        assert "kin-dao" not in answer.get("Location", "")


def test_farmer_page_is_not_there(client, hidden):
    for address in (vi(hidden.farmer), en(hidden.farmer), f"/nong-dan/x-{hidden.farmer_id}/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("words", ["Kín Đáo", "ksor", "kin dao mat ong"])
def test_nobody_finds_the_produce_by_the_name(client, hidden, words):
    assert client.get("/nong-san/", {"q": words}).context["cards"] == []


def test_taking_consent_back_works_at_once(client, hidden):
    def found() -> int:
        return len(client.get("/nong-san/", {"q": "kin dao"}).context["cards"])

    hidden.farmer.is_public = True
    hidden.farmer.save()
    assert (found(), client.get(vi(hidden.farmer)).status_code) == (1, 200)
    assert NAME in client.get(vi(hidden)).content.decode()

    hidden.farmer.is_public = False
    hidden.farmer.save()
    assert (found(), client.get(vi(hidden.farmer)).status_code) == (0, 404)
    assert NAME not in client.get(vi(hidden)).content.decode()


@pytest.mark.parametrize("state", ["draft", "submitted", "paused", "withdrawn", "returned"])
def test_listing_that_is_not_on_sale_is_on_no_list(client, state):
    product = ProductFactory(
        state=state, reason="Mờ ảnh.", published_at=timezone.now(), name="Tin Thầm Lặng", farm=FarmFactory()
    )

    for address in ("/nong-san/", vi(product.farmer), "/so-do/nong-san-1.xml"):
        assert "tham lang" not in fold(client.get(address).content.decode()), address
