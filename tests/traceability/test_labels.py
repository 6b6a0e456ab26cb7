import uuid
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.models import ModelLogEntry

from tests.factories.accounts import UserFactory
from tests.factories.traceability import LotFactory
from traceability.codes import check
from traceability.labels import page_now, print_labels, printings_of, reprint_labels, unit_limit, void_labels
from traceability.ledger import record_event
from traceability.models import Label

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


def run(lot, *, kind="unit", count=3, **others):
    return print_labels(**{"lot": lot, "kind": kind, "count": count, "by": None, "at": AT} | others)


def refusal(lot, **asked):
    with pytest.raises(ValidationError) as refused:
        run(lot, **asked)
    return refused.value.code


def test_units_have_a_code_each():
    lot, user = LotFactory(), UserFactory()
    labels = run(lot, count=40, by=user)

    assert len({check(label.code) for label in labels}) == 40
    assert set(Label.objects.values_list("kind", "lot", "farm", "state", "printed_at", "printed_by")) == {
        ("unit", lot.pk, lot.farm_id, "active", AT, user.pk)
    }


def test_a_printing_of_a_lot_is_one_code_on_every_sticker():
    lot = LotFactory()
    first, second = run(lot, kind="lot", count=24), run(lot, kind="lot", count=2)

    assert (len(first), len({label.pk for label in first})) == (24, 1)
    assert (len(second), Label.objects.count()) == (2, 2)


def test_a_farm_keeps_its_code():
    lot = LotFactory()
    first, second = run(lot, kind="farm", count=2), run(lot, kind="farm", count=5)

    assert [label.code for label in first + second] == [Label.objects.get().code] * 7
    assert (first[0].lot, first[0].farm, first[0].printed_page.keys()) == (
        None,
        lot.farm,
        {"farm", "farmer", "printing", "run", "copies"},
    )


@pytest.mark.parametrize("kind", ["lot", "unit", "farm"])
def test_the_same_run_sent_again_gives_the_same_labels(kind):
    lot, same = LotFactory(), uuid.uuid4()
    first, again = (run(lot, kind=kind, run=same) for _ in range(2))

    assert [label.pk for label in again] == [label.pk for label in first]


def test_another_count_kind_or_time_is_another_printing():
    lot, same = LotFactory(), uuid.uuid4()
    for changes in ({}, {"count": 4}, {"kind": "lot"}, {"at": AT + timedelta(minutes=3)}):
        run(lot, run=same, **changes)

    assert len(printings_of(lot)) == 4
    assert Label.objects.count() == 3 + 4 + 1 + 3


@pytest.mark.parametrize(
    ("unit", "amount_milli", "net_weight_g", "limit"),
    [
        ("kg", 300_000, None, 300),
        ("kg", 300_000, 500, 600),
        ("kg", 1_500, 1_000, 1),
        ("ta", 3_000, None, 300),
        ("g", 500_000, None, 1),
        ("g", 500_000, 100, 5),
        ("chai", 48_000, 750, 48),
        ("hop", 12_900, None, 12),
        ("con", 0, None, 1),
    ],
)
def test_a_lot_has_so_many_units(unit, amount_milli, net_weight_g, limit):
    lot = LotFactory(amount_milli=amount_milli, product__unit=unit, product__net_weight_g=net_weight_g)

    assert unit_limit(lot) == limit


def test_units_never_outnumber_the_lot():
    lot = LotFactory(amount_milli=10_000)
    run(lot, count=7)

    assert refusal(lot, count=4) == "units"
    assert len(run(lot, count=3)) == 3
    assert refusal(lot, count=1) == "units"
    assert len(run(lot, kind="lot", count=500)) == 500


def test_void_units_make_room():
    lot = LotFactory(amount_milli=10_000)
    labels = run(lot, count=10)

    assert void_labels(lot=lot, code=labels[4].code, by=None) == 10
    assert len(run(lot, count=10)) == 10


@pytest.mark.parametrize("count", [0, -1, 100_001])
def test_a_count_out_of_reason_is_refused(count):
    assert refusal(LotFactory(amount_milli=10**9), count=count) == "count"


@pytest.mark.parametrize("state", ["held", "recalled"])
@pytest.mark.parametrize("kind", ["lot", "unit", "farm"])
def test_a_stopped_lot_prints_nothing(state, kind):
    assert refusal(LotFactory(state=state), kind=kind) == "held"


