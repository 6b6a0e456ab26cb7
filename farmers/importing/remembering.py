"""How were the columns of such a header understood the last time? A confirmed mapping is used again.

By the same officer, or at the same branch. The two columns of a workbook of bad rows are left out of the comparison, so
that it is understood like the list it came from.
"""

from django.db.models import Q

from accounts.tables.heading import Found, header_digest
from accounts.tables.matching import Proposed
from farmers.importing.kinds import ROW, WHY
from farmers.models import Intake

_ADDED = {ROW, WHY}


def digest_of_header(found: Found) -> str:
    """What a mapping is remembered by."""
    return header_digest(_bare(found))


def mapping_of_before(intake: Intake, found: Found) -> dict[int, str] | None:
    """Column → field as somebody confirmed it for the same header; None when that has not been."""
    alike = Intake.objects.filter(
        Q(made_by=intake.made_by_id) | Q(branch=intake.branch_id),
        kind=intake.kind,
        found__digest=digest_of_header(found),
    )
    last = alike.exclude(mapping={}).exclude(pk=intake.pk).order_by("-made_at").first()
    if last is None:
        return None
    before = Found.from_json(last.found["table"])
    fields = {int(index): name for index, name in last.mapping["columns"].items()}
    # Compared without the two added columns, both have the same columns in the same order.
    pairs = zip(_bare(before).columns, _bare(found).columns, strict=True)
    mapping = {here.index: fields[there.index] for there, here in pairs if there.index in fields}
    return mapping | {column.index: column.field for column in found.columns if column.field in _ADDED}


def _bare(found: Found) -> Found:
    columns: list[Proposed] = [column for column in found.columns if column.field not in _ADDED]
    return Found(found.sheet, found.header_rows, found.first_data_row, columns)
