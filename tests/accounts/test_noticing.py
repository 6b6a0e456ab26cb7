"""What is a user told, once, and in which words?"""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import Notice
from accounts.noticing import (
    KINDS,
    MOST_COUNTED,
    clear_old_notices,
    mark_read,
    tell,
    tell_each,
    told,
    unread_count,
)
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SAID = {"name": "Tiêu sọ", "reason": "Ảnh mờ", "day": date(2026, 12, 1), "price": "98.000 đ"}


def tell_of(user, key="listing_returned:1", kind="listing_returned"):
    return tell(user=user, kind=kind, key=key, data=SAID, at=AT)


def test_a_user_is_told_a_thing_once():
    user = UserFactory()

    assert [tell_of(user), tell_of(user)] == [True, False]
    kept = Notice.objects.get()
    assert (kept.user, kept.kind, kept.key, kept.at, kept.read_at) == (
        user,
        "listing_returned",
        "listing_returned:1",
        AT,
        None,
    )
    assert kept.data == SAID | {"day": "2026-12-01"}


def test_several_are_told_and_those_to_whom_it_is_new_come_back():
    knows, new = UserFactory(), UserFactory()
    tell_of(knows)

    assert tell_each(
        users=[knows, new], kind="listing_returned", key="listing_returned:1", data=SAID, at=AT
    ) == [new]


def test_a_kind_that_nobody_knows_is_an_error_of_the_program():
    with pytest.raises(LookupError, match="listing_lost"):
        tell_of(UserFactory(), kind="listing_lost")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_in_the_language_of_the_reader(kind):
    tell_of(UserFactory(), kind=kind)
    notice = Notice.objects.get()

    with translation.override("en"):
        words = told(notice).words

    assert words
    assert re.findall(r"%\(|%s", words) == []


def test_who_is_handed_a_farmer_reads_which_and_what_follows():
    tell_of(UserFactory(), kind="farmer_granted")

    with translation.override("en"):
        seen = told(Notice.objects.get())

    assert (seen.icon, seen.tone, seen.words) == (
        "store",
        "good",
        "An officer handed “Tiêu sọ” to you. You post and look after its listings now.",
    )


def test_the_words_are_made_when_it_is_read():
    tell_of(UserFactory(), kind="listing_warned")
    notice = Notice.objects.get()

    with translation.override("en"):
        seen = told(notice)

    assert seen.words == "Warning: correct “Tiêu sọ” before 1 Dec 2026, or it is taken down: Ảnh mờ"
    assert (seen.is_new, seen.tone, seen.icon) == (True, "bad", "warn")


def test_only_my_own_are_counted_and_marked():
    mine, theirs = UserFactory(), UserFactory()
    for number in range(3):
        tell_of(mine, key=str(number))
    tell_of(theirs)
    notices = list(Notice.objects.values_list("pk", flat=True))

    mark_read(user=mine, notices=notices[1:], at=AT)

    assert (unread_count(mine), unread_count(theirs)) == (1, 1)


def test_no_more_are_counted_than_are_shown(django_assert_num_queries):
    user = UserFactory()
    Notice.objects.bulk_create(
        Notice(user=user, kind="listing_published", key=str(number), at=AT)
        for number in range(MOST_COUNTED + 5)
    )

    with django_assert_num_queries(1):
        assert unread_count(user) == MOST_COUNTED + 1


def test_what_was_read_half_a_year_ago_is_forgotten():
    user = UserFactory()
    for key, at, read_at in [
        ("old", AT - timedelta(days=200), AT - timedelta(days=181)),
        ("read", AT - timedelta(days=200), AT - timedelta(days=179)),
        ("unread", AT - timedelta(days=200), None),
        ("ancient", AT - timedelta(days=731), None),
    ]:
        Notice.objects.create(user=user, kind="listing_published", key=key, at=at, read_at=read_at)

    assert clear_old_notices(at=AT) == 2
    assert set(Notice.objects.values_list("key", flat=True)) == {"read", "unread"}


def test_the_database_too_keeps_a_key_once():
    user = UserFactory()
    first = Notice.objects.create(user=user, kind="listing_published", key="1", at=AT)
    again = Notice(user=user, kind="listing_published", key="1", at=AT, data={"name": ""})

    with pytest.raises(ValidationError) as refused:
        again.full_clean()
    assert "a_user_is_told_a_thing_once" in str(refused.value) or "__all__" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    assert list(Notice.objects.all()) == [first]
