import pytest
from django.utils.translation import override

from products.cards import Card, art_url, card_of, first_photo, public_name, ready_photos
from products.models import Product, ProductPhoto
from tests.factories.farmers import FarmFactory
from tests.factories.products import OfferFactory, ProductFactory, certify

pytestmark = pytest.mark.django_db


def shown(product: Product) -> Product:
    return Product.objects.for_card().get(pk=product.pk)


def photo(product: Product, position: int, state: str = "ready") -> ProductPhoto:
    return ProductPhoto.objects.create(product=product, position=position, state=state, description="Rẫy")


def test_card_without_photo_and_papers_shows_drawn_produce():
    product = ProductFactory(published=True, name="Cà phê nhân", farm__farmer__name="Rơ Châm H'Lan")

    assert card_of(shown(product)) == Card(
        url=product.get_absolute_url(),
        title="Cà phê nhân",
        photo_url="/static/art/coffee-beans.svg",
        photo_srcset="",
        photo_alt="",
        price="98.000",
        unit="kg",
        farmer="Rơ Châm H'Lan",
        commune="xã Biển Hồ",
        standing="",
        scheme="",
        stars=None,
        is_gone=False,
    )


def test_card_shows_its_first_photo_that_is_ready():
    product = ProductFactory(published=True)
    photo(product, 0, "waiting")
    cover = photo(product, 1)
    photo(product, 2)

    card = card_of(shown(product))

    assert (card.photo_url, card.photo_alt) == (cover.medium_url, "Rẫy")
    assert card.photo_srcset == f"{cover.small_url} 320w, {cover.medium_url} 800w"


def test_photos_that_failed_or_wait_are_not_shown():
    product = ProductFactory(published=True)
    photo(product, 0, "failed")
    photo(product, 1, "waiting")

    assert ready_photos(shown(product)) == []
    assert first_photo(shown(product)) is None


def test_photo_without_words_is_described_by_the_product():
    product = ProductFactory(published=True, name="Bơ sáp")
    ProductPhoto.objects.create(product=product, state="ready")

    assert card_of(shown(product)).photo_alt == "Bơ sáp"


def test_card_names_the_weightiest_verified_mark():
    product = ProductFactory(published=True)
    certify(product, scheme="haccp")
    paper = certify(product, scheme="ocop", stars=4)

    card = card_of(shown(product))

    assert (card.standing, card.scheme, card.stars) == ("verified", paper.title, 4)


def test_card_is_silent_about_marks_that_are_not_valid():
    product = ProductFactory(published=True)
    paper = certify(product)

    assert card_of(shown(product), on=paper.expires_on).standing == "verified"
    assert card_of(shown(product), on=paper.expires_on.replace(year=2099)).standing == ""


@pytest.mark.parametrize(("sold", "held", "is_gone"), [(0, 0, False), (4999, 0, False), (3000, 2000, True)])
def test_card_is_gone_when_nothing_is_left(sold, held, is_gone):
    product = ProductFactory(published=True, offer=None)
    OfferFactory(product=product, offered_milli=5000, sold_milli=sold, held_milli=held)

    assert card_of(shown(product)).is_gone is is_gone


def test_price_is_written_as_the_language_writes_it():
    product = ProductFactory(published=True, offer=None)
    OfferFactory(product=product, price_vnd=1_250_000)

    with override("vi"):
        assert card_of(shown(product)).price == "1.250.000"
    with override("en"):
        assert card_of(shown(product)).price == "1,250,000"


def test_farmer_who_did_not_agree_has_no_name():
    product = ProductFactory(published=True, farm=FarmFactory(farmer__is_public=False))

    with override("en"):
        assert public_name(product.farmer) == "A farmer"
        assert card_of(shown(product)).farmer == "A farmer"


def test_category_without_drawing_lends_the_empty_basket():
    product = ProductFactory(published=True, category__art="")

    assert art_url(product) == "/static/art/empty-basket.svg"


def test_card_asks_nothing_more(django_assert_num_queries):
    product = ProductFactory(published=True)
    certify(product)
    photo(product, 0)
    loaded = shown(product)

    with django_assert_num_queries(0):
        card_of(loaded)


@pytest.mark.parametrize("name", ["!!!", "🥭", "日本", "..."])
def test_name_without_letters_still_has_an_address(name):
    product = ProductFactory(published=True, name=name)

    assert card_of(shown(product)).url == f"/nong-san/nong-san-{product.pk}/"
