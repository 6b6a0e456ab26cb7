import pytest
from django.http import QueryDict
from django.utils.translation import override

from market.shop.narrowing import Chip, address, chips_of, freshest_chips, heading_of, kinds_of
from products.browsing import category_tree
from products.filters import ProductFilter
from products.models import Category, Product
from tests.factories.farmers import BIEN_HO
from tests.factories.products import CategoryFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def tree():
    """Food › coffee (set 13) › beans and roast; honey (set 4) with nothing on sale."""
    food = Category.objects.create(key="food", path="food/", name="Thực phẩm", name_en="Food")
    sets = {}
    for position, (key, number) in enumerate((("coffee", 13), ("honey", 4))):
        sets[key] = Category.objects.create(
            key=key,
            path=f"food/{key}/",
            name=key,
            name_en=key,
            ocop_set=number,
            parent=food,
            position=position,
        )
    for key, above in (("beans", "coffee"), ("roast", "coffee"), ("cherries", "coffee"), ("comb", "honey")):
        leaf = CategoryFactory(
            key=key,
            name=key,
            name_en="",
            path=f"food/{above}/{key}/",
            parent=sets[above],
            ocop_set=None,
            icon=key,
        )
        if key in {"beans", "roast"}:
            ProductFactory(published=True, category=leaf)


def filters_of(query: str) -> ProductFilter:
    return ProductFilter(QueryDict(query), queryset=Product.objects.published(), tree=category_tree())


def texts(query: str) -> list[str]:
    return [chip.text for chip in chips_of(filters_of(query))]


CERTIFICATES = ["Certified", "VietGAP", "OCOP"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["All", *CERTIFICATES, "beans", "roast"]),
        ("nhom=beans", ["All", *CERTIFICATES, "beans", "roast"]),
        ("nhom=roast", ["All", *CERTIFICATES, "roast", "beans"]),
        ("nhom=cherries", ["All", *CERTIFICATES, "cherries", "beans", "roast"]),
        ("nhom=coffee", ["All", *CERTIFICATES, "coffee", "beans", "roast"]),
        ("nhom=food", ["All", *CERTIFICATES, "Food"]),
        ("nhom=comb", ["All", *CERTIFICATES, "comb"]),
        ("chung_nhan=haccp", ["All", *CERTIFICATES, "HACCP", "beans", "roast"]),
        (f"q=ca phe&xa={BIEN_HO}", ["All", "“ca phe”", "Xã Biển Hồ", *CERTIFICATES, "beans", "roast"]),
    ],
)
def test_chips_above_a_list(tree, query, expected):
    assert texts(query) == expected


def test_chip_that_is_on_turns_itself_off_and_keeps_the_rest(tree):
    chips = chips_of(filters_of(f"q=ca phe&nhom=beans&chung_nhan=co&xa={BIEN_HO}"))

    assert [chip for chip in chips if chip.is_current] == [
        Chip("“ca phe”", f"/en/nong-san/?nhom=beans&chung_nhan=co&xa={BIEN_HO}", "x", True),
        Chip("Xã Biển Hồ", "/en/nong-san/?q=ca+phe&nhom=beans&chung_nhan=co", "x", True),
        Chip("Certified", f"/en/nong-san/?q=ca+phe&nhom=beans&xa={BIEN_HO}", "shield-check", True),
        Chip("beans", f"/en/nong-san/?q=ca+phe&chung_nhan=co&xa={BIEN_HO}", "beans", True),
    ]
    assert chips[0] == Chip("All", "/en/nong-san/")


def test_chip_that_is_off_adds_itself(tree):
    chips = {chip.text: chip.url for chip in chips_of(filters_of("nhom=beans&chung_nhan=co"))}

    assert chips["OCOP"] == "/en/nong-san/?nhom=beans&chung_nhan=ocop"
    assert chips["roast"] == "/en/nong-san/?nhom=roast&chung_nhan=co"


def test_all_is_on_when_nothing_was_chosen(tree):
    assert [chip.text for chip in chips_of(filters_of("nhom=no&sau=x")) if chip.is_current] == ["All"]


def test_at_most_eight_kinds_stand_above_the_list(tree):
    farm = Product.objects.first().farm
    for n in range(12):
        leaf = CategoryFactory(key=f"k{n}", name=f"k{n}", name_en="", path=f"food/k{n}/", position=50 - n)
        ProductFactory(published=True, category=leaf, farm=farm)

    # The eight that were posted last, in the order of the tree, not of the posting.
    assert [chip.text for chip in freshest_chips(category_tree())] == [f"k{n}" for n in range(11, 3, -1)]


def test_kinds_are_the_official_sets_that_have_something(tree):
    assert kinds_of(filters_of("q=x")) == [Chip("coffee", "/en/nong-san/?q=x&nhom=coffee", "", False)]
    assert [chip.is_current for chip in kinds_of(filters_of("nhom=coffee"))] == [True]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "Produce on sale"),
        ("q=mat ong&nhom=beans", "Search: mat ong"),
        (f"nhom=beans&xa={BIEN_HO}", "beans"),
        (f"xa={BIEN_HO}&chung_nhan=ocop", "Xã Biển Hồ"),
        ("chung_nhan=co", "With a valid certificate"),
        ("chung_nhan=ocop", "OCOP"),
    ],
)
def test_list_is_called_by_what_narrows_it_most(tree, query, expected):
    assert heading_of(filters_of(query)) == expected


def test_address_writes_only_what_was_chosen():
    assert address({}) == "/en/nong-san/"
    assert address({"q": "a&b", "xa": ""}, sau="k.1.2") == "/en/nong-san/?q=a%26b&sau=k.1.2"
    assert address({"q": "a"}, q="") == "/en/nong-san/"
