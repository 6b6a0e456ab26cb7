import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Consent
from farmers.agreeing import agree, agreements_of, follow_agreements, given_for, take_back, words_of
from farmers.models import Farmer, RecordedConsent
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, MemberFactory

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
        ("show_phone", None),
        ("show_zalo", None),
        ("share_with_post", NOW),
        ("post_for_me", None),
    ]


def test_unknown_purpose_is_refused(owner):
    with pytest.raises(ValidationError, match=r"Ở đây không hỏi điều này\."):
        agree(user=owner, purpose="poetry", at=NOW)


def recorded(purpose="post_for_me", **of):
    """What an officer wrote down of somebody without a login."""
    return RecordedConsent.objects.create(
        purpose=purpose,
        text=words_of(purpose),
        way="spoken",
        given_on=NOW.date(),
        recorded_by=UserFactory(),
        recorded_at=NOW,
        **of,
    )


def holds(farmer, purpose="post_for_me") -> bool:
    return given_for(farmer, purpose).exists()


def test_a_recorded_agreement_counts_as_one_on_the_screen():
    farmer, other = FarmerFactory(is_public=False), FarmerFactory(is_public=False)
    for purpose in ("post_for_me", "public_page"):
        recorded(purpose, farmer=farmer)

    follow_agreements(farmer, "public_page")

    assert (holds(farmer), holds(other), holds(farmer, "share_with_post")) == (True, False, False)
    assert Farmer.objects.get(pk=farmer.pk).is_public


def test_what_a_member_agreed_to_counts_for_the_farmer_the_member_speaks_for(owner):
    member = MemberFactory()
    recorded(member=member)
    acts = owner.acts_for.get()
    assert not holds(acts.farmer)

    acts.member = member
    acts.save()
    assert holds(acts.farmer)

    acts.role = "helper"
    acts.save()
    assert not holds(acts.farmer)


def test_who_signs_in_later_sees_and_takes_back_what_was_recorded(owner):
    farmer = owner.acts_for.get().farmer
    kept = recorded("public_page", farmer=farmer)
    of_others = recorded("public_page", farmer=FarmerFactory())
    follow_agreements(farmer, "public_page")
    assert agreements_of(owner)[0].since == kept.given_on

    take_back(user=owner, purpose="public_page", at=NOW)

    assert not is_public(owner)
    assert [RecordedConsent.objects.get(pk=one.pk).withdrawn_at for one in (kept, of_others)] == [NOW, None]
    assert agreements_of(owner)[0].since is None


@pytest.mark.parametrize(("purpose", "column"), [("show_phone", "phone"), ("show_zalo", "zalo")])
def test_a_number_is_there_while_it_is_agreed_to(purpose, column):
    owner = FarmerPersonFactory(farmer=FarmerFactory(is_public=False, phone="")).user
    farmer = owner.acts_for.get().farmer

    agree(user=owner, purpose=purpose, at=NOW)
    assert getattr(Farmer.objects.get(), column) == owner.phone

    take_back(user=owner, purpose="public_page", at=NOW)
    assert getattr(Farmer.objects.get(), column) == owner.phone

    take_back(user=owner, purpose=purpose, at=NOW)
    farmer.refresh_from_db()
    assert (farmer.phone, farmer.zalo) == ("", "")


def test_agreeing_keeps_another_number_that_stands_there(owner):
    agree(user=owner, purpose="show_phone", at=NOW)

    assert Farmer.objects.get().phone == "+84905000001"


def test_a_number_stays_while_another_speaker_agrees_to_show_it(owner):
    other = FarmerPersonFactory(farmer=owner.acts_for.get().farmer, role="representative").user
    agree(user=owner, purpose="show_phone", at=NOW)
    agree(user=other, purpose="show_phone", at=NOW)

    take_back(user=owner, purpose="show_phone", at=NOW)
    assert Farmer.objects.get().phone == "+84905000001"

    take_back(user=other, purpose="show_phone", at=NOW)
    assert Farmer.objects.get().phone == ""


def test_what_was_recorded_of_a_member_shows_the_number_of_the_register():
    member = MemberFactory(phone="+84905000009")
    farmer = FarmerFactory(phone="", member=member)
    recorded("show_phone", farmer=farmer)

    follow_agreements(farmer, "show_phone")

    assert Farmer.objects.get().phone == "+84905000009"
