"""Who came and who went: the counts, and the lists behind them."""

from datetime import date

import pytest

from farmers.data_requests import ask
from farmers.membership import record_leaving, suspend_member
from farmers.reporting import Period
from farmers.reporting.movements import admitted, changes, departed, who_came, who_went
from tests.factories.farmers import commune, officer, other_commune
from tests.farmers.reporting.conftest import AT, figures, listed, member

pytestmark = pytest.mark.django_db

Q3 = Period(2026, 3)


def test_who_came_is_listed_by_branch_and_counted(two_chapters):
    first, second = two_chapters
    late = member(date(2026, 7, 1), branch=second, gender="male", birth_year=1999)
    early = member(date(2026, 9, 30), branch=first, is_occupational=True)
    member(date(2026, 6, 30), branch=first)
    member(date(2026, 8, 1), branch=other_commune())

    told = figures(admitted(commune(), Q3))

    assert list(who_came(commune(), Q3)) == [early, late]
    assert told[""] == {
        "admitted": 2,
        "admitted_female": 1,
        "admitted_resident": 2,
        "admitted_occupational": 1,
        "admitted_age-under40": 1,
    }
    assert {key: listed(commune(), f"2026q3.{key}") for key in told[""]} == told[""]


def test_who_went_is_listed_with_the_day_and_the_reason(two_chapters):
    by = officer()
    gone, resting = member(branch=two_chapters[0]), member(branch=two_chapters[1])
    record_leaving(member=gone, on=date(2026, 8, 3), reason="Chuyển đi tỉnh khác", by=by, at=AT)
    suspend_member(member=resting, on=date(2026, 8, 4), reason="Đi làm xa", by=by, at=AT)
    brought_in = member(branch=two_chapters[1], full_name="Zơ Râm Ví Dụ")
    type(brought_in).objects.filter(pk=brought_in.pk).update(
        standing="left", standing_since=date(2026, 8, 5), standing_reason="Mất"
    )

    assert [(gone.member, gone.on, gone.kind, gone.reason) for gone in who_went(commune(), Q3)] == [
        (gone, date(2026, 8, 3), "left", "Chuyển đi tỉnh khác"),
        (resting, date(2026, 8, 4), "suspended", "Đi làm xa"),
        (brought_in, date(2026, 8, 5), "left", "Mất"),
    ]
    told = figures(departed(commune(), Q3))
    assert told["Chi hội B"] == {"departed": 2, "left": 1, "suspended": 1}
    assert {key: listed(commune(), f"2026q3.{key}") for key in told[""]} == told[""]


def test_who_asked_to_be_handed_on_to_nobody_is_counted_and_not_listed(two_chapters):
    came = member(date(2026, 7, 1), branch=two_chapters[0])
    gone = member(branch=two_chapters[0])
    record_leaving(member=gone, on=date(2026, 8, 3), reason="Chuyển đi", by=officer(), at=AT)
    for somebody in (came, gone):
        ask(kind="restrict", member=somebody, by=None, at=AT)

    assert list(who_came(commune(), Q3)) == []
    assert list(who_went(commune(), Q3)) == []
    assert figures(admitted(commune(), Q3))[""]["admitted"] == 1
    assert figures(departed(commune(), Q3))[""]["departed"] == 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("report", "questions"), [(changes, 4), (admitted, 2), (departed, 2)])
def test_movements_cost_few_questions(two_chapters, count, report, questions, django_assert_num_queries):
    for _number in range(count):
        member(date(2026, 8, 1), branch=two_chapters[0])
    branch = commune()

    with django_assert_num_queries(questions):
        report(branch, Q3)