def test_what_the_page_said_is_kept_without_personal_text(certify):
    lot = LotFactory(harvested_to=date(2026, 11, 9))
    certificate = certify(lot.product)
    event = record_event(
        farm=lot.farm,
        lot=lot,
        kind="harvest",
        happened_on=date(2026, 11, 9),
        content={"text": "x"},
        by=None,
        at=AT,
    )
    label = run(lot, kind="lot")[0]
    page = dict(label.printed_page)

    assert len(page.pop("printing")) == 32
    assert page == {
        "run": "",
        "copies": 3,
        "farm": lot.farm_id,
        "farmer": lot.product.farmer_id,
        "lot": lot.pk,
        "lot_state": "open",
        "product": lot.product_id,
        "amount_milli": 300_000,
        "harvested": ["2026-11-02", "2026-11-09"],
        "certificates": [
            {
                "id": certificate.pk,
                "coverage": certificate.coverages.get().pk,
                "is_confirmed": True,
                "standing": "verified",
                "expires_on": certificate.expires_on.isoformat(),
            }
        ],
        "chain": {"number": 1, "hash": event.hash},
    }
    assert page_now(LotFactory())["chain"] is None


def test_reprinting_gives_the_same_stickers_without_the_void(certify):
    lot = LotFactory()
    units, shared = run(lot, count=5), run(lot, kind="lot", count=24)
    Label.objects.filter(pk=units[0].pk).update(state="void")

    assert reprint_labels(lot=lot, code=units[3].code, by=None) == units[1:]
    assert reprint_labels(lot=lot, code=shared[0].code, by=None) == shared
    assert Label.objects.count() == 6


def test_reprinting_what_is_void_or_not_of_this_lot_is_refused():
    lot, other = LotFactory(), LotFactory()
    label = run(lot, kind="lot")[0]

    with pytest.raises(ValidationError) as refused:
        reprint_labels(lot=other, code=label.code, by=None)
    assert refused.value.code == "unknown"

    void_labels(lot=lot, code=label.code, by=None)
    with pytest.raises(ValidationError) as refused:
        reprint_labels(lot=lot, code=label.code, by=None)
    assert refused.value.code == "void"


def test_voiding_takes_the_whole_printing_and_no_other():
    lot = LotFactory()
    first, second = run(lot, count=5), run(lot, count=5)

    assert [void_labels(lot=lot, code=first[2].code, by=None) for _ in range(2)] == [5, 0]
    assert set(Label.objects.active()) == set(second)


def test_printing_is_in_the_history_of_the_lot():
    lot, user = LotFactory(), UserFactory()
    labels = run(lot, count=5, by=user)
    reprint_labels(lot=lot, code=labels[0].code, by=user)
    void_labels(lot=lot, code=labels[0].code, by=user)
    told = ModelLogEntry.objects.order_by("pk").values_list("action", "user_id", "data")

    data = {"kind": "unit", "first_code": labels[0].code, "count": 5}
    assert list(told) == [
        ("traceability.labels_printed", user.pk, data),
        ("traceability.labels_reprinted", user.pk, data),
        ("traceability.labels_voided", user.pk, data),
    ]


def test_printings_are_told_newest_first(django_assert_num_queries):
    lot = LotFactory()
    units = run(lot, count=5)
    shared = run(lot, kind="lot", count=24, at=datetime(2026, 11, 21, 3, tzinfo=UTC))
    void_labels(lot=lot, code=units[0].code, by=None)

    with django_assert_num_queries(1):
        told = printings_of(lot)
    assert [(p.kind, p.stickers, p.is_void) for p in told] == [("lot", 24, False), ("unit", 5, True)]
    assert [p.code for p in told] == [shared[0].code, min(label.code for label in units)]


@pytest.mark.django_db(transaction=True)
def test_two_who_print_at_once_do_not_outnumber_the_lot():
    lot = LotFactory(amount_milli=10_000)
    start, outcomes = Barrier(2), []

    def print_seven():
        start.wait()
        try:
            outcomes.append(len(run(lot, count=7)))
        except ValidationError as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=print_seven) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(outcomes, key=str) == [7, "units"]
    assert Label.objects.count() == 7
