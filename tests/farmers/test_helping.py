"""The son who posts for his mother: asked by phone, says yes himself, acts until it is taken back, never speaks for her."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from farmers import helping
from farmers.helping import (
    answer_invitation,
    helpers_of,
    invitations_for,
    invite_helper,
    revoke_helper,
    take_invitation_back,
)
from farmers.models import Farmer, HelperInvitation
from products.models import Product
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerPersonFactory, FarmFactory
from tests.factories.products import ProductFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
PHONE = "+84905123456"


@pytest.fixture
def mother():
    return FarmerPersonFactory().user


@pytest.fixture
def farmer(mother):
    return mother.acts_for.get().farmer


def ask(farmer, phone=PHONE, name="Con trai") -> HelperInvitation:
    return invite_helper(
        farmer=farmer, phone=phone, name=name, by=farmer.people.get(role="owner").user, at=AT
    )


def accepted(farmer, user):
    invitation = ask(farmer, user.phone)
    answer_invitation(invitation=invitation, user=user, accepts=True, at=AT)
    return farmer.people.get(user=user)


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    error = refusal.value
    return (error.error_dict["phone"][0] if hasattr(error, "error_dict") else error).code


def test_the_holder_of_the_phone_says_yes_and_acts(farmer, mother):
    son = UserFactory(phone=PHONE)
    ProductFactory(farm=FarmFactory(farmer=farmer))
    invitation = ask(farmer)
    assert list(invitations_for(son)) == [invitation]
    assert not Farmer.objects.of_user(son).exists()

    answer_invitation(invitation=invitation, user=son, accepts=True, at=AT)

    invitation.refresh_from_db()
    person = helpers_of(farmer).get()
    assert (invitation.closed_at, invitation.person, person.user, person.role) == (AT, person, son, "helper")
    assert list(Farmer.objects.of_user(son)) == [farmer]
    assert Product.objects.of_user(son).count() == 1
    assert not Farmer.objects.spoken_for_by(son).exists()
    assert [entry.action for entry in ModelLogEntry.objects.for_instance(farmer).order_by("pk")] == [
        "farmers.helper_invited",
        "farmers.helper_accepted",
    ]


def test_who_says_no_acts_for_nobody(farmer):
    son = UserFactory(phone=PHONE)
    answer_invitation(invitation=ask(farmer), user=son, accepts=False, at=AT)

    assert (helpers_of(farmer).count(), invitations_for(son).count()) == (0, 0)
    assert ask(farmer).closed_at is None


def test_asking_twice_is_asking_once(farmer):
    assert ask(farmer) == ask(farmer, name="Con út")
    assert HelperInvitation.objects.count() == 1


def test_who_cannot_be_asked(farmer, mother):
    son = accepted(farmer, UserFactory()).user

    assert refused(ask, farmer, mother.phone) == "own"
    assert refused(ask, farmer, son.phone) == "acts"


def test_ten_helpers_are_the_most(farmer, monkeypatch):
    monkeypatch.setattr(helping, "MOST_HELPERS", 2)
    accepted(farmer, UserFactory())
    ask(farmer)

    assert refused(ask, farmer, "+84905123457") == "many"


def test_nobody_answers_for_another_or_twice(farmer):
    son, stranger = UserFactory(phone=PHONE), UserFactory()
    invitation = ask(farmer)

    assert refused(answer_invitation, invitation=invitation, user=stranger, accepts=True, at=AT) == "closed"
    answer_invitation(invitation=invitation, user=son, accepts=True, at=AT)
    assert refused(answer_invitation, invitation=invitation, user=son, accepts=True, at=AT) == "closed"
    assert helpers_of(farmer).count() == 1


def test_what_was_taken_back_cannot_be_accepted(farmer, mother):
    son, invitation = UserFactory(phone=PHONE), ask(farmer)

    assert take_invitation_back(invitation=invitation, by=mother, at=AT)
    assert not take_invitation_back(invitation=invitation, by=mother, at=AT)
    assert refused(answer_invitation, invitation=invitation, user=son, accepts=True, at=AT) == "closed"


def test_a_helper_taken_off_acts_no_longer_and_may_be_asked_again(farmer, mother):
    person = accepted(farmer, UserFactory(phone=PHONE))

    assert revoke_helper(person=person, by=mother, at=AT)
    assert not revoke_helper(person=person, by=mother, at=AT)

    assert not Farmer.objects.of_user(person.user).exists()
    assert ask(farmer).closed_at is None


def test_an_owner_is_not_taken_off_like_a_helper(farmer, mother):
    assert not revoke_helper(person=farmer.people.get(), by=mother, at=AT)
    assert list(Farmer.objects.of_user(mother)) == [farmer]


def test_who_came_to_act_otherwise_is_told(farmer):
    son, invitation = UserFactory(phone=PHONE), ask(farmer)
    FarmerPersonFactory(farmer=farmer, user=son, role="representative")

    assert refused(answer_invitation, invitation=invitation, user=son, accepts=True, at=AT) == "acts"


def test_constraints_of_an_invitation(farmer, mother):
    ask(farmer)
    columns = {"farmer": farmer, "name": "Con trai", "invited_by": mother, "invited_at": AT}
    twice = HelperInvitation(phone=PHONE, **columns)
    open_but_accepted = HelperInvitation(phone="+84905123457", person=farmer.people.get(), **columns)

    for invitation in (twice, open_but_accepted):
        with pytest.raises(ValidationError):
            invitation.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            invitation.save()


def test_an_invitation_of_a_farmer_that_was_emptied_is_not_asked(farmer):
    son = UserFactory(phone=PHONE)
    ask(farmer)
    Farmer.objects.filter(pk=farmer.pk).update(anonymised_at=AT)

    assert list(invitations_for(son)) == []
