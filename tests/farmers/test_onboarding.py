from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Consent
from farmers.agreeing import words_of
from farmers.models import Farmer, FarmerPerson
from farmers.onboarding import Household, start_household
from tests.factories.accounts import UserFactory
from tests.factories.farmers import BIEN_HO, commune

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


def household(**changes):
    known = {"name": "Siu H'Ví Dụ", "commune_code": BIEN_HO, "has_public_page": True, "shows_phone": True}
    return Household(**(known | changes))


@pytest.mark.django_db
def test_start_household_makes_a_farmer_who_is_public_by_consent():
    branch, user = commune(), UserFactory()

    farmer = start_household(user=user, household=household(), at=NOW)

    assert (farmer.kind, farmer.name, farmer.branch, farmer.commune_code, farmer.phone, farmer.is_public) == (
        "household",
        "Siu H'Ví Dụ",
        branch,
        BIEN_HO,
        user.phone,
        True,
    )
    assert FarmerPerson.objects.get(user=user).role == "owner"
    consent = Consent.objects.get(user=user)
    assert (consent.purpose, consent.text_version, consent.text, consent.given_at) == (
        "public_page",
        "public-page-1",
        words_of("public_page"),
        NOW,
    )


@pytest.mark.django_db
def test_start_household_without_consent_shows_nothing():
    commune()

    farmer = start_household(
        user=UserFactory(), household=household(has_public_page=False, shows_phone=False), at=NOW
    )

    assert (farmer.is_public, farmer.phone, Consent.objects.count()) == (False, "", 0)


@pytest.mark.django_db
def test_start_household_twice_makes_one():
    commune()
    user = UserFactory()

    first = start_household(user=user, household=household(), at=NOW)
    second = start_household(user=user, household=household(name="Tên khác"), at=NOW)

    assert (second, Farmer.objects.count(), FarmerPerson.objects.count()) == (first, 1, 1)


@pytest.mark.django_db
def test_start_household_refuses_a_name_that_is_too_long():
    commune()

    with pytest.raises(ValidationError) as refusal:
        start_household(user=UserFactory(), household=household(name="a" * 121), at=NOW)

    assert set(refusal.value.error_dict) == {"name"}
    assert Farmer.objects.count() == 0
