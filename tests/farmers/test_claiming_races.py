"""Many taps and guesses at once: five are compared, one record is given, one application is made, on both databases."""

import pytest
from django.utils import timezone

from farmers.applying import Application, apply_for_membership
from farmers.claiming import claim_by_digits
from farmers.models import Claim, Member, MembershipStep
from tests.accounts.test_signing_in_races import outcomes
from tests.factories.accounts import UserFactory
from tests.factories.farmers import BIEN_HO, FarmerFactory, MemberFactory, commune

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
ID = "064185000017"


def test_of_many_guesses_at_once_five_are_compared():
    user = UserFactory()
    member = MemberFactory(phone=user.phone, citizen_id=ID)

    found = outcomes(lambda _: claim_by_digits(user=user, digits="9999", at=timezone.now()), 64)

    assert found == {"no": 5, "limit": 59}
    assert (Claim.objects.get().tries_left, Member.objects.get(pk=member.pk).user) == (0, None)


def test_of_many_right_answers_at_once_one_is_given_the_record():
    user = UserFactory()
    member = MemberFactory(phone=user.phone, citizen_id=ID)
    farmer = FarmerFactory(member=member)

    found = outcomes(lambda _: claim_by_digits(user=user, digits="0017", at=timezone.now()), 32)

    assert found["done"] == 1
    assert (Member.objects.get().user, farmer.people.count()) == (user, 1)
    assert Claim.objects.filter(state="granted").count() == 1


def test_of_many_taps_one_application_is_made():
    commune()
    user = UserFactory()
    application = Application("Siu H'Ví Dụ", ID, BIEN_HO, gender="female", birth_year=1985)

    found = outcomes(
        lambda _: apply_for_membership(user=user, application=application, at=timezone.now()), 32
    )

    assert found == {"done": 32}
    assert (Member.objects.count(), MembershipStep.objects.count()) == (1, 1)
