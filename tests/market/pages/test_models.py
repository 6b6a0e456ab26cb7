import pytest

from market.demo.front_door import open_front_door
from market.pages.models import HomePage
from tests.factories.products import OfferFactory, ProductFactory, certify
from tests.market.shop.reading import main_of, titles, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _door():
    open_front_door()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "questions"), [("/", 10), ("/en/", 11)])
def test_home_asks_five_questions_besides_those_of_wagtail(
    client, django_assert_num_queries, rows, address, questions
):
    for _ in range(rows):
        certify(ProductFactory(published=True))
        ProductFactory(published=True)
    client.get(address)  # Wagtail remembers which site a host is

    with django_assert_num_queries(questions):
        assert client.get(address).status_code == 200


def test_home_shows_what_can_be_bought_certified_first(client):
    ProductFactory(published=True, name="Thường")
    certify(ProductFactory(published=True, name="Có giấy"))
    gone = ProductFactory(published=True, name="Hết", offer=None)
    OfferFactory(product=gone, offered_milli=1000, sold_milli=1000)
    ProductFactory(name="Nháp")

    assert titles(client.get("/")) == ["Có giấy", "Thường"]


def test_home_offers_the_kinds_that_are_on_sale(client):
    ProductFactory(published=True)

    chips = client.get("/").context["chips"]

    assert [(chip.text, chip.url) for chip in chips] == [("Cà phê nhân", "/nong-san/?nhom=ca-phe-nhan")]


def test_home_without_listings_says_so(client):
    assert "Nothing on sale yet" in words(client.get("/en/"))


def test_home_speaks_the_language_of_its_address(client):
    assert "Nông sản Gia Lai, biết rõ từ rẫy nào" in words(client.get("/"))
    assert "Gia Lai produce, traced to the field" in words(client.get("/en/"))


def test_home_has_one_cherry_action(client):
    assert main_of(client.get("/")).count('class="button main"') == 1


def test_home_answers_head(client):
    answer = client.head("/")

    assert (answer.status_code, answer.content) == (200, b"")


def test_editor_words_are_shown_as_words(client):
    home = HomePage.objects.get(locale__language_code="vi")
    home.welcome = "Nông sản <b>& hơn</b>"
    home.save_revision().publish()

    assert "Nông sản &lt;b&gt;&amp; hơn&lt;/b&gt;" in main_of(client.get("/"))
