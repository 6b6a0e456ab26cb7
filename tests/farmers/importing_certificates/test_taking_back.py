"""Is a list of certificates taken back whole, and only while nothing has been built on it?"""

import pytest
from django.utils import timezone

from accounts.private_files import private_storage
from farmers.certification import return_certificate, verify_certificate
from farmers.importing.states import State
from farmers.models import Certificate
from tests.factories.farmers import CertificateFactory, CoverageFactory, FarmerFactory, officer
from tests.factories.products import ProductFactory
from tests.farmers.importing_certificates.conftest import paper, papers, picture

NUMBER = "VietGAP-TT-26-01-64-0001"


@pytest.fixture
def nga(db):
    return FarmerFactory(name="Bùi Thị Nga")


def known(nga) -> Certificate:
    """A certificate that was declared before the list came."""
    certificate = CertificateFactory(farmer=nga, number=NUMBER, expires_on="2028-01-09")
    CoverageFactory(certificate=certificate, produce="Bơ")
    return certificate


def test_new_certificates_go_and_what_was_added_to_others(desk, nga, django_capture_on_commit_callbacks):
    certificate = known(nga)
    before = papers()
    rows = (
        paper(scan="a"),
        paper(number="X-2", produce="Hồ tiêu"),
        paper(number="X-2", produce="Bơ", scan="a"),
    )
    with django_capture_on_commit_callbacks(execute=True):
        intake = desk.taken_in(*rows, scans={"a.jpg": picture()})
    assert len(papers()) == 2

    with django_capture_on_commit_callbacks(execute=True):
        intake = desk.undone(intake)

    assert (intake.state, intake.found["in_the_way"]) == (State.UNDONE, [])
    assert papers() == before
    assert Certificate.objects.get() == certificate
    assert private_storage().listdir(f"scans/lists/{intake.pk}")[1] == []


def verified(certificate: Certificate) -> None:
    covering = list(certificate.coverages.values_list("pk", flat=True))
    verify_certificate(certificate=certificate, covering=covering, by=officer(), at=timezone.now())


def returned(certificate: Certificate) -> None:
    return_certificate(certificate=certificate, reason="Ảnh mờ", by=officer(), at=timezone.now())


def rests_on(certificate: Certificate) -> None:
    ProductFactory().coverages.add(certificate.coverages.get())


def covers_more(certificate: Certificate) -> None:
    CoverageFactory(certificate=certificate, produce="Bơ")


@pytest.mark.parametrize("build", [verified, returned, rests_on, covers_more])
def test_what_was_built_on_stands_in_the_way_and_nothing_is_changed(desk, nga, build):
    intake = desk.taken_in(paper(), paper(number="X-2"))
    build(Certificate.objects.get(number=NUMBER))
    before = papers()

    intake = desk.undone(intake)

    assert intake.state == State.DONE
    assert [number for number, _why in intake.found["in_the_way"]] == [2]
    assert papers() == before


def test_coverage_that_was_added_and_confirmed_since_stands_in_the_way(desk, nga):
    certificate = known(nga)
    intake = desk.taken_in(paper())
    verified(certificate)

    assert [number for number, _why in desk.undone(intake).found["in_the_way"]] == [2]


def test_after_it_was_taken_back_the_list_can_come_again(desk, nga):
    first = desk.undone(desk.taken_in(paper()))

    second = desk.taken_in(paper())

    assert first.pk != second.pk
    assert len(papers()) == 1
