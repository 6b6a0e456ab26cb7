from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Consent
from farmers.agreeing import words_of
from farmers.models import Farmer, FarmerPerson
from farmers.onboarding import Seller, start_selling
from tests.factories.accounts import UserFactory
from tests.factories.farmers import BIEN_HO, FarmerPersonFactory, MemberFactory, commune

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


def seller(**changes):
    known = {"name": "Siu H'Ví Dụ", "commune_code": BIEN_HO, "purposes": ("public_page", "show_phone")}
    return Seller(**(known | changes))


@pytest.mark.django_db
def test_start_selling_makes_a_farmer_who_is_public_by_consent():
    branch, user = commune(), UserFactory()

    farmer = start_selling(user=user, seller=seller(), at=NOW)

    assert (farmer.kind, farmer.name, farmer.branch, farmer.commune_code, farmer.phone, farmer.is_public) == (
        "household",
        "Siu H'Ví Dụ",
        branch,
        BIEN_HO,
        user.phone,
        True,
    )
    assert FarmerPerson.objects.get(user=user).role == "owner"
    assert [
        (consent.purpose, consent.text_version, consent.text, consent.given_at)
        for consent in Consent.objects.filter(user=user).order_by("purpose")
    ] == [
        ("public_page", "public-page-1", words_of("public_page"), NOW),
        ("show_phone", "show-phone-1", words_of("show_phone"), NOW),
    ]


@pytest.mark.django_db
def test_start_selling_without_consent_shows_nothing():
    commune()

    farmer = start_selling(user=UserFactory(), seller=seller(purposes=()), at=NOW)

    assert (farmer.is_public, farmer.phone, Consent.objects.count()) == (False, "", 0)


@pytest.mark.django_db
def test_start_selling_twice_makes_one():
    commune()
    user = UserFactory()

    first = start_selling(user=user, seller=seller(), at=NOW)
    second = start_selling(user=user, seller=seller(name="Tên khác"), at=NOW)

    assert (second, Farmer.objects.count(), FarmerPerson.objects.count()) == (first, 1, 1)


@pytest.mark.django_db
def test_start_selling_refuses_a_name_that_is_too_long():
    commune()

    with pytest.raises(ValidationError) as refusal:
        start_selling(user=UserFactory(), seller=seller(name="a" * 121), at=NOW)

    assert set(refusal.value.error_dict) == {"name"}
    assert Farmer.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Farmer.Kind.values)
def test_start_selling_as_any_kind(kind):
    commune()

    farmer = start_selling(user=UserFactory(), seller=seller(kind=kind), at=NOW)

    assert Farmer.objects.get().kind == farmer.kind == kind


@pytest.mark.django_db
def test_start_selling_of_a_member_knows_who_it_is():
    commune()
    member = MemberFactory(user=UserFactory())

    farmer = start_selling(user=member.user, seller=seller(), at=NOW)

    assert farmer.people.get().member == member


@pytest.mark.django_db
def test_a_helper_may_sell_for_a_household_of_their_own():
    helper = FarmerPersonFactory(role="helper").user

    own = start_selling(user=helper, seller=seller(), at=NOW)

    assert list(Farmer.objects.spoken_for_by(helper)) == [own]
    assert Farmer.objects.of_user(helper).count() == 2
