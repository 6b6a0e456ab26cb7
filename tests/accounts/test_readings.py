import pytest
from django.utils import timezone

from accounts.models import Reading
from accounts.readings import note_reading
from tests.factories.accounts import UserFactory


@pytest.mark.django_db
def test_note_reading_says_who_read_what_of_whom_and_why():
    reader, at = UserFactory(), timezone.now()
    note_reading(reader=reader, what="farmers.member.citizen_id", record_id=7, reason="thẻ mới", at=at)

    assert Reading.objects.values("reader", "what", "record_id", "reason", "at").get() == {
        "reader": reader.pk,
        "what": "farmers.member.citizen_id",
        "record_id": 7,
        "reason": "thẻ mới",
        "at": at,
    }
