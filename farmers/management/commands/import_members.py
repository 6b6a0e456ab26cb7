"""How does an operator bring a list of members in without the desk? Read, shown, checked, written, in one go."""

import shutil
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from accounts.workbooks import written_whole
from farmers.importing import sealing
from farmers.importing.bringing import bring, confirm_mapping, drop, order_write
from farmers.importing.checking import check_intake
from farmers.importing.kinds import Outcome, kind_of, label_of
from farmers.importing.passing import report_label
from farmers.importing.reading import read_intake
from farmers.importing.states import State
from farmers.importing.writing import write_intake
from farmers.models import Branch, Intake, IntakeRow, Officer
from farmers.tree import branch_by_code
from vietnam import phones

PROPOSED = 75  # what the desk proposes, the command takes
MOST_TOLD = 20


class Command(BaseCommand):
    """Exit status 0 only when every row was written, or would be."""

    # They load every page of the application, which a long list has no memory to spare for.
    requires_system_checks: list[str] | tuple[str, ...] = ()

    help = "Bring in a list of members (Excel, .ods, .csv) as the desk does, and undo it there if need be."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the list, as the association wrote it")
        parser.add_argument("--branch", default="", help="code of the commune or province (5 or 2 digits)")
        parser.add_argument("--dry-run", action="store_true", help="check all rows, write none")
        parser.add_argument(
            "--keep-good", action="store_true", help="write the good rows though others are bad"
        )
        parser.add_argument(
            "--report", type=Path, help="where to write the workbook of the bad rows, OUT.xlsx"
        )
        parser.add_argument(
            "--by", default="", help="phone of the officer it is recorded under; a head without"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with override("vi"):
            try:
                branch = branch_by_code(options["branch"])
                by = officer_for(branch, options["by"])
                intake = self.brought(options["file"], branch, by)
                self.check_rows(intake, by)
                self.tell(intake)
                if options["report"] and intake.report:
                    self.write_report(intake, options["report"])
                self.finish(intake, by, options)
            except (LookupError, OSError) as error:
                raise CommandError(str(error)) from error
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error

    def brought(self, path: Path, branch: Branch, by: User) -> Intake:
        """The list, read."""
        with path.open("rb") as file:
            intake = bring(
                file=file, name=path.name, branch=branch, kind=Intake.Kind.MEMBERS, by=by, at=timezone.now()
            )
        return self.step(intake, read_intake.call, State.MAPPING)

    def check_rows(self, intake: Intake, by: User) -> None:
        """Take the columns as they are proposed, and check every row."""
        kind = kind_of(intake)
        offered = set(kind.offered(intake=intake, by=by))
        columns = {
            column["index"]: column["field"]
            for column in intake.found["table"]["columns"]
            if column["certainty"] >= PROPOSED and column["field"] in offered
        }
        for column in intake.found["table"]["columns"]:
            name = columns.get(column["index"], "")
            meant = label_of(kind, name) if name else "–"
            self.stdout.write(f"  {column['header']} → {meant}")
        answers = {question.name: question.initial for question in kind.questions(intake=intake, by=by)}
        confirm_mapping(intake=intake, columns=columns, answers=answers, by=by, at=timezone.now())
        self.step(intake, check_intake.call, State.CHECKED)

    def step(self, intake: Intake, work: Callable[[str], None], expected: str) -> Intake:
        """Do a step here, whether or not a worker does it too; ValidationError when the file stopped it."""
        if sys.stderr.isatty():
            self.stderr.write(f"  {intake.get_state_display()} …")
        work(str(intake.pk))
        intake.refresh_from_db()
        if intake.state != expected:
            raise ValidationError(intake.error or str(intake.get_state_display()))
        return intake

    def tell(self, intake: Intake) -> None:
        """How many rows become what, and the first that have to be corrected."""
        kind, counts = kind_of(intake), intake.found["counts"]
        for outcome in Outcome:
            self.stdout.write(f"{outcome.label}: {counts.get(outcome, 0)}")
        for row in intake.rows.filter(outcome=Outcome.BAD).order_by("number")[:MOST_TOLD]:
            self.stdout.write(f"  dòng {row.number}: {_said(kind, row)}")

    def write_report(self, intake: Intake, path: Path) -> None:
        """The workbook of the bad rows."""
        with tempfile.TemporaryFile() as plain:
            for piece in sealing.opened(intake.report, label=report_label(intake)):
                plain.write(piece)
            plain.seek(0)
            with written_whole(path) as target:
                shutil.copyfileobj(plain, target)
        self.stdout.write(f"{path}")

    def finish(self, intake: Intake, by: User, options: dict[str, Any]) -> None:
        """Write, unless it is only tried or rows are bad; CommandError where not all was done."""
        bad = intake.found["counts"].get(Outcome.BAD, 0)
        if options["dry_run"] or (bad and not options["keep_good"]):
            drop(intake=intake, by=by, at=timezone.now())
        else:
            order_write(intake=intake, keeps_good=options["keep_good"], by=by, at=timezone.now())
            self.step(intake, write_intake.call, State.DONE)
            self.tell(intake)
        if bad:
            raise CommandError(f"{bad} dòng cần sửa / {bad} rows have to be corrected")


def officer_for(branch: Branch, phone: str) -> User:
    """The officer with this phone, or the first head at the branch or above it; LookupError says what to give."""
    held = Officer.objects.held_on(timezone.localdate()).select_related("user").order_by("pk")
    if phone:
        found = held.filter(user__phone=phones.parse(phone)).first()
    else:
        above = [f"{branch.path[: place + 1]}" for place, sign in enumerate(branch.path) if sign == "."]
        found = held.filter(branch__path__in=above, role=Officer.Role.HEAD).order_by("-branch__path").first()
    if found is None:
        raise LookupError("--by: give the phone of an officer of this branch; it is recorded under that name")
    return found.user


def _said(kind: Any, row: IntakeRow) -> str:
    return "; ".join(f"{label_of(kind, name)}: {sentence}" for name, sentence in row.reasons)
