"""Every address below /hoi/, walked by people who have no business there: nothing is shown, nothing is changed."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone
from wagtail.documents.models import Document

from accounts.models import HandedFile, User
from farmers.models import Certificate
from market.desk.guard import GuardedDocuments, GuardedImages
from market.desk.wall import is_open
from market.pages.models import EditorialImage
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerPersonFactory, officer, province
from tests.market.desk.conftest import at_the_desk
from tests.market.desk.foreign import MARK, SENSITIVE_MARK, Foreign, build_foreign
from tests.market.desk.walkers import (
    LOGOUT,
    NOTHING_TO_SEND,
    one_of_a_kind,
    rightful,
    searches,
    walk,
    walker,
)
from tests.market.desk.walking import kept, leaks, left_with, routes, status_of, told

# What has no page of its own: it is shown with something else.
WITHOUT_A_PAGE = {
    "Branch",
    "BranchFigures",
    "ExportLayout",
    "Farm",
    "FiguresToken",
    "IntakeRow",
    "MemberConfidence",
    "MemberSupport",
    "MembershipStep",
    "PriceBounds",
    "PriceChange",
    "Reading",
    "RecordedConsent",
    "TakeDown",
}


@pytest.fixture
def foreign(db) -> Foreign:
    return build_foreign()


def test_every_address_names_its_record(foreign):
    every = routes()
    reached = {model for route in every for model in route.owners}

    assert len(every) > 200
    assert {route.name: route.unknown for route in every if route.unknown} == {}
    assert [address for route in every for address in route.addresses(foreign) if "<" in address] == []
    assert {model.__name__ for model in set(foreign.records) - reached} == WITHOUT_A_PAGE


def test_every_page_opens_for_the_head_of_the_branch(foreign):
    client = walker(foreign.head)
    failed = [
        address
        for route in routes()
        if route.is_ours
        for address in route.addresses(foreign)
        for query in ([{}] if route.arguments else [{}, *searches(foreign)[-2:]])
        if status_of(client.get(address, query)) >= 500
    ]

    assert failed == []


def test_every_form_of_the_desk_is_sent(foreign):
    sent = {resolve(urlsplit(address).path).view_name for address, _posted in rightful(foreign)}
    ours = {route.name for route in routes() if route.is_ours}

    assert sorted(name for name in ours - sent if not NOTHING_TO_SEND.match(name)) == []


@pytest.mark.parametrize(
    "role",
    # Who may most and who may least; the others take turns in `make test-long`.
    [
        "head",
        "viewer",
        pytest.param("clerk", marks=pytest.mark.long),
        pytest.param("approver", marks=pytest.mark.long),
    ],
)
def test_officers_of_another_commune_see_and_change_nothing(role, foreign):
    posts, before = rightful(foreign), kept(foreign)
    stranger = officer(role=role)
    stranger.offices.update(sees_sensitive=True)

    assert walk(walker(stranger), foreign, posts, wholly=role == "head") == []
    assert kept(foreign) == before


def test_the_post_office_sees_what_was_handed_over_and_changes_nothing(foreign):
    posts = rightful(foreign)
    released = next(file for file in foreign.records[HandedFile] if file.released_at)
    theirs = {reverse("handed:received"), reverse("handed:take_received", args=(released.pk,))}
    elsewhere, here, above = (
        walker(officer(branch=branch, role="post")) for branch in (None, foreign.branch, province())
    )
    before = kept(foreign)

    assert walk(elsewhere, foreign, posts) == []
    for client in (here, above):
        wrong = [found for found in walk(client, foreign, posts) if found.address not in theirs]
        assert wrong == []
        assert [leaks(told(client.get(address))) for address in sorted(theirs)] == [[MARK], [MARK]]
    unchanged = {name: rows for name, rows in kept(foreign).items() if name not in {"HandedFile", "Reading"}}
    assert unchanged == {name: before[name] for name in unchanged}


def test_who_may_only_look_changes_nothing_and_reads_nothing_sensitive(foreign):
    posts, client = rightful(foreign), walker(officer(branch=foreign.branch, role="viewer"))
    before = kept(foreign)

    failed = [
        (address, posted)
        for address, posted in one_of_a_kind(posts)
        if client.post(address, posted).status_code >= 500
    ]
    shown = [
        address
        for route in routes()
        if route.is_ours
        for address in route.addresses(foreign)
        if SENSITIVE_MARK in told(client.get(address))
    ]

    assert (failed, shown) == ([], [])
    assert SENSITIVE_MARK not in left_with(client.user)
    changed = [name for name, rows in kept(foreign).items() if rows != before[name]]
    assert changed == ["HandedFile"]


def test_who_is_no_officer_gets_no_page_at_all(foreign):
    posts, before = one_of_a_kind(rightful(foreign)), kept(foreign)
    farmer = FarmerPersonFactory().user
    former = officer(role="head")
    former.offices.update(until=timezone.localdate() - timezone.timedelta(days=1))
    for client in map(walker, (UserFactory(), farmer, former)):
        for route in routes():
            for address in route.addresses(foreign)[:1]:
                answers = [client.get(address), client.post(address, {})] if route.name != LOGOUT else []
                assert {answer.status_code for answer in answers} <= {302, 403}, address
                assert not any(leaks(told(answer)) for answer in answers)
        assert {client.post(address, posted).status_code for address, posted in posts} == {403}
    assert kept(foreign) == before


def test_somebody_unknown_is_led_to_the_sign_in(foreign):
    posts, before = one_of_a_kind(rightful(foreign)), kept(foreign)
    client, sign_in = walker(None), reverse("accounts:sign_in")
    everywhere = [(address, {}) for route in routes() for address in route.addresses(foreign)[:1]]

    for address, posted in [*everywhere, *posts]:
        for answer in (client.get(address), client.post(address, posted)):
            assert (address, answer.status_code) == (address, 302)
            assert answer["Location"].startswith((sign_in, "/hoi/"))
    assert kept(foreign) == before


def test_only_what_is_listed_is_open(foreign):
    client = walker(officer(role="head"))

    for route in routes():
        for address in route.addresses(foreign):
            answer = client.get(address)
            if status_of(answer) == 200:
                assert is_open(answer.resolver_match), address


@pytest.mark.parametrize(
    "address", ["/hoi/failwhale/", "/hoi/api/main/images/", "/hoi/reports/site-history/", "/hoi/users/"]
)
def test_an_absent_page_looks_the_same_as_a_foreign_one(foreign, address):
    client = at_the_desk(officer(role="head"))
    csrf = re.compile(r"csrf\w+")

    closed, theirs, nowhere = (
        csrf.sub("", client.get(path).content.decode())
        for path in (
            address,
            reverse("desk:certificate", args=(foreign.first(Certificate).pk,)),
            "/hoi/none/",
        )
    )

    assert closed == theirs == nowhere


@pytest.mark.parametrize(
    ("endpoint", "model"), [(GuardedImages, EditorialImage), (GuardedDocuments, Document)]
)
def test_wagtails_lists_of_files_follow_the_policy(foreign, endpoint, model):
    def listed(user):
        view = endpoint()
        view.request = RequestFactory().get("/hoi/api/main/")
        view.request.user = user
        return list(view.get_queryset())

    assert listed(officer(role="head")) == []
    assert listed(User.objects.create_superuser("+84900000097")) == [foreign.first(model)]
