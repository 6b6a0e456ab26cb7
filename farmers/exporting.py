"""How does a list of members leave the house: which members, which columns, as a workbook, delimited text or on paper?

Rows are streamed, a few branches at a time, so that 400,000 need no more memory than 1,000. Nothing sealed is opened
unless its column was chosen. Files are Vietnamese, whoever asks for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.delimited import CSV, write_delimited
from accounts.encryption import decrypt, encrypt
from accounts.handing_out import Progress, hand_out, today_in
from accounts.models import HandedFile, User
from accounts.official_forms import OfficialForm
from accounts.printed_lists import PDF, refuse_what_no_paper_holds, write_printed_list
from accounts.reading_once import read_once
from accounts.readings import note_reading
from accounts.sheets import Sheet, TooManyColumns
from accounts.workbooks import XLSX, write_workbook
from farmers import rights
from farmers.letterheads import official_form
from farmers.member_cells import Surroundings, branch_names
from farmers.member_columns import USUAL, MemberColumn, columns_named, sensitive_among
from farmers.member_rows import rows_of
from farmers.models import Branch, Member

KIND = "members"
READ = "farmers.branch.members"  # what is noted as read, of a branch, when sensitive columns leave
REASON_LENGTH = 200
SEALED_WORDS = "accounts.handedfile.options"
CONTENT_TYPES = {"xlsx": XLSX, "csv": CSV, "pdf": PDF}


@dataclass(frozen=True)
class Choice:
    """What was chosen: columns in their order, format, filters and search words of the desk, and how they are told."""

    columns: Sequence[str] = USUAL
    format: str = "xlsx"
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    words: str = ""
    told: Sequence[str] = ()
    reason: str = ""

    @property
    def as_options(self) -> dict[str, Any]:
        """As a file's record keeps it. The words searched for may be somebody's name, so they are sealed."""
        return {
            "columns": list(self.columns),
            "format": self.format,
            "filters": {name: list(values) for name, values in self.filters.items()},
            "words": encrypt(self.words, field=SEALED_WORDS) if self.words else "",
            "told": list(self.told),
        }

    @classmethod
    def of(cls, handed: HandedFile) -> "Choice":
        """What was chosen when a file was ordered; one ordered by its kind alone is the usual list."""
        options = dict(handed.options)
        if sealed := options.get("words"):
            options["words"] = decrypt(sealed, field=SEALED_WORDS)
        return cls(**options, reason=handed.reason)


def members_under(path: str) -> "QuerySet[Any]":
    """The members of a branch and all below it, without the records that point at another.

    Nor those who asked that their data be handed on to nobody.
    """
    # Said this way round, SQLite does not read all of the province by the index of what was merged.
    members = Member.objects.filter(branch__path__startswith=path).exclude(merged_into__isnull=False)
    return members.unrestricted()


def count_in_words(count: int) -> str:
    """The line beneath a list."""
    words = ngettext("Total: %(number)s member", "Total: %(number)s members", count)
    return words % {"number": number_format(count, force_grouping=True)}


@dataclass(frozen=True)
class MemberList:
    """A list to be written: members of a branch, as chosen, on a day."""

    branch: Branch
    members: "QuerySet[Any]"
    choice: Choice
    on: date

    def write(self, target: IO[bytes], progress: Progress) -> int:
        """Write it, always in Vietnamese; the number of rows. Refuses columns there are not."""
        with override("vi"), read_once():
            columns = columns_named(self.choice.columns)
            around = Surroundings(branch_names(self.branch.path))
            rows = rows_of(self.members, columns, around, progress)
            sheet = Sheet(_("Members"), [one.column for one in columns], rows, form=self._form())
            if self.choice.format == "pdf":
                return write_printed_list(target, sheet)
            if self.choice.format == "csv":
                return write_delimited(target, sheet)
            return write_workbook(target, [sheet])

    def _form(self) -> OfficialForm:
        as_of = _("As of %(day)s") % {"day": f"{self.on:%d/%m/%Y}"}
        subtitles = (as_of, *self.choice.told)
        return official_form(
            self.branch, _("LIST OF MEMBERS"), self.on, subtitles=subtitles, total=count_in_words
        )


@transaction.atomic
def order_members(*, branch: Branch, choice: Choice, by: User, at: datetime) -> HandedFile:
    """Order the list of a branch's members for an officer; a worker writes it.

    Sensitive columns need the right at that branch and a reason; that they were asked for is noted at once.
    """
    columns = columns_named(choice.columns)
    sensitive = sensitive_among(columns)
    if choice.format not in CONTENT_TYPES:
        raise ValidationError(_("Choose a format: XLSX, CSV or PDF."), code="unknown_format")
    if choice.format == "pdf":
        _refuse_on_paper(columns)
    reason = choice.reason.strip()[:REASON_LENGTH] if sensitive else ""
    if sensitive:
        _allow_sensitive(branch, reason, by)
    handed = hand_out(
        kind=KIND,
        scope=branch.path,
        user=by,
        name=today_in(f"hoi-vien.{choice.format}"),
        content_type=CONTENT_TYPES[choice.format],
        at=at,
        options=choice.as_options,
        reason=reason,
    )
    if sensitive:
        note_reading(reader=by, what=READ, record_id=branch.pk, reason=reason, at=at)
    return handed


def _refuse_on_paper(columns: Sequence[MemberColumn]) -> None:
    try:
        refuse_what_no_paper_holds([one.column for one in columns])
    except TooManyColumns as error:
        raise ValidationError(str(error), code="too_many_columns") from error


def _allow_sensitive(branch: Branch, reason: str, by: User) -> None:
    """Refuse sensitive columns to who may not see them there, or does not say why."""
    if not rights.may(by, rights.SENSITIVE, branch):
        raise ValidationError(
            _("You may not see these columns of this branch: %(branch)s. Take them out.")
            % {"branch": branch.name},
            code="not_allowed",
        )
    if not reason:
        raise ValidationError(_("Say why the sensitive columns are needed."), code="no_reason")
