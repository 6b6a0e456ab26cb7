"""Amounts change where the listing stands: sold elsewhere, undone, counted again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from products.models import Offer, OutsideSale
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory, officer
from tests.factories.products import ProductFactory

HOME = "/ban-hang/"


@pytest.fixture
def person(db):
    return FarmerPersonFactory(farmer=FarmerFactory())


@pytest.fixture
def product(person):
    return ProductFactory(farm=FarmFactory(farmer=person.farmer), published=True)


@pytest.fixture
def farmer_client(client, person):
    client.force_login(person.user)
    return client


def at(name, product, **more):
    return reverse(f"workspace:{name}", kwargs={"pk": product.pk} | more)


def form_on(farmer_client, product):
    """The hidden id that a page shown now would send."""
    return farmer_client.get(at("product", product)).context["item"]["sold_form"]["client_id"].value()


def sell(farmer_client, product, amount, **more):
    typed = {"amount": amount, "client_id": form_on(farmer_client, product)} | more
    return farmer_client.post(at("sold", product), typed)


def left(product):
    return Offer.objects.get(product=product).left_milli


@pytest.mark.parametrize(
    ("written", "left_milli"),
    [("50", 250_000), ("50kg", 250_000), ("1,5 tạ", 150_000), ("2 yến", 280_000), ("0,2 tấn", 100_000)],
)
def test_sold_elsewhere_is_read_as_people_write_it(farmer_client, product, written, left_milli):
    answer = sell(farmer_client, product, written)

    assert answer.url == at("product", product)
    assert left(product) == left_milli


def test_sold_from_the_stall_leads_back_to_the_stall(farmer_client, product):
    answer = sell(farmer_client, product, "50", **{"from": "home"})

    assert answer.url == HOME
    assert "250 kg" in farmer_client.get(HOME).text


def test_two_tabs_and_a_double_tap_are_one_sale(farmer_client, product):
    first, second = form_on(farmer_client, product), form_on(farmer_client, product)

    for client_id in (first, second, first):
        farmer_client.post(at("sold", product), {"amount": "50", "client_id": client_id})

    assert left(product) == 250_000
    assert form_on(farmer_client, product) != first


@pytest.mark.parametrize("amount", ["", "-5", "1,500", "0", "3 bó"])
def test_an_amount_that_is_not_good_is_kept_and_asked_again(farmer_client, product, amount):
    page = sell(farmer_client, product, amount)

    assert (page.status_code, page.context["open_forms"]) == (200, ["sold"])
    assert list(page.context["item"]["sold_form"].errors) == ["amount"]
    assert left(product) == 300_000


def test_more_than_is_left_says_how_much_there_is_and_opens_the_amount(farmer_client, product):
    page = sell(farmer_client, product, "400")

    assert page.context["open_forms"] == ["sold", "left"]
    assert "300 kg" in page.context["item"]["sold_form"].errors["amount"][0]
    assert 'value="400"' in page.text
    assert not OutsideSale.objects.exists()


def test_another_amount_from_an_old_tab_is_asked_about_and_then_noted(farmer_client, product):
    old = form_on(farmer_client, product)
    farmer_client.post(at("sold", product), {"amount": "50", "client_id": old})

    page = farmer_client.post(at("sold", product), {"amount": "30", "client_id": old})
    assert left(product) == 250_000
    again = page.context["item"]["sold_form"]
    farmer_client.post(
        at("sold", product), {"amount": again["amount"].value(), "client_id": again["client_id"].value()}
    )

    assert left(product) == 220_000


def test_undo_gives_it_back_once(farmer_client, product):
    sell(farmer_client, product, "50")
    sale = OutsideSale.objects.get()
    page = farmer_client.get(at("product", product)).text
    assert at("undo_sold", product, sale=sale.pk) in page

    for _ in range(2):
        assert farmer_client.post(at("undo_sold", product, sale=sale.pk)).url == at("product", product)

    assert left(product) == 300_000
    assert at("undo_sold", product, sale=sale.pk) not in farmer_client.get(at("product", product)).text


def test_a_sale_of_another_listing_is_not_undone_here(farmer_client, product):
    other = ProductFactory(farm=product.farm, published=True)
    sell(farmer_client, other, "50")

    assert farmer_client.post(at("undo_sold", product, sale=OutsideSale.objects.get().pk)).status_code == 404
    assert left(other) == 250_000


@pytest.mark.parametrize(("written", "left_milli"), [("500", 500_000), ("3 tạ", 300_000), ("0", 0)])
def test_what_is_left_is_set_in_place(farmer_client, product, written, left_milli):
    sell(farmer_client, product, "50")

    answer = farmer_client.post(at("left", product), {"left": written, "from": "home"})

    assert answer.url == HOME
    assert left(product) == left_milli


@pytest.mark.parametrize("written", ["", "-1", "1.500,5.2", "1,500"])
def test_what_is_left_that_can_not_be_read_is_asked_again(farmer_client, product, written):
    page = farmer_client.post(at("left", product), {"left": written})

    assert (page.status_code, page.context["open_forms"]) == (200, ["left"])
    assert left(product) == 300_000


def test_nothing_left_is_sold_out_to_the_farmer_who_can_post_the_amount_again(farmer_client, product):
    farmer_client.post(at("left", product), {"left": "0"})

    item = farmer_client.get(at("product", product)).context["item"]
    assert (item["is_sold_out"], item["may_note_sales"]) == (True, False)
    assert at("sold", product) not in farmer_client.get(HOME).text
    assert at("left", product) in farmer_client.get(HOME).text


def test_amounts_are_changed_by_those_who_act_for_the_farmer_alone(client, person, product):
    client.force_login(person.user)
    sell(client, product, "50")
    sale = OutsideSale.objects.get()
    revoked = FarmerPersonFactory(farmer=person.farmer, revoked_at=timezone.now())

    for stranger in (FarmerPersonFactory().user, officer(), revoked.user, UserFactory()):
        client.force_login(stranger)
        typed = {"amount": "1", "left": "1", "client_id": str(sale.client_id)}
        assert client.post(at("sold", product), typed).status_code == 404
        assert client.post(at("left", product), typed).status_code == 404
        assert client.post(at("undo_sold", product, sale=sale.pk)).status_code == 404
    assert left(product) == 250_000
