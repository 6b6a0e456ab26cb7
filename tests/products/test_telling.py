"""What the people of a farmer are told of its listings."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Message, Notice
from products.listing import halt_product, pause_product, publish_product, release_product, return_product
from products.models import PriceChange
from products.price_changes import approve_price, ask_price, refuse_price
from products.taking_down import report_listing, take_down, warn_farmer
from products.telling import send_warning
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory
from tests.factories.products import ProductFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def farm():
    return FarmFactory(farmer=FarmerFactory())


@pytest.fixture
def people(farm):
    roles = ("owner", "helper")
    FarmerPersonFactory(farmer=farm.farmer, role="helper", revoked_at=AT)
    return [FarmerPersonFactory(farmer=farm.farmer, role=role).user for role in roles]


def told_of(product):
    """What each was told, and that all were told the same."""
    about = {"farmer": product.farmer_id, "product": product.pk, "name": product.name}
    notices = list(Notice.objects.order_by("pk"))
    assert all(about.items() <= one.data.items() for one in notices)
    return [
        (one.user_id, one.kind, {name: said for name, said in one.data.items() if name not in about})
        for one in notices
    ]


def test_what_officers_do_with_a_listing_is_told_to_everybody_who_posts(farm, people):
    product = ProductFactory(farm=farm, submitted=True)
    by = UserFactory()

    return_product(product=product, reason="Ảnh mờ", by=by, at=AT)
    product.__class__.objects.filter(pk=product.pk).update(state="submitted", reason="")
    publish_product(product=product, by=by, at=AT + timedelta(minutes=1))
    halt_product(product=product, reason="Đang xác minh", by=by, at=AT + timedelta(minutes=2))
    release_product(product=product, by=by, at=AT + timedelta(minutes=3))

    each = [
        ("listing_returned", {"reason": "Ảnh mờ"}),
        ("listing_published", {}),
        ("listing_halted", {"reason": "Đang xác minh"}),
        ("listing_released", {}),
    ]
    assert told_of(product) == [(user.pk, *one) for one in each for user in people]


def test_what_the_farmer_does_is_told_to_nobody(farm, people):
    pause_product(product=ProductFactory(farm=farm, published=True), by=people[0], at=AT)

    assert not Notice.objects.exists()


def test_a_price_that_waited_is_told_of_once_it_is_decided(farm, people):
    product = ProductFactory(farm=farm, published=True)
    by = UserFactory()
    for price, decide in ((200_000, approve_price), (900_000, refuse_price)):
        change = ask_price(product=product, offer=product.offer, price_vnd=price, by=people[0], at=AT)
        reason = {"reason": "Quá cao"} if decide is refuse_price else {}
        decide(change=change, by=by, at=AT, **reason)

    assert PriceChange.objects.count() == 2
    assert told_of(product) == [
        *[(user.pk, "price_approved", {"price": "200.000\u00a0đ", "reason": ""}) for user in people],
        *[(user.pk, "price_refused", {"price": "900.000\u00a0đ", "reason": "Quá cao"}) for user in people],
    ]


def test_a_listing_taken_down_at_once_is_told_with_its_reason(farm, people):
    product = ProductFactory(farm=farm, published=True)
    case = report_listing(product=product, ground="danger", words="Có thuốc cấm", by=UserFactory(), at=AT)

    take_down(case=case, by=UserFactory(), at=AT)

    assert told_of(product) == [
        (user.pk, "listing_taken_down", {"reason": "Có thuốc cấm"}) for user in people
    ]


def warned(farm, at=AT):
    product = ProductFactory(farm=farm, published=True, name="Tiêu sọ")
    case = report_listing(product=product, ground="misleading", words="Sai tên", by=UserFactory(), at=at)
    return warn_farmer(case=case, by=UserFactory(), at=at)


def test_a_warning_is_told_to_all_and_sent_to_the_phone_of_who_speaks(farm, people, settings):
    settings.MESSAGE_WAYS = ["file"]
    case = warned(farm)

    assert told_of(case.product) == [
        (user.pk, "listing_warned", {"reason": "Sai tên", "day": "2026-11-30"}) for user in people
    ]
    send_warning.func(case.pk, people[1].pk)  # a helper
    assert list(Message.objects.values_list("kind", "phone")) == [("listing_warned", people[0].phone)]


def test_no_message_goes_once_the_listing_was_mended(farm, people):
    case = warned(farm)
    type(case).objects.filter(pk=case.pk).update(
        state="dropped", decided_at=AT, decided_by=UserFactory(), outcome="Đã sửa"
    )
    Message.objects.all().delete()

    send_warning.func(case.pk, people[0].pk)

    assert not Message.objects.exists()
