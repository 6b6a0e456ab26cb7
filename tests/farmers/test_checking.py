from datetime import UTC, date, datetime

import pytest

from farmers.checking import checking_columns
from farmers.models import Coverage, Officer
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    OfficerFactory,
    commune,
    other_commune,
    province,
)

pytestmark = pytest.mark.django_db

CHECKED_AT = datetime(2026, 3, 1, 18, tzinfo=UTC)  # 2 March in Viet Nam


@pytest.fixture
def checker():
    user = UserFactory()
    CoverageFactory(
        certificate=CertificateFactory(
            farmer__branch=commune(), standing="verified", checked_by=user, checked_at=CHECKED_AT
        )
    )
    return user


def told():
    found = Coverage.objects.annotate(**checking_columns("certificate")).get()
    return found.certificate_checked_on, found.checked_at_branch


def test_the_branch_of_the_office_held_that_day_is_told(checker):
    OfficerFactory(user=checker, branch=commune(), since=date(2026, 3, 2), until=date(2026, 3, 2))

    assert told() == (date(2026, 3, 2), "Hội Nông dân xã Biển Hồ")


def test_the_lowest_branch_above_the_farmer_is_told(checker):
    for branch in (province(), commune(), other_commune()):
        OfficerFactory(user=checker, branch=branch)

    assert told()[1] == "Hội Nông dân xã Biển Hồ"


@pytest.mark.parametrize(
    "columns",
    [
        {"since": date(2026, 3, 3)},
        {"since": date(2025, 7, 1), "until": date(2026, 3, 1)},
        {"elsewhere": True},
    ],
)
def test_an_office_of_another_day_or_place_is_not(checker, columns):
    branch = other_commune() if columns.pop("elsewhere", False) else commune()
    OfficerFactory(user=checker, branch=branch, **columns)

    assert (told()[1], Officer.objects.count()) == (None, 1)
