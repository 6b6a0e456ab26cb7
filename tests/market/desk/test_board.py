"""The price board at the desk: officers of the province enter and correct, nobody else gets there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from products.models import BoardPrice
from tests.factories.farmers import FarmerPersonFactory, commune, officer, province
from tests.factories.products import CategoryFactory
from tests.market.desk.conftest import at_the_desk

pytestmark = pytest.mark.django_db

QUERIES = 10


@pytest.fixture
def clerk():
    return officer(branch=province(), role="clerk")


def typed(**columns):
    return {
        "category": CategoryFactory().pk,
        "unit": "kg",
        "lowest_vnd": "95k",
        "highest_vnd": "",
        "on": timezone.localdate().isoformat(),
        "place": "Chư Păh",
        "source": "Báo Ví Dụ",
    } | columns


def board():
    return reverse("desk:board")


def test_a_price_is_entered_as_it_is_said(clerk):
    client = at_the_desk(clerk)

    assert client.post(board(), typed(highest_vnd="98.500"))["Location"] == board()

    entered = BoardPrice.objects.get()
    assert (entered.lowest_vnd, entered.highest_vnd, entered.entered_by) == (95_000, 98_500, clerk)
    page = client.get(board())
    assert [price for price, _span in page.context["prices"]] == [entered]
    assert "95.000\u00a0đ – 98.500\u00a0đ" in page.text


def test_one_price_alone_is_the_highest_too(clerk):
    at_the_desk(clerk).post(board(), typed())

    assert BoardPrice.objects.values_list("lowest_vnd", "highest_vnd").get() == (95_000, 95_000)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"lowest_vnd": "95"}, "lowest_vnd"),
        ({"highest_vnd": "90k"}, "__all__"),
        ({"source": " "}, "source"),
        ({"on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "on"),
    ],
)
def test_what_is_wrong_stands_beside_the_field(clerk, wrong, field):
    page = at_the_desk(clerk).post(board(), typed(**wrong))

    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert not BoardPrice.objects.exists()


def test_a_price_is_corrected_and_its_history_shown(clerk):
    client = at_the_desk(clerk)
    client.post(board(), typed(lowest_vnd="9.800"))
    url = reverse("desk:board_price", args=[BoardPrice.objects.get().pk])

    assert client.get(url).context["form"].initial["lowest_vnd"] == 9_800
    client.post(url, typed(lowest_vnd="98.000", highest_vnd="98.000"))

    assert BoardPrice.objects.get().lowest_vnd == 98_000
    assert [entry.action for entry in client.get(url).context["history"]] == [
        "products.board_price_corrected",
        "products.board_price_entered",
    ]


@pytest.mark.parametrize(
    "who",
    [
        lambda: officer(branch=commune(), role="head"),
        lambda: officer(branch=commune(), role="clerk"),
        lambda: officer(branch=province(), role="viewer"),
        lambda: officer(branch=province(), role="reviewer"),
    ],
)
def test_nobody_else_gets_there_or_changes_anything(clerk, who):
    at_the_desk(clerk).post(board(), typed())
    price = BoardPrice.objects.get()
    other = at_the_desk(who())

    for url in (board(), reverse("desk:board_price", args=[price.pk])):
        assert other.get(url).status_code == 404
        assert other.post(url, typed(lowest_vnd="1.000")).status_code == 404
    assert BoardPrice.objects.values_list("lowest_vnd", flat=True).get() == 95_000
    assert board() not in other.get(reverse("desk_listings:index")).text


def test_who_is_no_officer_gets_nowhere(client):
    client.force_login(FarmerPersonFactory().user)

    assert client.get(board()).status_code == 403


def test_the_way_there_stands_above_the_listings(clerk):
    assert board() in at_the_desk(clerk).get(reverse("desk_listings:index")).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_few_and_many(clerk, count, django_assert_num_queries):
    client = at_the_desk(clerk)
    for number in range(count):
        client.post(board(), typed(source=f"Báo {number}"))

    with django_assert_num_queries(QUERIES):
        client.get(board())
