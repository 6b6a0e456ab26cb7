from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from products.browsing import category_tree
from products.filters import ProductFilter, commune_choices
from products.models import Category, Product
from tests.factories.accounts import UserFactory
from tests.factories.farmers import BIEN_HO, CHU_PAH, FarmFactory, other_commune
from tests.factories.products import CategoryFactory, ProductFactory, certify

pytestmark = pytest.mark.django_db


def found(address: str) -> set[str]:
    return {product.name for product in filters_of(address).qs}


def filters_of(address: str) -> ProductFilter:
    return ProductFilter(QueryDict(address), queryset=Product.objects.published(), tree=category_tree())


@pytest.fixture
def stall():
    """Four listings: two of coffee (one with VietGAP), honey with OCOP, and honey of another commune."""
    drinks = Category.objects.create(key="do-uong", path="do-uong/", name="Đồ uống")
    coffee = CategoryFactory(parent=drinks, path="do-uong/ca-phe-nhan/")
    honey = CategoryFactory(key="mat-ong", name="Mật ong")
    far = FarmFactory(farmer__branch=other_commune())
    robusta = ProductFactory(published=True, category=coffee, name="Cà phê nhân robusta")
    certify(robusta)
    ProductFactory(published=True, category=coffee, name="Cà phê quả 100% chín", farm=robusta.farm)
    certify(ProductFactory(published=True, category=honey, name="Mật ong_rừng"), scheme="ocop", stars=4)
    ProductFactory(published=True, category=honey, name="Mật ong hoa cà phê", farm=far)
    ProductFactory(category=honey, name="Mật ong chưa đăng")


ROBUSTA, CHERRIES, HONEY, FAR = (
    "Cà phê nhân robusta",
    "Cà phê quả 100% chín",
    "Mật ong_rừng",
    "Mật ong hoa cà phê",
)
EVERYTHING = {ROBUSTA, CHERRIES, HONEY, FAR}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", EVERYTHING),
        ("q=ca phe", {ROBUSTA, CHERRIES, FAR}),
        ("q=cà phê", {ROBUSTA, CHERRIES, FAR}),
        ("q=CA PHÊ   robusta", {ROBUSTA}),
        ("q=robusta ca", {ROBUSTA}),
        ("q=ca phe khong co", set()),
        ("q=%20%20", EVERYTHING),
        ("q=rob", {ROBUSTA}),
        ("q=busta", set()),
        ("q=ong", {HONEY, FAR}),
        ("nhom=ca-phe-nhan", {ROBUSTA, CHERRIES}),
        ("nhom=do-uong", {ROBUSTA, CHERRIES}),
        ("nhom=mat-ong", {HONEY, FAR}),
        ("chung_nhan=co", {ROBUSTA, HONEY}),
        ("chung_nhan=vietgap", {ROBUSTA}),
        ("chung_nhan=ocop", {HONEY}),
        ("chung_nhan=haccp", set()),
        (f"xa={CHU_PAH}", {FAR}),
        (f"xa={BIEN_HO}", {ROBUSTA, CHERRIES, HONEY}),
        ("q=ca phe&nhom=mat-ong", {FAR}),
        (f"q=ca phe&nhom=ca-phe-nhan&chung_nhan=vietgap&xa={BIEN_HO}", {ROBUSTA}),
        (f"q=ca phe&nhom=ca-phe-nhan&chung_nhan=vietgap&xa={CHU_PAH}", set()),
    ],
)
def test_filter_narrows_to(stall, address, expected):
    assert found(address) == expected


@pytest.mark.parametrize(
    "address",
    [
        "nhom=khong-co",
        "nhom=%00",
        "nhom=" + "x" * 5000,
        "chung_nhan=vang",
        "chung_nhan=co'--",
        "xa=99999",
        "xa=abc",
        "q=%00",
        "sau=x&trang=3&lạ=1",
        "nhom=&chung_nhan=&xa=&q=",
    ],
)
def test_filter_leaves_out_what_it_does_not_know(stall, address):
    assert found(address) == EVERYTHING
    assert filters_of(address).chosen == {}


def test_what_is_not_known_does_not_stop_the_rest(stall):
    assert found("xa=99999&q=robusta&nhom=khong-co&chung_nhan=vang") == {ROBUSTA}
    assert filters_of("xa=99999&q=robusta&nhom=khong-co&chung_nhan=vang").chosen == {"q": "robusta"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("100%25", {CHERRIES}),
        ("%25", set()),
        ("ong_rung", {HONEY}),
        ("_", set()),
        ("c_ phe", set()),
        ("\\", set()),
        ("'; drop table products_product; --", set()),
        ("*", set()),
    ],
)
def test_signs_of_sql_are_only_signs(stall, words, expected):
    assert found(f"q={words}") == expected


def test_words_begin_words_at_the_start_after_a_space_or_in_brackets(stall):
    farm = FarmFactory(farmer__name="Hợp tác xã Nông nghiệp Ví Dụ")
    ProductFactory(
        published=True, farm=farm, name="Khoai mì (sắn)", category__key="mi", category__name="Khoai mì"
    )

    assert found("q=san") == {"Khoai mì (sắn)"}
    assert found("q=khoai") == {"Khoai mì (sắn)"}
    assert found("q=nong nghiep") == {"Khoai mì (sắn)"}
    assert "Khoai mì (sắn)" not in found("q=ong")


def test_a_hundred_letters_are_looked_for_and_the_rest_is_not(stall):
    long = "x" * 100
    ProductFactory(published=True, name=f"Rau {long}")

    assert found(f"q={long}") == {f"Rau {long}"}
    assert found(f"q={long}yyyy") == {f"Rau {long}"}
    assert found("q=" + "ca " * 400) == {ROBUSTA, CHERRIES, FAR}


def test_chosen_says_what_is_known(stall):
    chosen = filters_of(f"q= robusta &nhom=do-uong&chung_nhan=co&xa={BIEN_HO}").chosen

    assert chosen == {"q": "robusta", "nhom": "do-uong", "chung_nhan": "co", "xa": BIEN_HO}


def test_certificate_filter_asks_what_the_badge_asks(stall):
    today = timezone.localdate()
    checked = {"checked_by": UserFactory(), "checked_at": timezone.now(), "reason": "Sai."}
    for name, paper in {
        "hết hạn": {"expires_on": today - timedelta(days=1)},
        "tự khai": {"standing": "declared"},
        "bị thu hồi": {"standing": "revoked", **checked},
        "chưa xác nhận": {"covered": {"confirmed_at": None, "confirmed_by": None}},
        "rẫy khác": {"covered": {"farm": FarmFactory()}},
        "hôm nay hết": {"expires_on": today},
    }.items():
        certify(ProductFactory(published=True, name=name), scheme="haccp", **paper)

    assert found("chung_nhan=haccp") == {"hôm nay hết"}
    assert found("chung_nhan=co") == {ROBUSTA, HONEY, "hôm nay hết"}


def test_filtering_is_one_query(stall, django_assert_num_queries):
    tree = category_tree()
    address = QueryDict(f"q=ca phe&nhom=ca-phe-nhan&chung_nhan=vietgap&xa={BIEN_HO}")

    with django_assert_num_queries(1):
        list(ProductFilter(address, queryset=Product.objects.published(), tree=tree).qs)


def test_communes_are_the_135_of_the_province_by_name():
    choices = commune_choices()

    assert len(choices) == 135
    assert (choices[0], choices[-1]) == (("23954", "Xã Al Bá"), ("23833", "Xã Ya Ma"))
