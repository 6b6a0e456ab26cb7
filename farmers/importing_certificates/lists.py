"""How does a list of paper certificates become declared certificates? A kind of list for farmers/importing.

A room above registers it, because the scans are written anew by what the photos of listings are written with, and the
words of the checks are the desk's.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Protocol
from zipfile import BadZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tables.heading import Field
from accounts.tables.opening import Unreadable
from farmers import rights
from farmers.certificate_checks import Covered
from farmers.declaring import Paper
from farmers.importing.kinds import Question, Reason
from farmers.importing_certificates.archive import unpack_table
from farmers.importing_certificates.columns import FIELDS, IGNORED, NEEDED
from farmers.importing_certificates.passing import CertificatesPass
from farmers.importing_certificates.taking_back import CertificatesBack
from farmers.models import Branch, Intake, IntakeRow

UNIT = "unit"


class Taken(Protocol):
    """A scan as it is kept."""

    @property
    def content(self) -> bytes:
        """Its bytes."""

    @property
    def media_type(self) -> str:
        """What it is, found by its bytes."""

    @property
    def ending(self) -> str:
        """How the name of the kept file ends."""


class CertificateLists(ABC):
    """Lists of certificates."""

    fields: Sequence[Field] = FIELDS

    @abstractmethod
    def clean(self, file: IO[bytes]) -> Taken:
        """A scan written anew; ValidationError says why it can't be taken."""

    @abstractmethod
    def hints(self, paper: Paper, covered: Covered, *, on: date) -> list[Reason]:
        """What to look at twice in a paper, in words."""

    def ignored(self) -> Collection[str]:
        """Numbers of rows, and what a workbook of bad rows adds."""
        return IGNORED

    def table_in(self, path: Path, name: str, folder: Path) -> tuple[Path, str]:
        """The workbook in the file that holds it and the scans; Unreadable where it holds none."""
        try:
            return unpack_table(path, Path(name).suffix.lower(), folder), name
        except (BadZipFile, KeyError, OSError) as error:
            raise Unreadable("broken") from error

    def offered(self, *, intake: Intake, by: User) -> Collection[str]:
        """Every field, to who may enter at the branch."""
        may = rights.visible(Branch, by, rights.ENTER).filter(pk=intake.branch_id).exists()
        return [field.name for field in FIELDS] if may else []

    def questions(self, *, intake: Intake, by: User) -> Sequence[Question]:
        """In what the areas are given."""
        headers = [str(column["header"]) for column in intake.found.get("table", {}).get("columns", [])]
        is_hectares = any("(ha)" in header.lower().replace(" ", "") for header in headers)
        return [
            Question(
                UNIT,
                _("In what are the areas given?"),
                choices=[("m2", "m²"), ("ha", "ha")],
                initial="ha" if is_hectares else "m2",
                asked_with=["area"],
            )
        ]

    def expect_whole(self, columns: Mapping[str, int], answers: Mapping[str, str]) -> None:
        """Whose paper, which, from whom, from when to when."""
        labels = {field.name: field.label for field in FIELDS}
        missing = [labels[name] for name in NEEDED if name not in columns]
        if not {"farmer", "farmer_id"} & columns.keys():
            missing.insert(0, labels["farmer"])
        if missing:
            message = _("Say which columns hold: %(names)s.")
            raise ValidationError(message, code="columns", params={"names": ", ".join(missing)})

    def begin(self, *, intake: Intake, by: User, at: datetime) -> CertificatesPass:
        """A way through a list of certificates."""
        return CertificatesPass(self, intake, by=by, at=at)

    def in_the_way(self, intake: Intake) -> Iterator[tuple[int, str]]:
        """Rows whose certificates were decided about or used since."""
        return CertificatesBack(intake).in_the_way()

    def take_back(self, rows: Sequence[IntakeRow], *, intake: Intake, by: User, at: datetime) -> None:
        """New certificates go, and what was added to others."""
        CertificatesBack(intake).take_back(rows)

    def cleaned(self, content: bytes) -> Taken:
        """The same of bytes."""
        return self.clean(BytesIO(content))
