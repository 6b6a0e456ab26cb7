"""Many hands on one farm's diary and one lot's labels at the same moment."""

import uuid
from collections import Counter
from datetime import date
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.drills.processes import at_once
from tests.factories.farmers import FarmFactory
from tests.factories.products import ProductFactory
from tests.factories.traceability import LotFactory
from traceability.labels import print_labels, unit_limit
from traceability.ledger import broken_links, record_event
from traceability.lots import open_lot
from traceability.models import Event, EventDetail, Label, Lot

RECORDERS, EACH = 8, 15
PRINTERS = 6

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _tasks_wait(tasks_in_the_database):
    """The search index is written by a worker."""


def test_eight_recorders_on_one_diary_never_fork_it():
    farm = FarmFactory()
    lot = LotFactory(product=ProductFactory(published=True, farm=farm))

    def record(recorder):
        return [
            record_event(
                farm=farm,
                lot=lot if number % 2 else None,
                kind="watering",
                happened_on=date(2026, 11, 9),
                content={"text": f"{recorder}/{number}"},
                by=None,
                at=timezone.now(),
            ).number
            for number in range(EACH)
        ]

    outcomes = at_once([lambda recorder=recorder: record(recorder) for recorder in range(RECORDERS)])

    numbers = [number for _word, given in outcomes for number in given]
    assert sorted(numbers) == list(range(1, RECORDERS * EACH + 1))
    assert list(Event.objects.order_by("number").values_list("number", flat=True)) == sorted(numbers)
    assert list(broken_links(farm)) == []
    said = {detail.content["text"] for detail in EventDetail.objects.all()}
    assert said == {f"{recorder}/{number}" for recorder in range(RECORDERS) for number in range(EACH)}
    for _word, given in outcomes:
        assert given == sorted(given)


def test_lots_opened_at_once_have_each_their_code_and_one_chain():
    product = ProductFactory(published=True)
    at = timezone.now()

    outcomes = at_once([lambda: open_lot(product=product, by=None, at=at).code] * RECORDERS)

    assert sorted(code for _, code in outcomes) == sorted(Lot.objects.values_list("code", flat=True))
    assert len({code for _, code in outcomes}) == RECORDERS
    assert list(broken_links(product.farm)) == []


def test_labels_of_units_printed_by_six_processes_never_exceed_the_lot():
    lot = LotFactory()
    limit, each = unit_limit(lot), 20

    def print_all():
        said = Counter()
        for _ in range(5):
            try:
                print_labels(lot=lot, kind="unit", count=each, by=None, at=timezone.now())
            except ValidationError as refusal:
                said[refusal.code] += 1
            else:
                said["printed"] += 1
        return said

    outcomes = at_once([print_all] * PRINTERS)

    said = sum((count for _, count in outcomes), Counter())
    assert limit == 300
    assert said == {"printed": limit // each, "units": PRINTERS * 5 - limit // each}
    assert Label.objects.active().filter(lot=lot).count() == limit
    assert Label.objects.values("code").distinct().count() == limit


def test_a_sheet_asked_for_many_times_at_once_is_printed_once():
    lot, run, at = LotFactory(), uuid.uuid4(), timezone.now()

    outcomes = at_once(
        [
            lambda: [
                label.code for label in print_labels(lot=lot, kind="unit", count=12, by=None, at=at, run=run)
            ]
        ]
        * PRINTERS
    )

    codes = list(Label.objects.order_by("pk").values_list("code", flat=True))
    assert len(codes) == 12
    assert outcomes == [("done", codes)] * PRINTERS


def test_a_farm_whose_lots_are_labelled_at_once_has_one_code():
    farm = FarmFactory()
    lots = [LotFactory(product=ProductFactory(published=True, farm=farm)) for _ in range(PRINTERS)]

    outcomes = at_once(
        [
            lambda lot=lot: print_labels(lot=lot, kind="farm", count=1, by=None, at=timezone.now())[0].code
            for lot in lots
        ]
    )

    assert outcomes == [("done", Label.objects.get().code)] * PRINTERS


def test_labels_and_diary_of_one_lot_do_not_wait_for_each_other_for_ever():
    lot = LotFactory()
    farm, now = lot.farm, timezone.now()

    def print_some(kind):
        return [print_labels(lot=lot, kind=kind, count=1, by=None, at=now)[0].pk for _ in range(EACH)]

    def record_some():
        on, content = date(2026, 11, 9), {"text": "Phơi"}
        return [
            record_event(
                farm=farm, lot=lot, kind="drying", happened_on=on, content=content, by=None, at=now
            ).pk
            for _ in range(EACH)
        ]

    outcomes = at_once([partial(print_some, kind) for kind in ("lot", "farm", "unit")] + [record_some] * 3)

    assert [(word, len(made)) for word, made in outcomes] == [("done", EACH)] * 6
    assert list(broken_links(farm)) == []
