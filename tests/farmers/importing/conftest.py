"""Lists of members as tests bring them: written, brought, checked and written into the register in one go."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import Workbook

from farmers.importing.bringing import bring, confirm_mapping, order_write
from farmers.importing.kinds import kind_of
from farmers.importing.states import State
from farmers.models import Branch, Intake
from tests.factories.farmers import commune, officer

HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Số điện thoại", "Nơi ở hiện nay"]


def workbook(path: Path, *rows: list[Any]) -> Path:
    """An xlsx whose first row is row 1."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


class Desk:
    """One officer with a branch, who brings lists."""

    def __init__(
        self, folder: Path, branch: Branch, role: str = "head", *, sees_sensitive: bool = False
    ) -> None:
        self.folder, self.branch = folder, branch
        self.user = officer(branch=branch, role=role)
        self.user.offices.update(sees_sensitive=sees_sensitive)
        self.count = 0

    def brought(self, *rows: list[Any], header: list[Any] | None = None) -> Intake:
        """A list read, its columns waiting to be confirmed."""
        self.count += 1
        return self.brought_file(
            workbook(self.folder / f"list{self.count}.xlsx", HEADER if header is None else header, *rows)
        )

    def brought_file(self, path: Path) -> Intake:
        """The same for a file."""
        with path.open("rb") as file:
            intake = bring(
                file=file, name=path.name, branch=self.branch, kind="members", by=self.user, at=timezone.now()
            )
        intake.refresh_from_db()
        return intake

    def checked(
        self, intake: Intake, *, answers: dict[str, str] | None = None, other: dict[int, str] | None = None
    ) -> Intake:
        """Confirm the columns as proposed, but for `other`."""
        offered = kind_of(intake).offered(intake=intake, by=self.user)
        columns = {
            one["index"]: one["field"]
            for one in intake.found["table"]["columns"]
            if one["certainty"] >= 75 and one["field"] in offered
        }
        confirm_mapping(
            intake=intake,
            columns=columns | (other or {}),
            answers=answers or {},
            by=self.user,
            at=timezone.now(),
        )
        intake.refresh_from_db()
        return intake

    def written(self, intake: Intake, *, keeps_good: bool = False) -> Intake:
        """Write what was checked."""
        order_write(intake=intake, keeps_good=keeps_good, by=self.user, at=timezone.now())
        intake.refresh_from_db()
        return intake

    def taken_in(
        self, *rows: list[Any], header: list[Any] | None = None, answers: dict[str, str] | None = None
    ) -> Intake:
        """All of it."""
        intake = self.written(self.checked(self.brought(*rows, header=header), answers=answers))
        assert intake.state == State.DONE
        return intake


def outcomes(intake: Intake) -> dict[int, str]:
    """What became of each row."""
    return dict(intake.rows.order_by("number").values_list("number", "outcome"))


def reasons(intake: Intake) -> dict[int, list[str]]:
    """The fields that are wrong in each bad row."""
    bad = intake.rows.filter(outcome="bad").order_by("number")
    return {row.number: [name for name, _sentence in row.reasons] for row in bad}


@pytest.fixture
def desk(db, tmp_path) -> Desk:
    """A head of a commune's branch."""
    return Desk(tmp_path, commune())


@pytest.fixture
def at(db, tmp_path) -> Callable[..., Desk]:
    """A desk at any branch."""
    return lambda branch, role="head", **office: Desk(tmp_path, branch, role, **office)
