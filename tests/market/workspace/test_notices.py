"""What was I told, newest first, and how much of it is new?"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from market.workspace.notices import PAGE_SIZE
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerPersonFactory

pytestmark = pytest.mark.django_db

URL = "/ban-hang/thong-bao/"


@pytest.fixture
def me(client):
    user = FarmerPersonFactory().user
    client.force_login(user)
    return user


def tell(user, number=1, **columns):
    return Notice.objects.create(
        **{"user": user, "kind": "listing_published", "key": str(number), "at": timezone.now()}
        | {"data": {"name": f"Tiêu sọ {number}", "product": number}}
        | columns
    )


def shown(page):
    return [one["notice"].pk for one in page.context["notices"]]


def test_mine_are_shown_the_newest_first_and_nobody_elses(client, me):
    first, second = tell(me, 1), tell(me, 2)
    tell(UserFactory(), 3)

    page = client.get(URL)

    assert shown(page) == [second.pk, first.pk]
    assert "Tiêu sọ 2" in page.text
    assert "Tiêu sọ 3" not in page.text


def test_each_leads_to_what_it_is_about(client, me):
    tell(me, 1)
    tell(me, 2, kind="certificate_revoked", data={"name": "VietGAP 1", "reason": "Hết", "certificate": 7})
    tell(me, 3, kind="member_admitted", data={"member": 1, "reason": ""})

    page = client.get(URL)

    assert [one["url"] for one in page.context["notices"]] == [
        "",
        "/ban-hang/chung-nhan/#certificate_7",
        reverse("workspace:product", kwargs={"pk": 1}),
    ]


def test_what_was_shown_counts_as_read(client, me):
    for number in range(PAGE_SIZE + 2):
        tell(me, number)
    theirs = tell(UserFactory())
    before = client.get("/ban-hang/").context["unread_notices"]

    page = client.get(URL)

    assert (before, page.context["unread_notices"]) == (PAGE_SIZE + 2, 2)
    assert Notice.objects.get(pk=theirs.pk).read_at is None
    assert [one["notice"].is_new for one in page.context["notices"]] == [True] * PAGE_SIZE
    assert not any(one["notice"].is_new for one in client.get(URL).context["notices"])


def test_the_number_stands_in_the_head_of_every_page_of_the_stall(client, me):
    assert 'class="count"' not in client.get("/ban-hang/").text

    tell(me)

    assert 'class="count"' in client.get("/ban-hang/").text
    assert URL in client.get("/ban-hang/").text


def test_pages_follow_one_another_without_gaps(client, me):
    numbers = [tell(me, number).pk for number in range(2 * PAGE_SIZE + 1)][::-1]
    first = client.get(URL)
    second = client.get(URL + first.context["older_url"])
    third = client.get(URL + second.context["older_url"])

    assert shown(first) + shown(second) + shown(third) == numbers
    assert (first.context["newer_url"], third.context["older_url"]) == ("", "")
    assert shown(client.get(URL + third.context["newer_url"])) == shown(second)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_six_questions(client, me, count, django_assert_num_queries):
    for number in range(count):
        tell(me, number, at=timezone.now() - timedelta(days=number))

    with django_assert_num_queries(
        6
    ):  # session, user, the notices, that they are read, how many are left, whom to call
        client.get(URL)


def test_looking_again_writes_nothing(client, me, django_assert_num_queries):
    tell(me)
    client.get(URL)

    with django_assert_num_queries(5):
        client.get(URL)


def test_without_any_the_page_says_what_comes_here(client, me):
    assert client.get(URL).context["notices"] == []
