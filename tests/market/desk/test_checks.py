"""What makes an officer look twice."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from market.desk.checks import warnings_about
from tests.factories.farmers import CertificateFactory, FarmerFactory, officer, other_commune

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def flawless(**columns):
    return CertificateFactory(**{"scan": "scans/a.jpg", "scan_type": "image/jpeg", **columns})


def texts(certificate, on: date = TODAY) -> list[str]:
    return [warned.text for warned in warnings_about(certificate, user=officer(), on=on)]


def test_a_flawless_certificate_raises_nothing():
    assert texts(flawless()) == []


@pytest.mark.parametrize(
    ("scheme", "number", "count"),
    [
        ("vietgap", "VietGAP-TT-13-09-68-0096", 0),
        ("vietgap", "vietgap-cn-13-09-68-0096", 0),
        ("vietgap", "VIETGAP-TT-2024-001", 1),
        ("vietgap", "VietGAP-XX-13-09-68-0096", 1),
        ("globalgap", "4049929999993", 0),
        ("haccp", "HC-1", 0),
    ],
)
def test_only_vietgap_numbers_have_a_pattern_and_it_only_warns(scheme, number, count):
    assert len(texts(flawless(scheme=scheme, number=number))) == count


@pytest.mark.parametrize(
    ("begins", "ends", "count"),
    [(-100, 61, 0), (-100, 60, 1), (-100, 0, 1), (-100, -1, 1), (1, 400, 1), (0, 400, 0)],
)
def test_dates_that_are_past_near_or_to_come_are_told(begins, ends, count):
    certificate = flawless(valid_from=TODAY + timedelta(days=begins), expires_on=TODAY + timedelta(days=ends))

    assert len(texts(certificate)) == count


def test_a_certificate_without_a_scan_is_told():
    assert len(texts(flawless(scan="", scan_type=""))) == 1


def test_the_same_number_of_an_own_farmer_is_named_and_linked():
    certificate = flawless()
    same = flawless(number=certificate.number.lower(), farmer=FarmerFactory(name="Bùi Thị Nga"))

    (warned,) = warnings_about(certificate, user=officer(), on=TODAY)

    assert "Bùi Thị Nga" in warned.text
    assert warned.url == reverse("desk:certificate", args=(same.pk,))


def test_the_same_number_of_another_branch_is_told_without_a_name():
    certificate = flawless()
    flawless(number=certificate.number, farmer=FarmerFactory(name="Bùi Thị Nga", branch=other_commune()))

    (warned,) = warnings_about(certificate, user=officer(), on=TODAY)

    assert "Bùi Thị Nga" not in warned.text
    assert warned.url == ""


def test_the_same_number_of_another_scheme_is_another_number():
    certificate = flawless()
    flawless(scheme="organic", number=certificate.number)

    assert texts(certificate) == []
