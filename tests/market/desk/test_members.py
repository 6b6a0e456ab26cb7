"""The list of members: found, filtered, taken along, nobody else's; buttons for those who may press them."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from farmers.membership import open_admission
from farmers.models import Member
from tests.factories.farmers import MemberFactory, commune, officer, other_commune
from tests.market.desk.conftest import at_the_desk, text_of

LIST = reverse("desk_members:index")


def listed(client, **query) -> list[Member]:
    return list(client.get(LIST, query).context["object_list"])


def applicant(due_in_days: int = 5, **columns) -> Member:
    member = MemberFactory(
        standing="applied", card_number="", card_province="", decision_number="", admitted_on=None, **columns
    )
    step = open_admission(member=member, by=officer(role="clerk"), at=timezone.now())
    step.due_on = timezone.localdate() + timedelta(days=due_in_days)
    step.save()
    return member


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        (
            {"standing": "suspended"},
            {"standing": "suspended", "standing_since": date(2026, 5, 1), "standing_reason": "x"},
        ),
        ({"gender": "male"}, {"gender": "male"}),
        ({"kind": "occupational"}, {"is_occupational": True}),
        ({"kind": "honorary"}, {"is_honorary": True}),
        ({"kind": "core"}, {"is_core": True}),
        ({"age": "under40"}, {"birth_year": 2000}),
        ({"age": "60up"}, {"birth_year": 1950}),
        ({"education": "primary"}, {"education": "primary"}),
        ({"occupation": "worker"}, {"occupation": "worker"}),
        ({"admitted_from": "2026-06-01", "admitted_to": "2026-06-30"}, {"admitted_on": date(2026, 6, 15)}),
        ({"admitted_from": "01/06/2026", "admitted_to": "30/6/2026"}, {"admitted_on": date(2026, 6, 15)}),
        ({"decision": "77-QĐ/HNDT"}, {"decision_number": "77-QĐ/HNDT"}),
        (
            {"left_from": "2026-05-01", "left_to": "2026-05-31"},
            {"standing": "left", "standing_since": date(2026, 5, 31), "standing_reason": "x"},
        ),
        ({"figure": "now.core"}, {"is_core": True}),
    ],
    ids=str,
)
def test_a_filter_leaves_those_it_means(head, query, columns):
    MemberFactory(birth_year=1975, education="none", occupation="farmer")
    meant = MemberFactory(**{"birth_year": 1975, "education": "none", "occupation": "farmer"} | columns)

    assert listed(head, **query) == [meant]


@pytest.mark.parametrize(("key", "column"), [("education", "education"), ("occupation", "occupation")])
def test_what_was_not_told_can_be_asked_for(head, key, column):
    MemberFactory(**{column: Member._meta.get_field(column).choices[0][0]})
    untold = MemberFactory(**{column: ""})

    assert listed(head, **{key: "unknown"}) == [untold]


def test_applicants_are_found_by_how_long_they_wait(head):
    MemberFactory()
    early, late = applicant(5), applicant(-1)

    assert listed(head, waiting="waiting") == [late, early]
    assert listed(head, waiting="late") == [late]


def test_the_list_of_a_day_holds_who_was_a_member_then(head):
    day = date(2026, 6, 30)
    then = MemberFactory(admitted_on=day)
    MemberFactory(admitted_on=day + timedelta(days=1))
    left = {"standing": "left", "standing_reason": "x", "admitted_on": date(2020, 1, 1)}
    MemberFactory(**left, standing_since=day)
    later = MemberFactory(**left, standing_since=day + timedelta(days=1))

    assert listed(head, as_of="2026-06-30") == [later, then]


def test_a_day_in_force_stands_over_the_list_as_people_write_it(head):
    MemberFactory()

    page = head.get(LIST, {"as_of": "2026-11-01"})

    (active,) = page.context["view"].active_filters
    assert (active.value, "as_of" in active.removed_filter_url) == ("01/11/2026", False)


def test_an_age_is_that_of_the_day_asked_about(head):
    member = MemberFactory(birth_year=1985, admitted_on=date(2020, 1, 1))

    assert listed(head, as_of="2024-12-31", age="under40") == [member]
    assert listed(head, as_of="2025-12-31", age="under40") == []


@pytest.mark.parametrize("query", ["age=x", "kind=x", "as_of=x", "admitted_from=31/2/2026", "figure=x"])
def test_a_filter_that_is_none_shows_no_error_page(head, query):
    MemberFactory()

    assert head.get(f"{LIST}?{query}").status_code == 200


def test_records_that_point_at_another_are_not_listed(head):
    kept = MemberFactory()
    MemberFactory(merged_into=kept)

    assert listed(head) == [kept]


@pytest.mark.parametrize(
    "typed", ["ro cham", "thon doan ket", "26.00777", "0905 123 456", "052185001234", "230123456"]
)
def test_members_are_found_by_name_village_card_phone_and_exact_id(head, typed):
    meant = MemberFactory(
        full_name="Rơ Châm H'Lan",
        address="thôn Đoàn Kết",
        card_number="26.00777",
        phone="+84905123456",
        citizen_id="052185001234",
        old_id="230123456",
    )
    MemberFactory(full_name="Siu H'Bưn", citizen_id="052185001235", old_id="230123457")

    assert listed(head, q=typed) == [meant]


@pytest.mark.parametrize("count", [1, 3])
def test_a_searched_and_filtered_list_costs_twelve_queries(head, count, django_assert_num_queries):
    for _number in range(count):
        MemberFactory(full_name="Siu H'Bưn", gender="female")
    query = {"q": "siu", "gender": "female", "age": "40to59", "branch": commune().pk}
    head.get(LIST, query)  # content types are read once per process

    with django_assert_num_queries(12):
        page = head.get(LIST, query)

    assert len(page.context["object_list"]) == count


def test_nothing_sealed_is_opened_for_a_list(head):
    MemberFactory(citizen_id="052185001234", old_id="230123456", birth_date=date(1985, 2, 3))

    (row,) = listed(head)

    assert row.get_deferred_fields() == {"citizen_id", "old_id", "birth_date", "citizen_id_issued_on"}


def test_the_list_is_taken_along_as_it_is_filtered(head):
    MemberFactory(full_name="Siu H'Bưn", gender="female")

    page = head.get(LIST, {"gender": "female", "as_of": "2026-11-01", "q": "siu", "p": "1", "standing": ""})

    address = urlsplit(page.context["export_url"])
    assert address.path == reverse("desk:export")
    assert parse_qs(address.query) == {"gender": ["female"], "as_of": ["2026-11-01"], "q": ["siu"]}
    assert page.context["export_url"].replace("&", "&amp;") in page.content.decode()


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("viewer", {"admissions"}),
        ("approver", {"admissions"}),
        ("clerk", {"register_member", "admissions", "twins"}),
        ("head", {"register_member", "admissions", "twins"}),
    ],
)
def test_buttons_are_for_those_who_may_press_them(db, role, names):
    page = at_the_desk(officer(role=role)).get(LIST)

    known = {reverse(f"desk:{name}"): name for name in ("register_member", "admissions", "twins")}
    assert {known[button.url] for button in page.context["header_buttons"] if button.url in known} == names


def test_a_row_opens_the_member(head):
    member = MemberFactory()

    page = text_of(head.get(LIST))

    assert reverse("desk_members:inspect", args=(member.pk,)) in page
    assert reverse("desk_members:edit", args=(member.pk,)) not in page


def test_the_post_office_gets_no_list(db):
    client = at_the_desk(officer(role="post"))
    MemberFactory()

    for name in (
        "desk_members:index",
        "desk:admissions",
        "desk:twins",
        "desk:merged",
        "desk:register_member",
    ):
        assert client.get(reverse(name)).status_code == 404


def test_the_list_of_another_commune_stays_closed(head):
    MemberFactory(branch=other_commune())

    assert listed(head) == []
    assert head.get(f"{LIST}?branch={other_commune().pk}").status_code == 200
    assert listed(head, figure="now.members") == []
