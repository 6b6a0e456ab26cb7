"""What was already looked at in a certificate, and what should make an officer look twice? Hints: the paper decides.

The checks themselves are in farmers/certificate_checks.py; here are their facts, from few queries for many
certificates, and their words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Prefetch, Q, Sum, When, prefetch_related_objects
from django.urls import reverse
from django.utils.formats import date_format, number_format

from accounts.models import User
from farmers import rights
from farmers.certificate_checks import Covered, Finding, Listed, Outcome, findings
from farmers.declaring import Paper
from farmers.models import Certificate, Coverage, Farm
from market.desk.check_words import LABELS, SENTENCES
from products.models import Product

MOST_SAME_SHOWN = 5
# Loaded once for a page that shows them and has them checked.
COVERAGES = Prefetch("coverages", queryset=Coverage.objects.select_related("farm").order_by("pk"))


@dataclass(frozen=True)
class Checked:
    """One check that was run: what it looked at, how it ended, in words; `url` leads to another record."""

    check: str
    outcome: Outcome
    text: str
    url: str = ""

    @property
    def label(self) -> str:
        """What it looked at."""
        return str(LABELS[self.check])

    @property
    def is_warning(self) -> bool:
        """Whether to look twice."""
        return self.outcome is Outcome.WARNED


def checks_of(certificate: Certificate, *, user: User, on: date) -> list[Checked]:
    """Every check of one certificate as it stands on a day."""
    return checks_of_many([certificate], user=user, on=on)[certificate.pk]


def checks_of_many(
    certificates: Collection[Certificate], *, user: User, on: date
) -> dict[int, list[Checked]]:
    """Every check of several certificates, by their ids, in five queries."""
    covered = _covered(certificates, user)
    before = _verified_before(certificates)
    same = _same_number(certificates, user)
    return {
        certificate.pk: [
            *(
                in_words(finding)
                for finding in findings(
                    paper_of(certificate),
                    covered[certificate.pk],
                    verified_before=before.get((certificate.scheme, certificate.issuer), 0),
                    on=on,
                )
            ),
            *same[certificate.pk],
        ]
        for certificate in certificates
    }


def warnings_in(checked: Iterable[Checked]) -> list[Checked]:
    """Those to look at twice."""
    return [one for one in checked if one.is_warning]


def paper_of(certificate: Certificate) -> Paper:
    """What is printed on a certificate, as its holder typed it."""
    return Paper(
        scheme=certificate.scheme,
        number=certificate.number,
        issuer=certificate.issuer,
        valid_from=certificate.valid_from,
        expires_on=certificate.expires_on,
        stars=certificate.stars,
        scan=str(certificate.scan or ""),
        scan_type=certificate.scan_type,
    )


def _covered(certificates: Collection[Certificate], user: User) -> dict[int, list[Covered]]:
    """What each is said to cover, with the farm's area and the listings this officer may see."""
    prefetch_related_objects(list(certificates), COVERAGES)
    coverages = [one for certificate in certificates for one in certificate.coverages.all()]
    listed: dict[int, list[Listed]] = defaultdict(list)
    mine = rights.visible(Product, user).filter(coverages__in=coverages).order_by("pk")
    columns = ("coverages", "name", "keywords", "category__name")
    for coverage_id, name, keywords, category in mine.values_list(*columns):
        listed[coverage_id].append(Listed(name, f"{name} {keywords} {category}"))
    farmers = {certificate.farmer_id for certificate in certificates}
    # Where an area is not known for every farm, their sum says nothing.
    summed = Farm.objects.filter(farmer__in=farmers).order_by().values_list("farmer")
    rows = summed.annotate(Sum("area_m2"), unknown=Count("pk", filter=Q(area_m2__isnull=True)))
    areas = {farmer: area for farmer, area, unknown in rows if not unknown}
    holders = {certificate.pk: certificate.farmer_id for certificate in certificates}
    found: dict[int, list[Covered]] = {certificate.pk: [] for certificate in certificates}
    for coverage in coverages:
        farm_area = coverage.farm.area_m2 if coverage.farm else areas.get(holders[coverage.certificate_id])
        found[coverage.certificate_id].append(
            Covered(coverage.produce, coverage.area_m2, farm_area, tuple(listed[coverage.pk]))
        )
    return found


def _verified_before(certificates: Collection[Certificate]) -> dict[tuple[str, str], int]:
    """How many other verified papers name the same issuer, by scheme and issuer."""
    wanted = {certificate.issuer for certificate in certificates}
    verified = Certificate.objects.filter(standing=Certificate.Standing.VERIFIED, issuer__in=wanted)
    others = verified.exclude(pk__in=[certificate.pk for certificate in certificates])
    rows = others.order_by().values_list("scheme", "issuer").annotate(Count("pk"))
    return {(scheme, issuer): count for scheme, issuer, count in rows}


def _same_number(certificates: Collection[Certificate], user: User) -> dict[int, list[Checked]]:
    """Other papers with the number of each; of other branches only that there is one, their names are not ours."""
    numbers = Q(pk__in=[])
    for certificate in certificates:
        numbers |= Q(scheme=certificate.scheme, number_folded=certificate.number_folded)
    mine = rights.within(user, rights.VIEW, rights.path_to_branch(Certificate)) or ~Q(pk__in=[])
    own: dict[tuple[str, str], list[Certificate]] = defaultdict(list)
    foreign = set()
    same = Certificate.objects.filter(numbers).annotate(is_mine=Case(When(mine, then=True), default=False))
    for other in same.select_related("farmer").order_by("-pk"):
        key = (other.scheme, other.number_folded)
        if other.is_mine:
            own[key].append(other)
        else:
            foreign.add(key)
    found = {}
    for certificate in certificates:
        key = (certificate.scheme, certificate.number_folded)
        others = [other for other in own[key] if other.pk != certificate.pk]
        told = [_told_of(other) for other in others[:MOST_SAME_SHOWN]]
        if key in foreign:
            told.append(_said("same", Outcome.WARNED, "same_elsewhere"))
        found[certificate.pk] = told or [_said("same", Outcome.PASSED, "same")]
    return found


def _told_of(other: Certificate) -> Checked:
    said = {"farmer": other.farmer, "standing": other.get_standing_display()}
    url = reverse("desk:certificate", args=(other.pk,))
    return _said("same", Outcome.WARNED, "same_own", url=url, **said)


def in_words(finding: Finding) -> Checked:
    """How a check ended, in words."""
    said = {name: _shown(name, value) for name, value in finding.said.items()}
    return _said(finding.check, finding.outcome, finding.code, **said)


def _said(check: str, outcome: Outcome, code: str, url: str = "", **said: Any) -> Checked:
    return Checked(check, outcome, str(SENTENCES[code]) % said, url)


def _shown(name: str, value: Any) -> str:
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if name in {"area", "farm"}:
        return number_format(value, force_grouping=True)
    return str(SENTENCES.get(f"field_{value}", value)) if name == "field" else str(value)
