from datetime import date

import pytest
from django.core.exceptions import ValidationError

from farmers.declaring import Paper, coverage_for, declare_certificate
from farmers.models import Certificate
from tests.factories.farmers import CertificateFactory, CoverageFactory, FarmerFactory, FarmFactory


def paper(**changes):
    known = {
        "scheme": "vietgap",
        "number": "VietGAP-TT-26-01",
        "issuer": "Trung tâm Chứng nhận Ví Dụ",
        "valid_from": date(2026, 3, 15),
        "expires_on": date(2028, 3, 14),
        "scan": "drafts/ab/scan.jpg",
        "scan_type": "image/jpeg",
    }
    return Paper(**(known | changes))


@pytest.mark.django_db
def test_declare_certificate_keeps_what_the_paper_says():
    certificate = declare_certificate(farmer=FarmerFactory(), paper=paper())

    certificate.refresh_from_db()
    assert (certificate.standing, certificate.number_folded, certificate.scan.name) == (
        "declared",
        "vietgap-tt-26-01",
        "drafts/ab/scan.jpg",
    )


@pytest.mark.django_db
def test_declare_certificate_twice_is_one():
    farmer = FarmerFactory()

    first = declare_certificate(farmer=farmer, paper=paper())
    second = declare_certificate(farmer=farmer, paper=paper(number=" VIETGAP-TT-26-01"))

    assert (second, Certificate.objects.count()) == (first, 1)


@pytest.mark.django_db
def test_declare_certificate_after_one_was_sent_back_is_a_new_one():
    farmer = FarmerFactory()
    first = declare_certificate(farmer=farmer, paper=paper())
    CertificateFactory(farmer=farmer, verified=True)
    Certificate.objects.filter(pk=first.pk).update(
        standing="returned",
        reason="Ảnh mờ",
        checked_at="2026-11-24T03:00:00Z",
        checked_by=CertificateFactory(verified=True).checked_by,
    )

    assert declare_certificate(farmer=farmer, paper=paper()) != first


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"expires_on": date(2025, 1, 1)},
        {"stars": 4},
        {"scheme": "ocop"},
        {"scheme": "invented"},
        {"number": "9" * 61},
    ],
    ids=[
        "ends before it begins",
        "stars without OCOP",
        "OCOP without stars",
        "no such scheme",
        "long number",
    ],
)
def test_declare_certificate_refuses_what_breaks_a_rule(changes):
    with pytest.raises(ValidationError):
        declare_certificate(farmer=FarmerFactory(), paper=paper(**changes))

    assert Certificate.objects.count() == 0


@pytest.mark.django_db
def test_coverage_for_takes_the_one_that_covers_else_makes_one():
    farm = FarmFactory()
    certificate = CertificateFactory(farmer=farm.farmer)
    of_another_farm = CoverageFactory(certificate=certificate, farm=FarmFactory(farmer=farm.farmer))

    made = coverage_for(certificate, produce="Cà phê nhân", farm=farm)

    assert (made.produce, made.farm, made.confirmed_at) == ("Cà phê nhân", farm, None)
    assert coverage_for(certificate, produce="ca phe nhan", farm=farm) == made
    assert coverage_for(certificate, produce="Cà phê nhân", farm=of_another_farm.farm) == of_another_farm
    everything = CoverageFactory(certificate=CertificateFactory(farmer=farm.farmer), produce="", farm=None)
    assert coverage_for(everything.certificate, produce="Tiêu", farm=farm) == everything


@pytest.mark.django_db
def test_coverage_that_was_left_out_is_asked_about_again():
    farm = FarmFactory()
    certificate = CertificateFactory(farmer=farm.farmer, verified=True)
    left_out = CoverageFactory(certificate=certificate, farm=farm, confirmed_by=certificate.checked_by)

    asked = coverage_for(certificate, produce=left_out.produce, farm=farm)

    asked.refresh_from_db()
    assert (asked, asked.confirmed_at, asked.confirmed_by) == (left_out, None, None)
