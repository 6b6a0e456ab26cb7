from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmFactory
from tests.factories.traceability import LotFactory
from traceability.ledger import (
    GENESIS,
    broken_links,
    canonical,
    check_content,
    commit,
    erase_detail,
    link_hash,
    record_event,
)
from traceability.models import Event, EventDetail
from traceability.triggers import changes_let_through

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 3, 0, 0, 123456, tzinfo=UTC)


def record(farm, *, kind="watering", on=date(2026, 11, 1), content=None, lot=None, by=None, at=AT):
    content = {"text": "Tưới 20 m³"} if content is None else content
    return record_event(farm=farm, lot=lot, kind=kind, happened_on=on, content=content, by=by, at=at)


def chain(count=4):
    farm = FarmFactory()
    return farm, [record(farm, content={"text": f"Việc {n}"}) for n in range(1, count + 1)]


def broken(farm):
    return [(event.number, wrong) for event, wrong in broken_links(farm)]


def tamper(model, pk, **columns):
    with changes_let_through():
        model.objects.filter(pk=pk).update(**columns)


def test_record_event_chains_to_the_one_before():
    farm, events = chain(3)

    assert [event.number for event in events] == [1, 2, 3]
    assert [event.previous_hash for event in events] == [GENESIS, events[0].hash, events[1].hash]
    assert broken(farm) == []


def test_each_farm_has_its_own_chain():
    first, second = FarmFactory(), FarmFactory()
    for farm in (first, second, first):
        record(farm)

    assert list(Event.objects.order_by("farm", "number").values_list("farm", "number")) == [
        (first.pk, 1),
        (first.pk, 2),
        (second.pk, 1),
    ]


def test_record_event_keeps_what_was_said_beside_the_chain():
    lot, user = LotFactory(), UserFactory()
    content = {"text": "Bón phân hữu cơ", "amount": "40", "unit": "kg", "substance": "phân chuồng ủ hoai"}
    event = record(lot.farm, lot=lot, kind="fertiliser", content=content, by=user)
    detail = EventDetail.objects.get(event=event)

    assert (detail.content, detail.recorded_by, detail.erased_at) == (content, user, None)
    assert event.commitment == commit(content, detail.salt)
    assert "phân" not in str(Event.objects.filter(pk=event.pk).values().get())


def test_one_content_has_two_commitments_under_two_salts():
    farm = FarmFactory()

    assert record(farm).commitment != record(farm).commitment


def test_hash_is_the_same_when_read_back():
    farm, _ = chain(1)
    event = Event.objects.get(farm=farm)

    assert event.hash == link_hash(event)


def test_canonical_is_one_spelling():
    assert canonical({"b": 1, "a": "ớ"}) == '{"a":"ớ","b":1}'.encode()


def test_the_future_is_refused():
    farm = FarmFactory()
    local_day = date(2026, 11, 21)  # 2026-11-20 18:00 UTC is the next day in Viet Nam
    at = datetime(2026, 11, 20, 18, tzinfo=UTC)
    record(farm, on=local_day, at=at)

    with pytest.raises(ValidationError) as refused:
        record(farm, on=local_day + timedelta(days=1), at=at)
    assert refused.value.code == "future"


@pytest.mark.parametrize(
    "content",
    [{"amount": 1.5}, {"amount": Decimal(1)}, {"day": date(2026, 1, 1)}, {1: "x"}, {"a": [{"b": 2.0}]}],
)
def test_content_that_a_database_would_spell_differently_is_refused(content):
    with pytest.raises(TypeError):
        record(FarmFactory(), content=content)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_text_that_a_database_can_not_keep_is_refused(text):
    with pytest.raises(ValueError, match="can keep"):
        check_content({"text": text})


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(
            st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])), part, max_size=3
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["text", "amount", "unit"]), JSON))
def test_any_content_allowed_verifies_when_read_back(content):
    farm = FarmFactory()
    record(farm, content=content)

    assert broken(farm) == []


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        ({"kind": "harvest"}, "was changed"),
        ({"happened_on": date(2026, 10, 1)}, "was changed"),
        ({"recorded_at": AT + timedelta(microseconds=1)}, "was changed"),
        ({"commitment": "0" * 64}, "was changed"),
        ({"hash": "f" * 64}, "was changed"),
        ({"previous_hash": "e" * 64}, "does not follow the event before it"),
        ({"number": 9}, "numbers are missing before it"),
    ],
)
def test_broken_links_names_what_was_changed_first(columns, wrong):
    farm, events = chain()
    tamper(Event, events[1].pk, **columns)
    first, _ = next(broken_links(farm)), None

    if "number" in columns:
        assert broken(farm)[0] == (3, "numbers are missing before it")
    else:
        assert (first[0].pk, first[1]) == (events[1].pk, wrong)


def test_an_event_rehashed_after_a_change_breaks_the_next():
    farm, events = chain()
    forged = events[1]
    forged.kind = "harvest"
    tamper(Event, forged.pk, kind=forged.kind, hash=link_hash(forged))

    assert broken(farm) == [(3, "does not follow the event before it")]


def test_an_event_taken_out_is_found():
    farm, events = chain()
    with changes_let_through():
        EventDetail.objects.filter(event=events[1]).delete()
        Event.objects.filter(pk=events[1].pk).delete()

    assert broken(farm) == [(3, "numbers are missing before it")]


def test_a_changed_detail_is_found():
    farm, events = chain()
    tamper(EventDetail, events[2].pk, content={"text": "Việc khác"})

    assert broken(farm) == [(3, "its detail was changed")]


def test_a_missing_detail_is_found():
    farm, events = chain()
    with changes_let_through():
        EventDetail.objects.filter(event=events[0]).delete()

    assert broken(farm) == [(1, "its detail is missing")]


def test_erasing_keeps_the_chain_and_forgets_the_rest():
    farm, events = chain()
    erase_detail(event=events[1], at=AT)
    detail = EventDetail.objects.get(event=events[1])

    assert (detail.content, detail.salt, detail.recorded_by, detail.erased_at) == ({}, "", None, AT)
    assert broken(farm) == []


def test_a_detail_put_in_after_erasing_is_found():
    farm, events = chain()
    erase_detail(event=events[1], at=AT)
    tamper(EventDetail, events[1].pk, content={"text": "Không phải vậy"})

    assert broken(farm) == [(2, "its detail was put in after it was erased")]
