import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Consent
from farmers.agreeing import agree, agreements_of, take_back, words_of
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def owner():
    return FarmerPersonFactory(farmer=FarmerFactory(is_public=False)).user


def is_public(user):
    return user.acts_for.get().farmer.is_public


def test_agreeing_opens_the_public_page_and_keeps_the_words(owner):
    agree(user=owner, purpose="public_page", at=NOW)

    consent = Consent.objects.get()
    assert is_public(owner)
    assert (consent.text, consent.text_version, consent.given_at, consent.withdrawn_at) == (
        words_of("public_page"),
        "public-page-1",
        NOW,
        None,
    )


def test_agreeing_twice_keeps_the_first_time(owner):
    agree(user=owner, purpose="public_page", at=NOW)
    agree(user=owner, purpose="public_page", at=timezone.now())

    assert [consent.given_at for consent in Consent.objects.all()] == [NOW]


def test_taking_back_closes_the_public_page_and_keeps_the_history(owner):
    agree(user=owner, purpose="public_page", at=NOW)
    take_back(user=owner, purpose="public_page", at=NOW)

    assert not is_public(owner)
    assert Consent.objects.get().withdrawn_at == NOW


def test_agreeing_again_after_taking_back_is_a_new_agreement(owner):
    agree(user=owner, purpose="public_page", at=NOW)
    take_back(user=owner, purpose="public_page", at=NOW)
    agree(user=owner, purpose="public_page", at=NOW)

    assert is_public(owner)
    assert Consent.objects.count() == 2


def test_helper_does_not_speak_for_the_farmer(owner):
    helper = FarmerPersonFactory(farmer=owner.acts_for.get().farmer, role="helper").user

    agree(user=helper, purpose="public_page", at=NOW)

    assert not is_public(owner)


def test_page_stays_while_another_speaker_agrees(owner):
    other = FarmerPersonFactory(farmer=owner.acts_for.get().farmer, role="representative").user
    agree(user=owner, purpose="public_page", at=NOW)
    agree(user=other, purpose="public_page", at=NOW)

    take_back(user=other, purpose="public_page", at=NOW)

    assert is_public(owner)


def test_agreements_say_what_holds_since_when(owner):
    agree(user=owner, purpose="share_with_post", at=NOW)

    assert [(agreement.purpose, agreement.since) for agreement in agreements_of(owner)] == [
        ("public_page", None),
        ("share_with_post", NOW),
    ]


def test_unknown_purpose_is_refused(owner):
    with pytest.raises(ValidationError, match=r"Ở đây không hỏi điều này\."):
        agree(user=owner, purpose="poetry", at=NOW)
