"""Does every farm's chain still hold?"""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.farmers import FarmFactory
from traceability.ledger import erase_detail, record_event
from traceability.models import Event, EventDetail
from traceability.triggers import changes_let_through
from traceability.verifying import Broken, verify_all

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


def chain(count=3):
    farm = FarmFactory()
    events = [
        record_event(
            farm=farm,
            kind="watering",
            happened_on=date(2026, 11, 1),
            content={"text": f"Việc {n}"},
            by=None,
            at=AT,
        )
        for n in range(count)
    ]
    return farm, events


def tamper(model, pk, **columns):
    with changes_let_through():
        model.objects.filter(pk=pk).update(**columns)


def test_all_chains_are_walked_and_counted():
    FarmFactory()
    chain(3)
    _farm, events = chain(2)
    erase_detail(event=events[0], at=AT)
    seen = []

    found = verify_all(seen.append)

    assert (found.farms, found.events, found.erased, found.broken) == (2, 5, 1, ())
    assert seen == [1, 2]


def test_the_first_broken_event_of_each_chain_is_named():
    farm, events = chain(4)
    other, others = chain(2)
    chain(2)
    tamper(Event, events[1].pk, kind="harvest")
    tamper(EventDetail, others[0].pk, content={"text": "Việc khác"})

    assert verify_all(lambda farms: None).broken == (
        Broken(farm.pk, 2, events[1].pk, "was changed"),
        Broken(other.pk, 1, others[0].pk, "its detail was changed"),
    )


def test_a_chain_without_its_beginning_is_broken():
    farm, events = chain(3)
    with changes_let_through():
        EventDetail.objects.filter(pk=events[0].pk).delete()
        Event.objects.filter(pk=events[0].pk).delete()

    assert verify_all(lambda farms: None).broken == (
        Broken(farm.pk, 2, events[1].pk, "numbers are missing before it"),
    )


def test_the_command_says_what_it_walked():
    chain(3)
    said = StringIO()

    call_command("verify_ledger", stdout=said)

    assert said.getvalue() == (
        "1 chains, 3 events, 0 of them with their detail erased: every link follows the one before it\n"
    )


def test_the_command_fails_and_names_the_first_broken_event():
    farm, events = chain(3)
    tamper(Event, events[2].pk, happened_on=date(2026, 10, 1))
    said = StringIO()

    with pytest.raises(CommandError, match=f"first at farm {farm.pk}, event 3") as failed:
        call_command("verify_ledger", stderr=said)

    assert failed.value.returncode == 1
    assert said.getvalue() == f"farm {farm.pk}, event 3 (id {events[2].pk}): was changed\n"
