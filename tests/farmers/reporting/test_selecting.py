"""Who was a member when, and who came and went: the same condition counts and lists."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from farmers.membership import move_member, record_leaving, return_member, suspend_member
from farmers.models import Member
from farmers.reporting import Period
from farmers.reporting.movements import changes
from farmers.reporting.selecting import active_on, behind
from tests.factories.farmers import commune, officer, other_commune, province
from tests.farmers.reporting.conftest import AT, chapter, figures, listed, member

pytestmark = pytest.mark.django_db

Q3 = Period(2026, 3)


def active(on: date) -> int:
    return Member.objects.filter(active_on(on)).count()


def test_a_member_counts_from_the_day_of_admission_to_the_day_before_the_end():
    somebody = member(date(2026, 7, 10))
    record_leaving(member=somebody, on=date(2026, 8, 20), reason="Chuyển đi", by=officer(), at=AT)

    days = [date(2026, 7, 9), date(2026, 7, 10), date(2026, 8, 19), date(2026, 8, 20)]
    assert [active(day) for day in days] == [0, 1, 1, 0]


def test_who_came_back_did_not_count_in_between():
    somebody, by = member(), officer()
    suspend_member(member=somebody, on=date(2026, 3, 1), reason="Đi làm xa", by=by, at=AT)
    return_member(member=somebody, on=date(2026, 9, 5), reason="Đã về", by=by, at=AT)

    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 9, 4), date(2026, 9, 5), date(2026, 11, 1)]
    assert [active(day) for day in days] == [1, 0, 0, 1, 1]
    assert [listed(commune(), f"2026q{quarter}.departed") for quarter in (1, 2, 3, 4)] == [1, 0, 0, 0]
    assert [listed(commune(), f"2026q{quarter}.returned") for quarter in (1, 2, 3, 4)] == [0, 0, 1, 0]


def test_who_left_after_resting_went_when_the_rest_began():
    somebody, by = member(), officer()
    suspend_member(member=somebody, on=date(2026, 5, 1), reason="Đi làm xa", by=by, at=AT)
    record_leaving(member=somebody, on=date(2026, 8, 1), reason="Chuyển đi", by=by, at=AT)

    assert [active(date(2026, month, 15)) for month in (4, 6, 9)] == [1, 0, 0]
    assert [listed(commune(), f"2026q{quarter}.departed") for quarter in (1, 2, 3)] == [0, 1, 0]
    assert [listed(commune(), f"2026q2.{key}") for key in ("left", "suspended")] == [0, 1]


def test_applicants_refused_and_merged_people_never_count():
    member(standing="applied")
    member(standing="refused")
    member(merged_into=member())

    assert listed(commune(), "2026q3.members") == 1


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2026q3",
        "2026q3.",
        "2026q3.nothing",
        "2026q3.age-5",
        "2026q3.education-x",
        "x.female",
        "2026q3.female.x",
    ],
)
def test_what_is_no_figure_is_refused(code):
    with pytest.raises((LookupError, ValueError)):
        behind(code)


def test_the_list_without_the_branches_below():
    member(branch=commune())
    member(branch=chapter())

    assert listed(commune(), "2026q3.members") == 2
    assert listed(commune(), "2026q3.members.own") == 1


def test_a_move_counts_where_it_led():
    by = officer()
    within = member(branch=chapter("A"))
    away = member(branch=chapter("A"))
    move_member(member=within, to=chapter("B"), on=date(2026, 8, 1), by=by, at=AT)
    move_member(member=away, to=other_commune(), on=date(2026, 8, 2), by=by, at=AT)

    told = figures(changes(commune(), Q3))
    assert told["A"] == {"moved_away": 2}
    assert told["B"] == {"before": 1, "members": 1, "moved": 1}
    assert listed(chapter("B"), "2026q3.moved") == 1
    assert listed(commune(), "2026q3.moved") == 0
    assert figures(changes(province(), Q3))[other_commune().name] == {"before": 1, "members": 1, "moved": 1}


STEPS = st.lists(st.tuples(st.sampled_from(["suspend", "leave", "return"]), st.integers(1, 120)), max_size=5)
LIVES = st.lists(st.tuples(st.integers(0, 600), STEPS), min_size=1, max_size=5)


@given(lives=LIVES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_before_and_who_came_less_who_went_is_after(lives):
    """Whatever happened to whom: the sums of every quarter agree, with each other and with the lists."""
    Member.objects.all().update(standing="applied", admitted_on=None)
    by = officer()
    for offset, steps in lives:
        day = date(2025, 1, 1) + timedelta(days=offset)
        somebody = member(day)
        for what, later in steps:
            day += timedelta(days=later)
            somebody.refresh_from_db()
            if day < date(2026, 11, 24):
                take(somebody, what, day, by)
    for year, quarter in [(2025, q) for q in (1, 2, 3, 4)] + [(2026, q) for q in (1, 2, 3)]:
        period = Period(year, quarter)
        told = figures(changes(commune(), period))[""]
        come_and_gone = ("admitted", "returned", "left", "suspended")
        assert {key: told.get(key, 0) for key in ("before", "members", *come_and_gone)} == {
            key: listed(commune(), f"{period.code}.{key}") for key in ("before", "members", *come_and_gone)
        }


def take(somebody: Member, what: str, on: date, by) -> None:
    """One step, where it follows from the last."""
    if what == "suspend" and somebody.standing == "active":
        suspend_member(member=somebody, on=on, reason="Đi làm xa", by=by, at=AT)
    elif what == "leave" and somebody.standing != "left":
        record_leaving(member=somebody, on=on, reason="Chuyển đi", by=by, at=AT)
    elif what == "return" and somebody.standing != "active":
        return_member(member=somebody, on=on, reason="Đã về", by=by, at=AT)
