from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from market.workspace.stall import PAGE_SIZE, stall_of
from products.models import Draft, Offer, Product, ProductPhoto
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmerPersonFactory,
    FarmFactory,
    officer,
)
from tests.factories.products import ProductFactory
from tests.factories.traceability import LotFactory

HOME = "/ban-hang/"


@pytest.fixture
def person(db):
    return FarmerPersonFactory(farmer=FarmerFactory())


@pytest.fixture
def farm(person):
    return FarmFactory(farmer=person.farmer)


@pytest.fixture
def farmer_client(client, person):
    client.force_login(person.user)
    return client


def at(name, product):
    return reverse(f"workspace:{name}", args=[product.pk])


def state_of(product):
    return Product.objects.get(pk=product.pk).state


def test_home_without_listings_shows_how_to_begin(farmer_client):
    page = farmer_client.get(HOME)

    assert page.context["stall"].items == []
    assert reverse("products:post") in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_eight_questions_of_the_database(farmer_client, farm, count, django_assert_num_queries):
    for _ in range(count):
        product = ProductFactory(farm=farm, published=True)
        LotFactory(product=product)
        ProductPhoto.objects.create(product=product, original="a.jpg", state="ready")
        CertificateFactory(farmer=farm.farmer, verified=True)

    with django_assert_num_queries(8):
        page = farmer_client.get(HOME)

    assert len(page.context["stall"].items) == count


def test_home_says_what_state_a_listing_is_in_and_what_can_be_done(farmer_client, farm):
    published = ProductFactory(farm=farm, published=True)
    LotFactory(product=published)
    returned = ProductFactory(farm=farm, state="returned", reason="Ảnh mờ, chụp lại giúp")
    withdrawn = ProductFactory(farm=farm, state="withdrawn")

    page = farmer_client.get(HOME)

    shown = {item["id"]: item for item in page.context["stall"].items}
    assert list(shown) == [str(withdrawn.pk), str(returned.pk), str(published.pk)]
    assert shown[str(published.pk)]["code_url"] == at("code", published)
    assert shown[str(published.pk)]["public_url"] == published.get_absolute_url()
    assert shown[str(published.pk)]["price"] == "98.000\u00a0đ"
    assert "Ảnh mờ, chụp lại giúp" in page.text
    assert at("revise", returned) in page.text
    assert at("pause", published) in page.text
    assert at("withdraw", withdrawn) not in page.text


def test_home_shows_the_cover_only_once_it_is_ready(farmer_client, farm):
    product = ProductFactory(farm=farm)
    photo = ProductPhoto.objects.create(product=product, original="a.jpg", state="waiting")
    waiting = farmer_client.get(HOME).context["stall"].items[0]["photo"]
    ProductPhoto.objects.filter(pk=photo.pk).update(state="ready")

    assert waiting.endswith("art/coffee-beans.svg")
    assert farmer_client.get(HOME).context["stall"].items[0]["photo"] == photo.small_url


def test_home_tells_of_certificates_and_unfinished_listings(farmer_client, person):
    CertificateFactory(
        farmer=person.farmer, verified=True, expires_on=timezone.localdate() + timedelta(days=30)
    )
    Draft.objects.create(user=person.user)

    page = farmer_client.get(HOME)

    assert page.context["papers"].startswith("VietGAP ")
    assert "30" in page.context["papers"]
    assert page.context["has_unfinished"]


def test_stall_of_pages_by_key_both_ways(person, farm):
    products = [ProductFactory(farm=farm) for _ in range(PAGE_SIZE + 2)]
    newest = [str(product.pk) for product in reversed(products)]

    first = stall_of(person.user, {})
    last = stall_of(person.user, {"truoc": str(products[2].pk)})
    back = stall_of(person.user, {"sau": str(products[1].pk)})

    assert [item["id"] for item in first.items] == newest[:PAGE_SIZE]
    assert (first.newer_url, first.older_url) == ("", f"?truoc={products[2].pk}")
    assert [item["id"] for item in last.items] == newest[PAGE_SIZE:]
    assert (last.newer_url, last.older_url) == (f"?sau={products[1].pk}", "")
    assert [item["id"] for item in back.items] == newest[:PAGE_SIZE]
    assert (back.newer_url, back.older_url) == ("", f"?truoc={products[2].pk}")


