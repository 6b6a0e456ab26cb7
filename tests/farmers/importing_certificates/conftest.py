"""Lists of certificates as tests bring them: a workbook, a ZIP of scans, an officer."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import Workbook
from PIL import Image

from farmers.importing.bringing import confirm_mapping, order_undo, order_write
from farmers.importing.states import State
from farmers.importing_certificates.bringing import bring_certificates
from farmers.models import Branch, Certificate, Intake
from tests.factories.farmers import commune, officer

HEADER = [
    "Họ tên nhà nông",
    "Số điện thoại",
    "Xã, phường",
    "Loại chứng nhận",
    "Số chứng nhận",
    "Nơi cấp",
    "Hạng sao",
    "Ngày cấp",
    "Hết hạn ngày",
    "Nông sản",
    "Vùng trồng",
    "Diện tích (m2)",
    "Tên tệp ảnh chụp",
]
PLACE = {name: place for place, name in enumerate(HEADER)}


def paper(**cells: Any) -> list[Any]:
    """A row whose cells are in order, but for those named (Ten → "Họ tên nhà nông" by its place)."""
    row: list[Any] = [
        "Bùi Thị Nga",
        "",
        "",
        "VietGAP",
        "VietGAP-TT-26-01-64-0001",
        "Vietcert",
        "",
        date(2026, 1, 10),
        "09/01/2028",
        "Cà phê nhân",
        "",
        12_000,
        "",
    ]
    short = {
        "farmer": 0, "phone": 1, "commune": 2, "scheme": 3, "number": 4, "issuer": 5, "stars": 6,
        "begins": 7, "ends": 8, "produce": 9, "farm": 10, "area": 11, "scan": 12,
    }  # fmt: skip
    for name, cell in cells.items():
        row[short[name]] = cell
    return row


def picture(colour: str = "white", kind: str = "JPEG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(target, kind)
    return target.getvalue()


def zipped(files: Mapping[str, bytes], **options: Any) -> io.BytesIO:
    """A ZIP with these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    target.seek(0)
    return target


def workbook(*rows: list[Any], header: list[Any] | None = None) -> io.BytesIO:
    book = Workbook()
    for row in (header or HEADER, *rows):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target


class Desk:
    """One officer with a branch, who brings lists of certificates."""

    def __init__(self, branch: Branch, role: str = "clerk") -> None:
        self.branch, self.user = branch, officer(branch=branch, role=role)

    def brought(self, *rows: list[Any], scans: Mapping[str, bytes] | None = None, **about: Any) -> Intake:
        """A list read, its columns waiting to be confirmed."""
        intake = bring_certificates(
            table=workbook(*rows, **about),
            name="chung-nhan.xlsx",
            scans=None if scans is None else zipped(scans),
            branch=self.branch,
            by=self.user,
            at=timezone.now(),
        )
        intake.refresh_from_db()
        return intake

    def checked(self, intake: Intake, **answers: str) -> Intake:
        """Confirm the columns as proposed."""
        columns = {
            one["index"]: one["field"] or ""
            for one in intake.found["table"]["columns"]
            if one["certainty"] >= 75
        }
        confirm_mapping(intake=intake, columns=columns, answers=answers, by=self.user, at=timezone.now())
        intake.refresh_from_db()
        return intake

    def written(self, intake: Intake, *, keeps_good: bool = False) -> Intake:
        """Write what was checked."""
        order_write(intake=intake, keeps_good=keeps_good, by=self.user, at=timezone.now())
        intake.refresh_from_db()
        return intake

    def taken_in(
        self, *rows: list[Any], scans: Mapping[str, bytes] | None = None, keeps_good: bool = False
    ) -> Intake:
        """All of it."""
        intake = self.written(self.checked(self.brought(*rows, scans=scans)), keeps_good=keeps_good)
        assert intake.state == State.DONE
        return intake

    def undone(self, intake: Intake) -> Intake:
        """Take it back."""
        order_undo(intake=intake, by=self.user, at=timezone.now())
        intake.refresh_from_db()
        return intake


def outcomes(intake: Intake) -> list[str]:
    """What became of each row, in their order."""
    return list(intake.rows.order_by("number").values_list("outcome", flat=True))


def wrong(intake: Intake) -> list[list[str]]:
    """The fields that are wrong in each bad row."""
    bad = intake.rows.filter(outcome="bad").order_by("number")
    return [[name for name, _sentence in row.reasons] for row in bad]


def papers() -> list[tuple]:
    """Every certificate, with what it covers."""
    return [
        (
            str(certificate),
            certificate.standing,
            bool(certificate.scan),
            [
                (one.produce, one.farm and one.farm.name, one.area_m2)
                for one in certificate.coverages.order_by("pk")
            ],
        )
        for certificate in Certificate.objects.order_by("pk")
    ]


@pytest.fixture
def desk(db) -> Desk:
    """A clerk of a commune's branch."""
    return Desk(commune())
