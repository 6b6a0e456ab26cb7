"""What makes an officer look twice, with its facts from the database and its words."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from farmers import certificate_checks, rights
from farmers.models import Certificate
from market.desk.check_words import LABELS, SENTENCES
from market.desk.checks import checks_of, checks_of_many, warnings_in
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmFactory,
    officer,
    other_commune,
)
from tests.factories.products import ProductFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def flawless(**columns):
    known = {"issuer": "Vietcert", "scan": "scans/a.jpg", "scan_type": "image/jpeg"}
    return CertificateFactory(**known | columns)


def warned(certificate, on: date = TODAY) -> list[tuple[str, str]]:
    checked = warnings_in(checks_of(certificate, user=officer(), on=on))
    return [(one.check, one.text) for one in checked]


def test_a_flawless_certificate_raises_nothing_and_shows_what_was_looked_at():
    checked = checks_of(flawless(), user=officer(), on=TODAY)

    assert warnings_in(checked) == []
    assert [one.check for one in checked] == list(LABELS)
    assert all(one.text and one.label for one in checked)


def test_every_way_a_check_may_end_has_its_words():
    source = Path(certificate_checks.__file__).read_text(encoding="utf-8")
    said = re.findall(r'_(?:passed|warned|nothing)\(\s*"(\w+)"(?:, "(\w+)")?', source)

    assert len(said) > 30
    assert {check for check, _code in said} == set(LABELS) - {"same"}
    assert {code or "nothing" for _check, code in said} <= set(SENTENCES)


@pytest.mark.parametrize(
    ("columns", "check"),
    [
        ({"scan": "", "scan_type": ""}, "scan"),
        ({"scheme": "globalgap", "number": "4006381333932", "issuer": "IQC"}, "number"),
        ({"issuer": "Trung tâm Ai Đó"}, "issuer"),
        ({"expires_on": TODAY + timedelta(days=30)}, "dates"),
        ({"valid_from": TODAY - timedelta(days=9), "expires_on": TODAY + timedelta(days=1200)}, "length"),
        ({"scheme": "ocop", "number": "OCOP", "issuer": "UBND tỉnh", "stars": 5}, "stars"),
    ],
)
def test_a_flaw_is_told_under_its_label(columns, check):
    assert check in [name for name, _text in warned(flawless(**columns))]


def test_an_issuer_that_was_verified_here_thrice_is_known():
    certificate = flawless(issuer="Trung tâm Chứng nhận Ví Dụ")
    assert [name for name, _text in warned(certificate)] == ["issuer"]

    for _number in range(3):
        CertificateFactory(verified=True)

    assert warned(certificate) == []


def test_listings_and_farm_are_compared_with_what_is_covered():
    certificate = flawless()
    farm = FarmFactory(farmer=certificate.farmer, area_m2=12_000)
    coverage = CoverageFactory(certificate=certificate, farm=farm, produce="Hồ tiêu", area_m2=18_000)
    ProductFactory(farm=farm, name="Cà phê robusta").coverages.add(coverage)

    found = dict(warned(certificate))

    assert set(found) == {"produce", "area"}
    assert "Cà phê robusta" in found["produce"]
    assert "18.000" in found["area"]
    assert "12.000" in found["area"]


@pytest.mark.parametrize(("others", "is_warned"), [(5_000, True), (None, False), (9_000, False)])
def test_without_a_farm_all_farms_of_the_farmer_count_if_all_are_known(others, is_warned):
    certificate = flawless()
    for area in (12_000, others):
        FarmFactory(farmer=certificate.farmer, area_m2=area)
    CoverageFactory(certificate=certificate, farm=None, area_m2=20_000)

    assert ("area" in dict(warned(certificate))) is is_warned


def test_a_listing_of_another_branch_is_not_named():
    certificate = flawless()
    elsewhere = FarmFactory(farmer=FarmerFactory(branch=other_commune()))
    coverage = CoverageFactory(certificate=certificate, produce="Hồ tiêu")
    ProductFactory(farm=elsewhere, name="Cà phê robusta").coverages.add(coverage)

    assert warned(certificate) == []


def test_the_same_number_of_an_own_farmer_is_named_and_linked():
    certificate = flawless()
    same = flawless(number=certificate.number.lower(), farmer=FarmerFactory(name="Bùi Thị Nga"))

    (one,) = warnings_in(checks_of(certificate, user=officer(), on=TODAY))

    assert "Bùi Thị Nga" in one.text
    assert one.url == reverse("desk:certificate", args=(same.pk,))


def test_the_same_number_of_another_branch_is_told_without_a_name():
    certificate = flawless()
    flawless(number=certificate.number, farmer=FarmerFactory(name="Bùi Thị Nga", branch=other_commune()))

    (one,) = warnings_in(checks_of(certificate, user=officer(), on=TODAY))

    assert one.check == "same"
    assert "Bùi Thị Nga" not in one.text
    assert one.url == ""


def test_the_same_number_of_another_scheme_is_another_number():
    certificate = flawless()
    flawless(scheme="organic", number=certificate.number)

    assert warned(certificate) == []


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_checked_in_as_many_queries_as_one(count, django_assert_num_queries):
    for _number in range(count):
        farm = FarmFactory()
        coverage = CoverageFactory(certificate=flawless(farmer=farm.farmer), farm=farm)
        ProductFactory(farm=farm).coverages.add(coverage)
    user = officer()
    rights.branches_for(user, rights.VIEW)  # the offices are remembered
    certificates = list(Certificate.objects.all())

    with django_assert_num_queries(5):
        found = checks_of_many(certificates, user=user, on=TODAY)

    assert sorted(found) == sorted(certificate.pk for certificate in certificates)
