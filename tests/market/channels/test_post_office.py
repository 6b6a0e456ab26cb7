"""What does the post office see of the association?"""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.handing_out import hand_out
from accounts.models import HandedFile, Reading
from accounts.workbooks import XLSX
from tests.factories.farmers import commune, officer, other_commune, province
from tests.market.desk.conftest import at_the_desk, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return at_the_desk(officer(role="reviewer"))


@pytest.fixture
def post():
    return at_the_desk(officer(branch=province(), role="post"))


def ordered(client, branch=None) -> HandedFile:
    handed = hand_out(
        kind="postmart",
        scope=(branch or commune()).path,
        user=client.user,
        name="tin-dang.xlsx",
        content_type=XLSX,
        at=timezone.now(),
    )
    handed.refresh_from_db()
    return handed


def test_the_post_office_takes_what_was_handed_over_and_it_is_noted(reviewer, post):
    handed = ordered(reviewer)
    assert "tin-dang.xlsx" not in text_of(post.get(reverse("handed:received")))

    reviewer.post(reverse("handed:release", args=(handed.pk,)))

    assert "tin-dang.xlsx" in text_of(post.get(reverse("handed:received")))
    taken = post.get(reverse("handed:take_received", args=(handed.pk,)))
    assert b"".join(taken.streaming_content)[:2] == b"PK"
    noted = Reading.objects.get()
    assert (noted.reader, noted.what) == (post.user, "accounts.handedfile")


def test_the_post_office_opens_nothing_else(reviewer, post):
    handed = ordered(reviewer)
    asked = [
        reverse("handed:take_received", args=(handed.pk,)),
        reverse("handed:file", args=(handed.pk,)),
        reverse("desk_members:index"),
        reverse("desk_listings:index"),
        reverse("desk_officers:index"),
    ]

    assert [post.get(url).status_code for url in asked] == [404] * len(asked)
    assert post.get(reverse("wagtailadmin_home")).url == reverse("handed:received")


def test_a_post_office_of_one_commune_receives_that_communes_files_alone(reviewer):
    other = at_the_desk(officer(branch=other_commune(), role="post"))
    handed = ordered(reviewer)
    reviewer.post(reverse("handed:release", args=(handed.pk,)))

    assert "tin-dang.xlsx" not in text_of(other.get(reverse("handed:received")))
    assert other.get(reverse("handed:take_received", args=(handed.pk,))).status_code == 404


def test_only_who_made_a_file_and_publishes_there_hands_it_over(reviewer, post):
    handed = ordered(reviewer)
    others = [post, at_the_desk(officer(role="viewer")), at_the_desk(officer(role="head"))]
    members = HandedFile.objects.create(
        kind="members",
        scope=commune().path,
        made_for=reviewer.user,
        made_at=timezone.now(),
        name="hoi-vien.xlsx",
        content_type=XLSX,
        state="ready",
        sha256="0" * 64,
        file=ContentFile(b"x", name="x"),
    )

    refused = [other.post(reverse("handed:release", args=(handed.pk,))).status_code for other in others]

    assert refused == [404, 404, 404]
    assert reviewer.post(reverse("handed:release", args=(members.pk,))).status_code == 404
    assert not HandedFile.objects.filter(released_at__isnull=False).exists()


def test_an_officer_sees_no_page_of_the_post_office(reviewer):
    assert reviewer.get(reverse("handed:received")).status_code == 404


def test_a_file_handed_over_twice_keeps_the_first_moment(reviewer):
    handed = ordered(reviewer)
    url = reverse("handed:release", args=(handed.pk,))
    reviewer.post(url)
    handed.refresh_from_db()
    first = handed.released_at

    reviewer.post(url)

    handed.refresh_from_db()
    assert handed.released_at == first
