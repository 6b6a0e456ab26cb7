"""How does one go through a list of certificates: read, told what would become of each row, written?

A paper may stand in several rows, one for each thing it covers: the first makes the certificate, the others add to it.
What is there already is added to and never overwritten. Scans are opened outside of any transaction.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from accounts.tables.body import Line
from farmers.certificate_checks import Covered
from farmers.declaring import as_certificate
from farmers.importing.kinds import Outcome, Reason, Verdict
from farmers.importing_certificates.holders import Holders
from farmers.importing_certificates.reading import RowReader, Said, columns_of
from farmers.importing_certificates.scans import ScanBox
from farmers.importing_certificates.tracing import digest_of
from farmers.models import Certificate, Coverage, Farm, Farmer, Intake, IntakeRow
from vietnam.text import fold

if TYPE_CHECKING:
    from farmers.importing_certificates.lists import CertificateLists

Standing = Certificate.Standing
Key = tuple[int, str, str, object]


@dataclass(slots=True)
class Deed:
    """What a row will write: a certificate (or what is added to one), a coverage, a scan."""

    said: Said
    farmer: Farmer
    farm: Farm | None
    key: Key
    certificate: Certificate | None
    adds_coverage: bool
    adds_scan: bool


class CertificatesPass:
    """One way through a list of certificates."""

    def __init__(self, kind: "CertificateLists", intake: Intake, *, by: User, at: datetime) -> None:
        self._kind, self._intake, self._by, self._at = kind, intake, by, at
        self._today = timezone.localdate(at)
        offered = list(kind.offered(intake=intake, by=by))
        unit = intake.mapping.get("answers", {}).get("unit") or "m2"
        self._reader = RowReader(columns_of(intake.mapping["columns"], offered), unit=unit)
        self._scans = ScanBox(intake, kind.cleaned)
        # The first row of each paper, and of each thing it covers.
        self._papers: dict[Key, int] = {}
        self._covers: dict[tuple[Key, str, int | None], int] = {}
        self._made: dict[Key, Certificate] = {}

    def read(self, lines: Sequence[Line]) -> list[Verdict]:
        """What the cells and the scans say by themselves."""
        read = [(line.number, *self._reader.read(line)) for line in lines]
        wrong = self._scans.look([said.scan for _number, said, _reasons in read if said and said.scan])
        return [self._verdict(number, said, reasons, wrong) for number, said, reasons in read]

    def _verdict(
        self, number: int, said: Said | None, reasons: list[Reason], wrong: dict[str, str]
    ) -> Verdict:
        if said is None:
            return Verdict(number, Outcome.BAD, reasons)
        if said.scan in wrong:
            return Verdict(number, Outcome.BAD, [("scan", wrong[said.scan])])
        return Verdict(number, "", item=said)

    def judge(self, verdicts: Sequence[Verdict]) -> None:
        """Whose paper each is, and whether it is there already."""
        rows = [verdict for verdict in verdicts if verdict.item is not None]
        holders = Holders([one.item for one in rows], branch=self._intake.branch, by=self._by)
        known = _Known([one.item for one in rows])
        self._made = {}  # what a chunk before made is known by now; what was rolled back is not there
        for verdict in rows:
            verdict.reasons, verdict.record = [], None
            deed = self._deed(verdict.item, holders, known)
            if isinstance(deed, Deed):
                verdict.outcome = self._outcome(deed)
                verdict.record = deed
                verdict.reasons = self._hints(deed, holders)
            else:
                verdict.outcome, verdict.reasons = Outcome.BAD, deed

    def _deed(self, said: Said, holders: Holders, known: "_Known") -> Deed | list[Reason]:
        farmer = holders.find(said)
        if not isinstance(farmer, Farmer):
            return [farmer]
        farm = holders.farm(said, farmer)
        if isinstance(farm, tuple):
            return [farm]
        key = (farmer.pk, *said.key)
        again = self._again(said, key, farm)
        if again:
            return [again]
        existing = known.standing.get(key)
        if reasons := _at_odds(said, existing, known.returned.get(key), farmer):
            return reasons
        covered = existing.coverages.all() if existing else ()
        has_coverage = any(_covers(one, said.produce, farm) for one in covered)
        has_scan = bool(existing and existing.scan)
        return Deed(said, farmer, farm, key, existing, not has_coverage, bool(said.scan) and not has_scan)

    def _again(self, said: Said, key: Key, farm: Farm | None) -> Reason | None:
        """A row that says the same as one above it; asked again, the first is still the first."""
        self._papers.setdefault(key, said.number)
        covers = (key, fold(said.produce), farm.pk if farm else None)
        first = self._covers.setdefault(covers, said.number)
        if first == said.number:
            return None
        return "number", _("Row %(number)s says the same.") % {"number": first}

    def _outcome(self, deed: Deed) -> Outcome:
        if deed.certificate is None:
            is_first = self._papers[deed.key] == deed.said.number
            return Outcome.CREATED if is_first else Outcome.CHANGED
        return Outcome.CHANGED if deed.adds_coverage or deed.adds_scan else Outcome.SAME

    def _hints(self, deed: Deed, holders: Holders) -> list[Reason]:
        areas = [farm.area_m2 for farm in holders.farms_of(deed.farmer)]
        whole = sum(area or 0 for area in areas) if areas and all(areas) else None
        covered = Covered(deed.said.produce, deed.said.area_m2, deed.farm.area_m2 if deed.farm else whole)
        paper = replace(deed.said.paper, scan=deed.said.scan)
        return self._kind.hints(paper, covered, on=self._today)

    def write(self, verdicts: Sequence[Verdict]) -> None:
        """Certificates, what they cover, and the rows."""
        rows = []
        for verdict in verdicts:
            deed = verdict.record
            certificate, before, digest = None, "", ""
            if deed is not None and verdict.outcome != Outcome.BAD:
                certificate, added = self._write(deed)
                before, digest = json.dumps(added), digest_of(certificate)
            rows.append(
                IntakeRow(
                    intake=self._intake,
                    number=verdict.number,
                    outcome=verdict.outcome,
                    certificate=certificate,
                    reasons=verdict.reasons,
                    before=before,
                    after_digest=digest if verdict.outcome != Outcome.SAME else "",
                )
            )
        IntakeRow.objects.bulk_create(rows)

    def _write(self, deed: Deed) -> tuple[Certificate, dict[str, int | bool]]:
        """Write one row; the certificate, and what an undo needs: the coverage that was added, whether a scan was."""
        certificate = deed.certificate or self._made.get(deed.key)
        added: dict[str, int | bool] = {}
        kept = self._scans.kept(deed.said.scan) if deed.said.scan else None
        if certificate is None:
            paper = replace(deed.said.paper, scan=kept[0], scan_type=kept[1]) if kept else deed.said.paper
            certificate = as_certificate(paper, deed.farmer)
            certificate.save()
            self._log(certificate)
        elif kept and not certificate.scan:
            certificate.scan, certificate.scan_type = kept
            certificate.save(update_fields=["scan", "scan_type"])
            added["scan"] = True
        self._made[deed.key] = certificate
        if deed.adds_coverage:
            coverage = Coverage.objects.create(
                certificate=certificate, produce=deed.said.produce, farm=deed.farm, area_m2=deed.said.area_m2
            )
            added["coverage"] = coverage.pk
        return certificate, added

    def _log(self, certificate: Certificate) -> None:
        data = {"intake": str(self._intake.pk)}
        log(
            instance=certificate,
            action="farmers.certificate_entered",
            user=self._by,
            timestamp=self._at,
            data=data,
        )

    def finish(self) -> None:
        """Scans that no certificate names are forgotten."""
        transaction.on_commit(self._scans.sweep)


class _Known:
    """The certificates that some rows may mean: those that stand, and those that were returned last."""

    def __init__(self, rows: Sequence[Said]) -> None:
        numbers = {fold(row.paper.number) for row in rows}
        self.standing: dict[Key, Certificate] = {}
        self.returned: dict[Key, Certificate] = {}
        found = Certificate.objects.filter(number_folded__in=numbers).prefetch_related("coverages")
        for certificate in found.order_by("pk"):
            key = (
                certificate.farmer_id,
                certificate.scheme,
                certificate.number_folded,
                certificate.valid_from,
            )
            if certificate.standing in {Standing.DECLARED, Standing.VERIFIED}:
                self.standing[key] = certificate
            else:
                self.returned[key] = certificate


def _at_odds(
    said: Said, existing: Certificate | None, returned: Certificate | None, farmer: Farmer
) -> list[Reason]:
    """Why a row can't be taken: it differs from what is known, was returned as it is, or breaks a rule."""
    paper = said.paper
    if existing is not None:
        if (existing.expires_on, existing.stars) != (paper.expires_on, paper.stars):
            return [
                ("expires_on", _("This paper is known with other days or stars. Look at it at the desk."))
            ]
        return []
    if returned is not None and not said.scan:
        message = _("It came back before: %(reason)s Correct it, or add a new scan.")
        return [("number", message % {"reason": returned.reason})]
    try:
        as_certificate(paper, farmer)
    except ValidationError as error:
        return [_where(name, message) for name, messages in _by_field(error) for message in messages]
    return []


def _by_field(error: ValidationError) -> list[tuple[str, list[str]]]:
    if hasattr(error, "error_dict"):
        return list(error.message_dict.items())
    return [("__all__", error.messages)]


def _where(name: str, message: str) -> Reason:
    return ("number" if name == "__all__" else name), message


def _covers(coverage: Coverage, produce: str, farm: Farm | None) -> bool:
    return coverage.farm_id == (farm.pk if farm else None) and fold(coverage.produce) == fold(produce)
