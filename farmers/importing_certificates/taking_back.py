"""How are the certificates of a list taken back: new ones go, and what was added to others?

Only while nobody has decided about them and nothing rests on them.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from farmers.importing.kinds import Outcome
from farmers.importing_certificates.scans import sweep
from farmers.importing_certificates.tracing import digest_of
from farmers.models import Certificate, Coverage, Intake, IntakeRow

WROTE = (Outcome.CREATED, Outcome.CHANGED)


class CertificatesBack:
    """The certificates of one intake on their way back."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    def in_the_way(self) -> Iterator[tuple[int, str]]:
        """The rows that can't be taken back, each with the reason."""
        rows = self._intake.rows.filter(outcome__in=WROTE, certificate__isnull=False).order_by("number")
        yield from sorted(self._obstacles(list(rows)).items())

    def take_back(self, rows: Sequence[IntakeRow]) -> None:
        """Take back what can be; inside a transaction, so that what was seen is what is undone."""
        pks = sorted({row.certificate_id for row in rows if row.certificate_id is not None})
        locked = Certificate.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
        certificates = {certificate.pk: certificate for certificate in locked}
        obstacles = self._obstacles(rows)
        for row in rows:
            if row.certificate_id in certificates and row.number not in obstacles:
                self._undo(row, certificates[row.certificate_id])
        transaction.on_commit(partial(sweep, self._intake))

    def _undo(self, row: IntakeRow, certificate: Certificate) -> None:
        added = json.loads(row.before or "{}")
        if "coverage" in added:
            Coverage.objects.filter(pk=added["coverage"]).delete()
        if added.get("scan"):
            certificate.scan, certificate.scan_type = "", ""
            certificate.save(update_fields=["scan", "scan_type"])
        if row.outcome == Outcome.CREATED:
            IntakeRow.objects.filter(certificate=certificate).update(certificate=None)
            certificate.delete()
        else:
            IntakeRow.objects.filter(pk=row.pk).update(certificate=None, before="")

    def _obstacles(self, rows: Sequence[IntakeRow]) -> dict[int, str]:
        """What stands in the way, by the number of the row."""
        certificates = Certificate.objects.in_bulk({row.certificate_id for row in rows} - {None})
        added = {row.number: json.loads(row.before or "{}") for row in rows}
        coverages = Coverage.objects.in_bulk([one["coverage"] for one in added.values() if "coverage" in one])
        used = _used(coverages)
        own = self._own_coverages(certificates)
        found: dict[int, str] = {}
        for row in rows:
            certificate = certificates.get(row.certificate_id or 0)
            if certificate is None:
                continue  # taken back already
            coverage = coverages.get(added[row.number].get("coverage", 0))
            if self._was_decided(row, certificate, coverage):
                found[row.number] = _("decided about or changed since")
            elif coverage is not None and coverage.pk in used:
                found[row.number] = _("a listing rests on it since")
            elif row.outcome == Outcome.CREATED and certificate.pk in own:
                found[row.number] = _("something was added to this certificate since")
        return found

    def _was_decided(self, row: IntakeRow, certificate: Certificate, coverage: Coverage | None) -> bool:
        if coverage is not None and coverage.confirmed_by_id is not None:
            return True
        if row.outcome == Outcome.CREATED:
            return digest_of(certificate) != self._after(row, certificate)
        added_scan = json.loads(row.before or "{}").get("scan")
        return bool(added_scan) and certificate.standing != Certificate.Standing.DECLARED

    def _after(self, row: IntakeRow, certificate: Certificate) -> str:
        """The digest it has if nobody but the list wrote it: a later row of the list may have added the scan."""
        later = self._intake.rows.filter(certificate=certificate).exclude(after_digest="").order_by("-number")
        return later.values_list("after_digest", flat=True).first() or row.after_digest

    def _own_coverages(self, certificates: Collection[int]) -> set[int]:
        """Certificates that cover more than the list said."""
        rows = self._intake.rows.filter(certificate__in=certificates)
        ours = {
            json.loads(before or "{}").get("coverage") for before in rows.values_list("before", flat=True)
        }
        others = Coverage.objects.filter(certificate__in=certificates).exclude(pk__in=ours - {None})
        return set(others.values_list("certificate", flat=True))


def _used(coverages: Collection[int]) -> set[int]:
    """Coverages that anything else refers to, whichever room it is in."""
    found: set[int] = set()
    relations: Any = Coverage._meta.related_objects
    for relation in relations:
        if relation.many_to_many:
            model, name = relation.through, relation.field.m2m_reverse_field_name()
        else:
            model, name = relation.related_model, relation.field.name
        rows = model._default_manager.filter(**{f"{name}__in": list(coverages)})
        found |= set(rows.values_list(name, flat=True))
    return found