def test_home_takes_no_nonsense_for_a_key(farmer_client):
    assert farmer_client.get(HOME, {"truoc": "x", "sau": "9" * 40}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_product_asks_twelve_questions_of_the_database(farmer_client, farm, count, django_assert_num_queries):
    product = ProductFactory(farm=farm, published=True)
    for _ in range(count):
        product.coverages.add(CoverageFactory(certificate__farmer=farm.farmer))
        ProductPhoto.objects.create(product=product, original="a.jpg", state="ready")
        LotFactory(product=product)

    with django_assert_num_queries(12):
        page = farmer_client.get(at("product", product))

    assert len(page.content) < 60_000


@pytest.mark.parametrize("state", ["draft", "submitted", "published", "paused", "withdrawn", "returned"])
def test_product_shows_every_state(farmer_client, farm, state):
    product = ProductFactory(
        farm=farm,
        published=True,
        state=state,
        reason="Ảnh mờ",
        offer__held_milli=50_000,
        offer__sold_milli=1_500,
    )
    product.coverages.add(CoverageFactory(certificate__farmer=farm.farmer))
    for photo_state in ("ready", "waiting", "failed"):
        ProductPhoto.objects.create(product=product, original="a.jpg", state=photo_state)
    LotFactory(product=product)

    page = farmer_client.get(at("product", product))

    assert page.status_code == 200
    assert list(page.context["amounts"].values()) == ["248,5 kg", "300 kg", "50 kg", "1,5 kg"]
    assert len(page.context["photos"]) == 1


def test_price_changes_in_place(farmer_client, farm):
    product = ProductFactory(farm=farm, published=True)

    from_page = farmer_client.post(at("price", product), {"price": "101,5k"})
    from_home = farmer_client.post(at("price", product), {"price": "10tr/tạ", "from": "home"})

    assert (from_page.url, from_home.url) == (at("product", product), HOME)
    assert Offer.objects.get(product=product).price_vnd == 100_000


@pytest.mark.parametrize("price", ["", "-5", "12,5", "98k/chai"])
def test_price_refused_keeps_what_was_typed(farmer_client, farm, price):
    product = ProductFactory(farm=farm, published=True)

    page = farmer_client.post(at("price", product), {"price": price})

    assert list(page.context["item"]["form"].errors) == ["price"]
    assert (f'value="{price}"' in page.text) is bool(price)
    assert Offer.objects.get(product=product).price_vnd == 98_000


def test_price_that_jumps_is_asked_about_once_more(farmer_client, farm):
    product = ProductFactory(farm=farm, submitted=True)

    asked = farmer_client.post(at("price", product), {"price": "9.800"})
    assert Offer.objects.get(product=product).price_vnd == 98_000
    sure = farmer_client.post(at("price", product), {"price": "9.800", "surely": "9800/kg"})

    assert 'name="surely" value="9800/kg"' in asked.text
    assert sure.status_code == 302
    assert Offer.objects.get(product=product).price_vnd == 9_800


def test_price_of_the_withdrawn_stays(farmer_client, farm):
    product = ProductFactory(farm=farm, state="withdrawn")

    page = farmer_client.post(at("price", product), {"price": "99k"})

    assert list(page.context["item"]["form"].errors) == ["price"]


def test_pause_and_resume(farmer_client, farm):
    product = ProductFactory(farm=farm, published=True)

    for name, state in (
        ("pause", "paused"),
        ("pause", "paused"),
        ("resume", "published"),
        ("resume", "published"),
    ):
        assert farmer_client.post(at(name, product)).url == at("product", product)
        assert state_of(product) == state


def test_withdraw_asks_first(farmer_client, farm):
    product = ProductFactory(farm=farm, published=True)

    assert farmer_client.get(at("withdraw", product)).status_code == 200
    assert state_of(product) == "published"
    for _ in range(2):
        assert farmer_client.post(at("withdraw", product)).url == at("product", product)
    assert state_of(product) == "withdrawn"


def test_revise_leads_to_the_last_page_of_a_draft(farmer_client, farm):
    returned = ProductFactory(farm=farm, state="returned", reason="Ảnh mờ, chụp lại giúp")
    published = ProductFactory(farm=farm, published=True)

    answer = farmer_client.post(at("revise", returned))

    assert answer.url == f"/ban-hang/dang/{returned.client_draft_id}/xem-lai/"
    assert "Ảnh mờ, chụp lại giúp" in farmer_client.get(answer.url).text
    assert farmer_client.post(at("revise", published)).url == at("product", published)
    assert Draft.objects.count() == 1


NAMES = ("product", "price", "pause", "resume", "withdraw", "revise")


def test_a_listing_is_for_those_who_act_for_its_farmer(client, person, farm):
    product = ProductFactory(farm=farm, published=True)
    revoked = FarmerPersonFactory(farmer=person.farmer, revoked_at=timezone.now())

    for name in NAMES:
        assert client.post(at(name, product), {"price": "1k"}).status_code in {302, 405}
        assert client.get(at(name, product)).status_code in {302, 405}
    for stranger in (FarmerPersonFactory().user, officer(), revoked.user, UserFactory()):
        client.force_login(stranger)
        assert product.name not in client.get(HOME, follow=True).text
        for name in NAMES:
            assert client.post(at(name, product), {"price": "1k"}).status_code in {404, 405}
            assert client.get(at(name, product)).status_code in {404, 405}
    assert state_of(product) == "published"
    assert Offer.objects.get(product=product).price_vnd == 98_000


def test_a_helper_may_do_the_same(client, person, farm):
    product = ProductFactory(farm=farm, published=True)
    client.force_login(FarmerPersonFactory(farmer=person.farmer, role="helper").user)

    assert client.post(at("price", product), {"price": "99k"}).status_code == 302
    assert Offer.objects.get(product=product).price_vnd == 99_000


def test_home_of_the_anonymous_leads_to_signing_in(client, db):
    assert client.get(HOME).url.startswith("/dang-nhap/")
