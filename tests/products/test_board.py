"""The price board: dated, with a source, newest first, and what moved."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from products.board import (
    HEIGHT,
    OLD_AFTER,
    SHOWN_OF_EACH,
    WIDTH,
    _line,
    board_on,
    correct_price,
    enter_price,
    newest_for,
)
from products.models import BoardPrice
from tests.factories.accounts import UserFactory
from tests.factories.products import CategoryFactory

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def price(days_ago=0, lowest=98_000, highest=None, **columns):
    known = {
        "category": CategoryFactory(),
        "unit": "kg",
        "lowest_vnd": lowest,
        "highest_vnd": highest or lowest,
        "on": TODAY - timedelta(days=days_ago),
        "place": "Gia Lai",
        "source": "Báo Ví Dụ",
    }
    return known | columns


def entered(*args, **columns):
    return enter_price(columns=price(*args, **columns), by=UserFactory(), at=AT)


@pytest.mark.django_db
def test_each_produce_stands_once_with_its_newest_price_and_the_day_before():
    pepper = CategoryFactory(key="ho-tieu", name="Hồ tiêu")
    entered(40, 90_000)
    before = entered(20, 94_000, 96_000)
    newest = entered(3, 98_000, 100_000)
    alone = entered(15, 151_000, category=pepper)

    assert [
        (row.newest, row.before, row.change_vnd, bool(row.line), row.is_old) for row in board_on(TODAY)
    ] == [(newest, before, 4_000, True, False), (alone, None, 0, False, True)]


@pytest.mark.django_db
def test_units_are_not_mixed():
    entered(1, 98_000)
    entered(0, 9_800_000, unit="ta")

    assert [(row.newest.unit, row.before) for row in board_on(TODAY)] == [("kg", None), ("ta", None)]
    assert newest_for(CategoryFactory(), "kg").lowest_vnd == 98_000
    assert newest_for(CategoryFactory(), "tan") is None


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "is_old"), [(OLD_AFTER.days, False), (OLD_AFTER.days + 1, True)])
def test_what_is_older_than_fourteen_days_is_said_to_be_old(days, is_old):
    entered(days)

    assert [row.is_old for row in board_on(TODAY)] == [is_old]


@pytest.mark.django_db
def test_two_sources_of_a_day_are_not_a_change():
    entered(5, 90_000)
    entered(0, 98_000, source="Báo Khác")
    entered(0, 99_000)

    (row,) = board_on(TODAY)

    assert (row.newest.lowest_vnd, row.before.lowest_vnd) == (99_000, 90_000)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_board_asks_one_question(count, django_assert_num_queries):
    for number in range(count):
        for days in range(SHOWN_OF_EACH + 3):
            entered(days, category=CategoryFactory(key=f"loai-{number}", name=f"Loại {number}"))

    with django_assert_num_queries(1):
        rows = board_on(TODAY)
        assert [len(row.line.split()) for row in rows] == [SHOWN_OF_EACH] * count
        assert [row.newest.category.name for row in rows] == [f"Loại {number}" for number in range(count)]


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 10**9)), min_size=1, max_size=12))
def test_the_line_stays_in_its_box_and_goes_from_left_to_right(found):
    prices = [
        BoardPrice(on=TODAY + timedelta(days=days), lowest_vnd=low, highest_vnd=low)
        for days, low in sorted(found)
    ]
    points = [tuple(map(int, point.split(","))) for point in _line(prices).split()]

    assert bool(points) == (len({one.on for one in prices}) > 1)
    assert [x for x, _y in points] == sorted(x for x, _y in points)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)


@pytest.mark.django_db
def test_entering_twice_enters_once_and_history_says_who():
    by = UserFactory()
    first, again = (enter_price(columns=price(), by=by, at=AT) for _ in range(2))

    assert first == again == BoardPrice.objects.get()
    assert first.entered_by == by
    assert [entry.action for entry in ModelLogEntry.objects.for_instance(first)] == [
        "products.board_price_entered"
    ]


@pytest.mark.django_db
def test_correcting_keeps_what_it_was_in_history():
    wrong = entered(1, 9_800)
    by = UserFactory()

    correct_price(price=wrong, columns=price(1, 98_000), by=by, at=AT)
    correct_price(price=wrong, columns=price(1, 98_000), by=by, at=AT)

    wrong.refresh_from_db()
    assert (wrong.lowest_vnd, wrong.highest_vnd) == (98_000, 98_000)
    entry = ModelLogEntry.objects.for_instance(wrong).get(action="products.board_price_corrected")
    assert (entry.user, entry.data) == (
        by,
        {"changes": {"lowest_vnd": ["9800", "98000"], "highest_vnd": ["9800", "98000"]}},
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"lowest": 0, "highest": 5}, "__all__"),
        ({"lowest": 98_000, "highest": 97_000}, "__all__"),
        ({"source": ""}, "source"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
    ],
)
def test_what_breaks_a_rule_is_refused_entered_or_corrected(wrong, field):
    known = entered(2)
    for act in (
        lambda: entered(**wrong),
        lambda: correct_price(price=known, columns=price(**wrong), by=UserFactory(), at=AT),
    ):
        with pytest.raises(ValidationError) as refused:
            act()
        assert list(refused.value.message_dict) == [field]

    assert [(one.lowest_vnd, one.source) for one in BoardPrice.objects.all()] == [(98_000, "Báo Ví Dụ")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"lowest_vnd": 0}, "a_board_price_is_above_zero"),
        ({"lowest_vnd": 99_000}, "a_board_price_goes_from_low_to_high"),
        ({"source": ""}, "a_board_price_names_its_source"),
    ],
)
def test_the_database_refuses_it_too(columns, constraint):
    known = entered()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        BoardPrice.objects.filter(pk=known.pk).update(**columns)
