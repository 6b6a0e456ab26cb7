from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from products.browsing import Place, category_tree, front_row, list_page, newest_page
from products.models import Product
from tests.factories.farmers import FarmFactory
from tests.factories.products import CategoryFactory, OfferFactory, ProductFactory

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture
def stall():
    """A farm, a category and an author, so that many products are quick to make."""
    first = ProductFactory()
    common = {"farm": first.farm, "category": first.category, "posted_by": first.posted_by}
    first.offer.delete()
    first.delete()
    return common


def posted(stall, minute: int, *, certified_until=None, **more) -> Product:
    at = datetime(2026, 11, 1, 8, 0, tzinfo=UTC) + timedelta(minutes=minute)
    return ProductFactory(
        **stall, state="published", published_at=at, certified_until=certified_until, **more
    )


def walk(size: int, between=None, **options) -> list[int]:
    """Ids of the whole list, page by page, doing something between the pages."""
    found, after = [], None
    while True:
        page = list_page(Product.objects.published(), after=after, on=TODAY, size=size, **options)
        found += [product.pk for product in page.products]
        if page.next_place is None:
            return found
        after = Place.read(str(page.next_place))
        if between:
            between()


def test_certified_ones_come_first_then_the_newest(stall):
    plain_old = posted(stall, 1)
    certified_old = posted(stall, 2, certified_until=TODAY)
    certified_new = posted(stall, 3, certified_until=TODAY + timedelta(days=300))
    plain_new = posted(stall, 4)
    expired = posted(stall, 5, certified_until=TODAY - timedelta(days=1))

    page = list_page(Product.objects.published(), on=TODAY)

    assert list(page.products) == [certified_new, certified_old, expired, plain_new, plain_old]
    assert page.next_place is None


def test_expiry_at_midnight_moves_a_product_to_the_others(stall, monkeypatch):
    expiring = posted(stall, 1, certified_until=date(2026, 11, 24))
    newer = posted(stall, 2)
    before = datetime(2026, 11, 24, 16, 59, 59, tzinfo=UTC)  # 23:59:59 in Viet Nam

    monkeypatch.setattr(timezone, "now", lambda: before)
    assert list(list_page(Product.objects.all()).products) == [expiring, newer]

    monkeypatch.setattr(timezone, "now", lambda: before + timedelta(seconds=1))
    assert list(list_page(Product.objects.all()).products) == [newer, expiring]


def test_products_published_in_the_same_moment_keep_one_order(stall):
    made = [posted(stall, 0) for _ in range(7)]

    assert walk(2) == [product.pk for product in reversed(made)]


def test_microseconds_are_kept_in_a_place(stall):
    # Moments whose float comes out a little low: read back by a truncating float they would be another moment.
    moments = [datetime(2026, 11, 24, 3, 4, 5, micro, tzinfo=UTC) for micro in range(1, 1000, 7)]

    assert [Place.read(str(Place("k", moment, 5))) for moment in moments] == [
        Place("k", moment, 5) for moment in moments
    ]


def test_pages_hold_every_product_once_across_both_parts(stall):
    made = [posted(stall, n, certified_until=TODAY if n % 3 == 0 else None) for n in range(11)]
    certified = [p.pk for p in reversed(made) if p.certified_until]
    others = [p.pk for p in reversed(made) if not p.certified_until]

    for size in (1, 2, 3, 4, 5, 10, 11, 12):
        assert walk(size) == certified + others


def test_products_added_between_pages_neither_repeat_nor_hide_any(stall):
    made = [posted(stall, n, certified_until=TODAY if n % 2 else None) for n in range(9)]
    minute = iter(range(100, 200))

    def two_more():
        posted(stall, next(minute), certified_until=TODAY)
        posted(stall, next(minute))

    found = walk(2, two_more)

    assert len(found) == len(set(found))
    assert {product.pk for product in made} <= set(found)


def test_last_full_page_names_no_next(stall):
    for n in range(4):
        posted(stall, n)

    second = list_page(
        Product.objects.published(),
        on=TODAY,
        size=2,
        after=list_page(Product.objects.published(), on=TODAY, size=2).next_place,
    )

    assert (len(second.products), second.next_place) == (2, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c",
        "c.1",
        "c.1.2.3",
        "x.1.2",
        "c.-1.2",
        "c.1.x",
        "c..",
        "c.1e5.2",
        "c.999999999999999999.2",
        "c.1.999999999999999999",
        "k.²3.4",
        "../../etc",
    ],
)
def test_place_that_says_nothing_is_none(text):
    assert Place.read(text) is None


@pytest.mark.parametrize("text", ["c.0.0", "k.99999999999999999.99999999999999999", "t.1.1"])
def test_place_far_away_is_only_an_odd_page(stall, text):
    posted(stall, 1)

    assert len(list_page(Product.objects.published(), after=Place.read(text), on=TODAY).products) in {0, 1}


def test_newest_page_minds_no_papers(stall):
    certified = posted(stall, 1, certified_until=TODAY)
    plain = posted(stall, 2)

    assert list(newest_page(Product.objects.published()).products) == [plain, certified]


def test_newest_page_goes_on_where_it_stopped(stall, monkeypatch):
    monkeypatch.setattr("products.browsing.PAGE_SIZE", 2)
    made = [posted(stall, n, certified_until=TODAY if n % 2 else None) for n in range(5)]

    found, after = [], None
    for _ in range(3):
        page = newest_page(Product.objects.published(), after=after)
        found += page.products
        after = page.next_place

    assert found == list(reversed(made))
    assert after is None


def test_list_page_reads_in_at_most_four_queries(stall, django_assert_num_queries):
    posted(stall, 1, certified_until=TODAY)
    posted(stall, 2)

    with django_assert_num_queries(4):
        list_page(Product.objects.published(), on=TODAY)


def test_front_row_holds_eight_that_can_be_bought(stall):
    made = [posted(stall, n) for n in range(10)]
    gone = posted(stall, 100, offer=None)
    OfferFactory(product=gone, offered_milli=5000, sold_milli=3000, held_milli=2000)

    assert list(front_row()) == list(reversed(made))[:8]


def test_tree_says_where_something_is_on_sale_and_since_when():
    farm = FarmFactory()
    coffee, honey = CategoryFactory(), CategoryFactory(key="mat-ong", name="Mật ong")
    posted({"farm": farm, "category": coffee}, 1)
    newest = posted({"farm": farm, "category": coffee}, 2)
    ProductFactory(farm=farm, category=honey)

    assert {one.key: one.newest_at for one in category_tree()} == {
        "ca-phe-nhan": newest.published_at,
        "mat-ong": None,
    }


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL prefers to read few rows whole")
def test_both_parts_of_the_list_are_read_off_an_index_in_order(stall):
    posted(stall, 1, certified_until=TODAY)
    posted(stall, 2)

    with CaptureQueriesContext(connection) as asked:
        list_page(Product.objects.published(), on=TODAY)

    for query in asked.captured_queries[:2]:
        with connection.cursor() as cursor:
            plan = [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}").fetchall()]
        assert plan[0] == "SCAN products_product USING INDEX published_newest"
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan
