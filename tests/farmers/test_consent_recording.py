"""An officer notes a consent in the words that were shown, once at a time."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import Consent
from farmers.consent_recording import VERSIONS, consent_words, open_consent, record_consent
from farmers.models import RecordedConsent
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, MemberFactory, officer

SENSITIVE = Consent.Purpose.SENSITIVE_DATA
SAID = {"way": "spoken", "given_on": date(2026, 11, 2), "witness": "Siu H'Bưn, chi hội trưởng"}


@pytest.fixture
def clerk(db):
    return officer(role="clerk")


def record(by, **said) -> RecordedConsent:
    return record_consent(**(SAID | {"purpose": SENSITIVE, "by": by, "at": timezone.now()} | said))


def test_a_consent_keeps_its_words_way_day_and_witness(clerk):
    member = MemberFactory()

    record(clerk, member=member)

    kept = RecordedConsent.objects.get()
    assert (kept.member, kept.farmer, kept.purpose) == (member, None, "sensitive_data")
    assert (kept.text, kept.text_version) == (consent_words(SENSITIVE), "sensitive-data-1")
    assert (kept.way, kept.given_on, kept.witness) == (
        "spoken",
        date(2026, 11, 2),
        "Siu H'Bưn, chi hội trưởng",
    )
    assert (kept.recorded_by, kept.withdrawn_at) == (clerk, None)
    assert open_consent(purpose=SENSITIVE, member=member) == date(2026, 11, 2)
    entry = ModelLogEntry.objects.for_instance(member).get()
    assert (entry.action, entry.data) == ("farmers.consent_recorded", {"purposes": ["sensitive_data"]})


@pytest.mark.parametrize("purpose", VERSIONS)
def test_every_purpose_has_words_of_its_own(purpose):
    others = {consent_words(other) for other in VERSIONS if other != purpose}

    assert consent_words(purpose) not in others


def test_a_purpose_nobody_asks_for_is_refused():
    with pytest.raises(ValidationError):
        consent_words("newsletter")


def test_one_consent_at_a_time(clerk):
    member = MemberFactory()
    record(clerk, member=member)

    with pytest.raises(ValidationError) as refused:
        record(clerk, member=member)
    assert refused.value.code == "agreed"

    RecordedConsent.objects.update(withdrawn_at=timezone.now())
    record(clerk, member=member)
    assert member.recorded_consents.count() == 2


def test_a_day_that_has_not_come_is_refused_beside_its_field(clerk):
    with pytest.raises(ValidationError) as refused:
        record(clerk, member=MemberFactory(), given_on=timezone.localdate() + timedelta(days=1))

    assert list(refused.value.message_dict) == ["given_on"]


def test_a_farmer_agrees_to_a_public_page(clerk):
    farmer = FarmerFactory(is_public=False)

    record(clerk, farmer=farmer, purpose=Consent.Purpose.PUBLIC_PAGE)

    farmer.refresh_from_db()
    assert farmer.is_public
    assert open_consent(purpose=Consent.Purpose.PUBLIC_PAGE, farmer=farmer) == date(2026, 11, 2)


def test_what_was_agreed_on_the_screen_counts(db):
    member = MemberFactory(user=UserFactory())
    at = timezone.now()
    Consent.objects.create(user=member.user, purpose=SENSITIVE, text="x", text_version="1", given_at=at)

    assert open_consent(purpose=SENSITIVE, member=member) == timezone.localdate(at)
    assert open_consent(purpose=SENSITIVE, member=MemberFactory()) is None
