"""Leaving the market: what goes, what stays, and for whom."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from accounts.models import Consent
from farmers.agreeing import agree
from farmers.data_requests import person_about
from farmers.leaving import close_farmer, stop_acting
from farmers.models import DataRequest, Farmer, FarmerPerson, HelperInvitation, Member, RecordedConsent
from products.leaving import leave, listings_that_go
from products.models import Product
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory, MemberFactory, officer
from tests.factories.products import ProductFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def owner():
    """Somebody who agreed to everything, with a membership, a helper, and another one who was asked."""
    member = MemberFactory()
    owner = FarmerPersonFactory(farmer=FarmerFactory(phone="", is_public=False), member=member)
    for purpose in ("public_page", "show_phone", "show_zalo", "share_with_post"):
        agree(user=owner.user, purpose=purpose, at=AT)
    FarmerPersonFactory(farmer=owner.farmer, role="helper")
    HelperInvitation.objects.create(
        farmer=owner.farmer, phone="+84905000008", name="Con", invited_by=owner.user, invited_at=AT
    )
    return owner


def listed(person, **columns):
    return ProductFactory(farm=FarmFactory(farmer=person.farmer), **columns or {"published": True})


def states():
    return list(Product.objects.order_by("pk").values_list("state", flat=True))


def acting():
    return set(FarmerPerson.objects.filter(revoked_at=None).values_list("pk", flat=True))


def shown(farmer):
    return Farmer.objects.values_list("is_public", "phone", "zalo").get(pk=farmer.pk)


def test_who_speaks_alone_takes_the_stall_along(owner):
    for columns in ({"published": True}, {"state": "paused"}, {"submitted": True}, {"state": "withdrawn"}):
        listed(owner, **columns)
    other = FarmerPersonFactory()
    theirs = listed(other)
    assert shown(owner.farmer) == (True, owner.user.phone, owner.user.phone)
    assert listings_that_go(owner) == 3

    leave(person=owner, wants_deletion=False, at=AT)

    assert states() == ["withdrawn"] * 4 + ["published"]
    assert Product.objects.get(pk=theirs.pk).state == "published"
    assert shown(owner.farmer) == (False, "", "")
    assert acting() == {other.pk}
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert HelperInvitation.objects.get().closed_at == AT
    assert not DataRequest.objects.exists()
    assert Member.objects.get(pk=owner.member_id).standing == "active"
    entry = ModelLogEntry.objects.for_instance(owner.farmer).get(action="farmers.acting_ended")
    assert (entry.user, entry.timestamp) == (owner.user, AT)


def test_what_an_officer_recorded_is_taken_back_too(owner):
    recorded = RecordedConsent.objects.create(
        farmer=owner.farmer,
        purpose="public_page",
        given_on=AT.date(),
        way="paper",
        witness="Siu",
        recorded_by=officer(),
        recorded_at=AT,
    )

    leave(person=owner, wants_deletion=False, at=AT)

    recorded.refresh_from_db()
    assert recorded.withdrawn_at == AT
    assert shown(owner.farmer)[0] is False


def test_who_wants_all_deleted_is_still_found_by_the_officer(owner):
    listed(owner)

    leave(person=owner, wants_deletion=True, at=AT)

    request = DataRequest.objects.get()
    assert (request.kind, request.user, request.recorded_by) == ("delete", owner.user, None)
    assert person_about(request).farmers == (owner.farmer_id,)
    assert person_about(request).members == (owner.member_id,)
    assert (states(), acting()) == (["withdrawn"], {owner.pk})
    assert shown(owner.farmer) == (False, "", "")


def test_where_somebody_else_speaks_the_listings_stay(owner):
    other = FarmerPersonFactory(farmer=owner.farmer, role="representative")
    agree(user=other.user, purpose="show_phone", at=AT)
    listed(owner)
    helper = owner.farmer.people.get(role="helper")
    assert listings_that_go(owner) == 0

    leave(person=owner, wants_deletion=False, at=AT)

    assert (states(), acting()) == (["published"], {other.pk, helper.pk})
    # The other one agreed to the phone alone.
    assert (shown(owner.farmer)[0], shown(owner.farmer)[2]) == (False, "")


def test_a_helper_ends_the_helping_alone(owner):
    helper = owner.farmer.people.get(role="helper")
    listed(owner)
    before = shown(owner.farmer)
    assert listings_that_go(helper) == 0

    leave(person=helper, wants_deletion=False, at=AT)

    assert (states(), acting(), shown(owner.farmer)) == (["published"], {owner.pk}, before)
    assert Consent.objects.filter(withdrawn_at=None).count() == 4


def test_consents_for_another_stall_stay(owner):
    other = FarmerPersonFactory(user=owner.user, farmer=FarmerFactory(is_public=True))

    leave(person=owner, wants_deletion=False, at=AT)

    assert Consent.objects.filter(withdrawn_at=None).count() == 4
    assert shown(owner.farmer) == (False, "", "")
    assert shown(other.farmer)[0] is True
    assert acting() == {other.pk}


def test_leaving_twice_is_refused_and_says_so(owner):
    leave(person=owner, wants_deletion=False, at=AT)

    for verb in (
        lambda: stop_acting(person=owner, at=AT),
        lambda: close_farmer(person=owner, stays_known=False, at=AT),
    ):
        with pytest.raises(ValidationError) as refused:
            verb()
        assert refused.value.code == "moved"
