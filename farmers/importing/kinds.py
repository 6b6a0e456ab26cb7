"""Which kinds of lists can be brought in, and what does each know of itself?

Bringing, mapping, checking, writing, reporting and undoing are the same for all kinds. A kind says which fields its
columns may hold, what is asked beside the columns, and how rows become records. It registers itself (`brings`).
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tables.body import Line
from accounts.tables.matching import Field
from farmers.models import Intake, IntakeRow

Outcome = IntakeRow.Outcome
ROW, WHY = "row", "why"
# What a workbook of bad rows adds to the columns of its list. The fields of every kind begin with these.
ADDED = (Field(ROW, "Dòng gốc"), Field(WHY, "Lý do"))
Reason = tuple[str, str]  # the field and a sentence; never what the cell holds


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked beside the columns, once for the whole file: a choice, a day, a yes."""

    name: str
    label: str
    kind: str = "choice"  # or "date", "yes"
    choices: Sequence[tuple[str, str]] = ()
    initial: str = ""
    hint: str = ""
    asked_with: Collection[str] = ()  # only where one of these fields is mapped; empty: always


@dataclass(frozen=True)
class Table:
    """The table of an intake while it lies open, and what it is called."""

    path: Path
    name: str


@dataclass(slots=True)
class Verdict:
    """What becomes of one row; reasons of a good row are things to look at twice.

    `item` is what the kind read of the row (None: it could not), `record` what it will write.
    """

    number: int
    outcome: str
    reasons: list[Reason] = field(default_factory=list)
    item: Any = None
    record: Any = None


class RowPass(Protocol):
    """One way through a file, as most kinds go it: row by row. It remembers what it has read, to find rows that come twice."""

    def read(self, lines: Sequence[Line]) -> list[Verdict]:
        """What the cells of these rows say by themselves; asks nothing of the database. Bad rows are marked."""

    def judge(self, verdicts: Sequence[Verdict]) -> None:
        """Settle what becomes of the rows that are not bad yet: new, changed, as it was, or bad after all.

        Asks the database and writes nothing. Before `write` it runs inside the chunk's transaction, again when that
        has to be done again.
        """

    def write(self, verdicts: Sequence[Verdict]) -> None:
        """Write the records of a judged chunk and an IntakeRow for every row; inside the chunk's transaction."""

    def finish(self) -> None:
        """What has to be done once after the last chunk; inside a transaction."""


class Chunk(Protocol):
    """Some rows of a file and what becomes of them. A bad row has reasons; those of a good one are to look at twice."""

    @property
    def numbers(self) -> Sequence[int]:
        """The rows, as the file counts them."""

    @property
    def outcomes(self) -> Sequence[str]:
        """What becomes of each, once it is judged."""

    @property
    def reasons(self) -> Mapping[int, Sequence[Reason]]:
        """The reasons of some rows, by their place in the chunk."""


class Pass(Protocol):
    """One way through a file in chunks of the kind's own making: for lists too long to be gone through row by row."""

    def chunks(self, table: Table) -> Iterator[Any]:
        """The records of the table, so many at a time, as far as they can be read without asking the database."""

    def judge(self, chunk: Any) -> None:
        """As RowPass does."""

    def write(self, chunk: Any) -> None:
        """As RowPass does."""

    def finish(self) -> None:
        """As RowPass does."""

    def learnt(self) -> dict[str, Any]:
        """What checking found out that writing the same file need not look for again; kept in Intake.found."""


class ListKind(Protocol):
    """A kind of list."""

    @property
    def fields(self) -> Sequence[Field]:
        """What its columns may hold."""

    def ignored(self) -> Collection[str]:
        """Fields that are recognised and not taken in."""

    def table_in(self, path: Path, name: str, folder: Path) -> tuple[Path, str]:
        """The table in what was brought, and its name; a kind that takes an archive unpacks it into the folder."""

    def offered(self, *, intake: Intake, by: User) -> Collection[str]:
        """The fields this user may bring in at the intake's branch."""

    def questions(self, *, intake: Intake, by: User) -> Sequence[Question]:
        """What is asked beside the columns."""

    def expect_whole(self, columns: Mapping[str, int], answers: Mapping[str, str]) -> None:
        """ValidationError where what was mapped and answered is not enough to go on."""

    def begin(self, *, intake: Intake, by: User, at: datetime) -> Pass | RowPass:
        """A way through the file as its columns were confirmed."""

    def in_the_way(self, intake: Intake) -> Iterator[tuple[int, str]]:
        """The rows that can't be taken back any more, each with what stands in its way."""

    def take_back(self, rows: Sequence[IntakeRow], *, intake: Intake, by: User, at: datetime) -> None:
        """Undo these rows, last first; inside a transaction. A row that can't be undone any more is left as it is."""


def label_of(kind: ListKind, name: str) -> str:
    """The words of a field; of a ticked answer, those of its question where it has none of its own."""
    labels = {field.name: field.label for field in kind.fields}
    return labels.get(name) or labels.get(name.partition(":")[0], name)


_kinds: dict[str, ListKind] = {}


def brings(key: str) -> Callable[[type], type]:
    """Register a kind of list (one of Intake.Kind) by its class."""

    def register(kind: type) -> type:
        _kinds[key] = kind()
        return kind

    return register


def kind_of(intake: Intake) -> ListKind:
    """What an intake's kind knows of itself."""
    return kind_named(intake.kind)


def kind_named(key: str) -> ListKind:
    """The kind of this name; ValidationError for one that can't be brought in."""
    try:
        return _kinds[key]
    except KeyError:
        message = _("Lists of this kind can't be brought in.")
        raise ValidationError(message, code="kind") from None
