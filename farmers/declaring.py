"""How does a farmer say: I hold this certificate, and it covers this produce?"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from farmers.models import Certificate, Coverage, Farm, Farmer
from vietnam.text import fold


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed on a certificate. `scan` names a kept file in private storage."""

    scheme: str
    number: str
    issuer: str
    valid_from: date
    expires_on: date
    stars: int | None = None
    scan: str = ""
    scan_type: str = ""


def as_certificate(paper: Paper, farmer: Farmer) -> Certificate:
    """The declared certificate a paper would make, not saved; ValidationError when it breaks a rule."""
    certificate = Certificate(
        farmer=farmer,
        scheme=paper.scheme,
        number=paper.number,
        issuer=paper.issuer,
        stars=paper.stars,
        valid_from=paper.valid_from,
        expires_on=paper.expires_on,
        scan=paper.scan,
        scan_type=paper.scan_type,
    )
    certificate.full_clean()
    return certificate


def declare_certificate(*, farmer: Farmer, paper: Paper) -> Certificate:
    """Keep a paper as a declared certificate; one that stands already is not declared twice.

    Runs inside the caller's transaction.
    """
    known = Certificate.objects.filter(
        farmer=farmer,
        scheme=paper.scheme,
        number_folded=fold(paper.number),
        valid_from=paper.valid_from,
        standing__in=[Certificate.Standing.DECLARED, Certificate.Standing.VERIFIED],
    ).first()
    if known is not None:
        return known
    certificate = as_certificate(paper, farmer)
    certificate.save()
    return certificate


@transaction.atomic
def add_certificate(*, farmer: Farmer, paper: Paper, produce: str) -> Certificate:
    """Declare a certificate without a listing: for a produce, or (empty) for all the farmer grows, on every farm."""
    Farmer.objects.select_for_update(no_key=True).get(pk=farmer.pk)  # pressed twice it is one
    certificate = declare_certificate(farmer=farmer, paper=paper)
    if not certificate.coverages.exists():
        Coverage.objects.create(certificate=certificate, produce=produce.strip())
    return certificate


def coverage_for(certificate: Certificate, *, produce: str, farm: Farm) -> Coverage:
    """What of a certificate covers a produce of a farm: the coverage that says so, else a new, unconfirmed one.

    One that a reviewer left out is asked about again: somebody means to sell by it now.
    """
    for coverage in certificate.coverages.order_by("pk"):
        if coverage.farm_id in {None, farm.pk} and fold(coverage.produce) in {"", fold(produce)}:
            if coverage.confirmed_at is None and coverage.confirmed_by_id is not None:
                coverage.confirmed_by = None
                coverage.save(update_fields=["confirmed_by"])
            return coverage
    return Coverage.objects.create(certificate=certificate, produce=produce, farm=farm)
