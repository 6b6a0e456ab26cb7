"""Looks summed by several workers at once, while people go on looking: each counts once."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db.models import Sum

from products.looking import note_look, sum_looks
from products.models import Look, WeeklyLooks
from tests.drills.processes import at_once
from tests.factories.products import ProductFactory

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


def look_often(product_id):
    for _ in range(25):
        note_look(product_id=product_id, at=NOW)


def test_looks_summed_by_four_workers_while_others_look_count_once():
    ids = [ProductFactory(published=True).pk for _ in range(3)]
    Look.objects.bulk_create(
        Look(product_id=pk, at=NOW - timedelta(days=day)) for pk in ids for day in range(700)
    )

    at_once([partial(sum_looks, at=NOW)] * 4 + [partial(look_often, pk) for pk in ids])
    sum_looks(at=NOW)

    sums = WeeklyLooks.objects.values_list("product").annotate(Sum("looks")).order_by("product")
    assert list(sums) == [(pk, 725) for pk in ids]
    assert not Look.objects.exists()
