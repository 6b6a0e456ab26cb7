"""What may be said of a certificate on a page about one lot or farm, on one day?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from farmers.models import Certificate
from farmers.models.certificate import EXPIRED, UPCOMING

VERIFIED, REVOKED, DECLARED = "verified", "revoked", "declared"
BY_WEIGHT = (VERIFIED, REVOKED, EXPIRED, UPCOMING, DECLARED)


@dataclass(frozen=True)
class Paper:
    """One certificate. `standing` is verified, expired, declared, revoked or upcoming (true, but not begun)."""

    scheme: str
    stars: int | None
    number: str
    issuer: str
    standing: str
    valid_from: date
    expires_on: date
    checked_on: date | None
    checked_at_branch: str
    was_valid_at_harvest: bool

    @property
    def title(self) -> str:
        """The mark as people say it."""
        return Certificate(scheme=self.scheme, stars=self.stars).title


def papers_of(rows: Iterable[Any], *, farm_id: int, harvested_on: date | None, on: date) -> tuple[Paper, ...]:
    """The certificates in rows with gathering.certificate_columns, what weighs most first; returned ones left out."""
    papers: dict[int, Paper] = {}
    for row in rows:
        if row.certificate_id is None or row.certificate_standing == Certificate.Standing.RETURNED:
            continue
        paper = _paper(row, farm_id, harvested_on, on)
        kept = papers.get(row.certificate_id)
        if kept is None or BY_WEIGHT.index(paper.standing) < BY_WEIGHT.index(kept.standing):
            papers[row.certificate_id] = paper
    return tuple(sorted(papers.values(), key=lambda paper: BY_WEIGHT.index(paper.standing)))


def _paper(row: Any, farm_id: int, harvested_on: date | None, on: date) -> Paper:
    certificate = Certificate(
        standing=row.certificate_standing,
        valid_from=row.certificate_valid_from,
        expires_on=row.certificate_expires_on,
    )
    covers = row.coverage_confirmed_at is not None and row.coverage_farm_id in {None, farm_id}
    return Paper(
        scheme=row.certificate_scheme,
        stars=row.certificate_stars,
        number=row.certificate_number,
        issuer=row.certificate_issuer,
        standing=certificate.standing_for(is_covered=covers, on=on),
        valid_from=certificate.valid_from,
        expires_on=certificate.expires_on,
        checked_on=row.certificate_checked_on,
        checked_at_branch=row.checked_at_branch or "",
        was_valid_at_harvest=bool(covers and harvested_on and certificate.is_valid_on(harvested_on)),
    )
