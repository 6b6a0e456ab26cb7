"""How do the lists of the admitted and of the departed leave the house, in the columns of the association's form?

Citizen ids stand in them only for who has the right to sensitive data there and says why.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.delimited import CSV, write_delimited
from accounts.handing_out import Progress, hand_out, writes
from accounts.models import HandedFile, User
from accounts.printed_lists import PDF, write_printed_list
from accounts.readings import note_reading
from accounts.sheets import Column, Sheet
from accounts.workbooks import XLSX, write_workbook
from farmers import rights
from farmers.exporting import READ, REASON_LENGTH, count_in_words
from farmers.letterheads import official_form
from farmers.member_cells import BranchNames, branch_names
from farmers.models import Branch, Member
from farmers.reporting.movements import Departure, who_came, who_went
from farmers.reporting.periods import Period

KIND = "report"
CONTENT_TYPES = {"pdf": PDF, "xlsx": XLSX, "csv": CSV}
NAMES = {"admitted": "hoi-vien-phat-trien-moi", "departed": "hoi-vien-giam"}
TITLES = {"admitted": "DANH SÁCH HỘI VIÊN PHÁT TRIỂN MỚI", "departed": "DANH SÁCH GIẢM HỘI VIÊN"}
CHUNK = 2_000

# The headers are the association's own; files are Vietnamese, whoever asks for them.
PERSON = (
    Column("STT", "year", 5),
    Column("Họ và tên", "text", 26),
    Column("Nam", "year", 7, "Năm sinh"),
    Column("Nữ", "year", 7, "Năm sinh"),
)
CITIZEN_ID = Column("Số CCCD", "text", 15)
COLUMNS = {
    "admitted": (
        Column("Địa bàn", "text", 24),
        Column("Nghề nghiệp", "text", 14),
        Column("Số quyết định", "text", 15),
        Column("Ngày vào Hội", "date", 12),
        Column("Số thẻ hội viên", "text", 10),
        Column("Chi hội", "text", 22),
    ),
    "departed": (
        Column("Địa bàn", "text", 22),
        Column("Năm vào Hội", "year", 8),
        Column("Ngày giảm", "date", 12),
        Column("Hình thức", "text", 14),
        Column("Lý do", "text", 24),
        Column("Chi hội", "text", 22),
    ),
}


@transaction.atomic
def order_list(  # noqa: PLR0913 what a list is
    *, slug: str, branch: Branch, period: Period, file_format: str, reason: str, by: User, at: datetime
) -> HandedFile:
    """Order the list of the admitted or the departed of a period; a worker writes it.

    With a reason it has the citizen ids, for who may; that they were asked for is noted at once.
    """
    if slug not in COLUMNS or file_format not in CONTENT_TYPES:
        raise ValidationError(_("Choose a format: XLSX, CSV or PDF."), code="unknown_format")
    reason = reason.strip()[:REASON_LENGTH]
    if reason and not rights.may(by, rights.SENSITIVE, branch):
        message = _("You may not see the citizen ids of this branch. Order the list without them.")
        raise ValidationError(message, code="not_allowed")
    handed = hand_out(
        kind=KIND,
        scope=branch.path,
        user=by,
        name=f"{NAMES[slug]}-{period.code}.{file_format}",
        content_type=CONTENT_TYPES[file_format],
        at=at,
        options={"list": slug, "period": period.code, "format": file_format},
        reason=reason,
    )
    if reason:
        note_reading(reader=by, what=READ, record_id=branch.pk, reason=reason, at=at)
    return handed


@writes(KIND)
def write_handed_list(handed: HandedFile, target: IO[bytes], progress: Progress) -> None:
    """The list an officer ordered."""
    branch = Branch.objects.get(path=handed.scope)
    period, slug = Period.read(handed.options["period"]), handed.options["list"]
    with override("vi"):
        columns = [*PERSON, *([CITIZEN_ID] if handed.reason else []), *COLUMNS[slug]]
        rows = ROWS[slug](branch, period, with_ids=bool(handed.reason), progress=progress)
        form = official_form(
            branch,
            TITLES[slug],
            timezone.localdate(handed.made_at),
            subtitles=(capfirst(str(period)),),
            total=count_in_words,
        )
        sheet = Sheet(capfirst(str(period)), columns, rows, form=form)
        write = {"pdf": write_printed_list, "csv": write_delimited}.get(handed.options["format"])
        count = write(target, sheet) if write else write_workbook(target, [sheet])
    progress(count)


def _rows_of_the_admitted(
    branch: Branch, period: Period, *, with_ids: bool, progress: Progress
) -> Iterator[list[Any]]:
    places = branch_names(branch.path)
    members = who_came(branch, period)
    for number, member in enumerate(members.iterator(chunk_size=CHUNK), start=1):
        if number % CHUNK == 0:
            progress(number)
        yield [
            *_person(number, member, with_ids=with_ids),
            member.address,
            str(capfirst(member.get_occupation_display())),
            member.decision_number,
            member.admitted_on,
            member.card_number,
            _chapter(member, branch, places),
        ]


def _rows_of_the_departed(
    branch: Branch, period: Period, *, with_ids: bool, progress: Progress
) -> Iterator[list[Any]]:
    places = branch_names(branch.path)
    for number, gone in enumerate(who_went(branch, period), start=1):
        if number % CHUNK == 0:
            progress(number)
        yield [
            *_person(number, gone.member, with_ids=with_ids),
            *_end_of(gone),
            _chapter(gone.member, branch, places),
        ]


ROWS: dict[str, Callable[..., Iterator[list[Any]]]] = {
    "admitted": _rows_of_the_admitted,
    "departed": _rows_of_the_departed,
}


def _end_of(gone: Departure) -> list[Any]:
    member = gone.member
    return [
        member.address,
        member.admitted_on.year if member.admitted_on else None,
        gone.on,
        str(capfirst(Member.Standing(gone.kind).label)),
        gone.reason,
    ]


def _person(number: int, member: Member, *, with_ids: bool) -> Sequence[Any]:
    is_woman = member.gender == Member.Gender.FEMALE
    born = (None, member.birth_year) if is_woman else (member.birth_year, None)
    return [number, member.full_name, *born, *([member.citizen_id] if with_ids else [])]


def _chapter(member: Member, branch: Branch, places: Mapping[int, BranchNames]) -> str:
    """The chapter, in a province's list with its commune, because many share a name; without one, the branch."""
    names = places[member.branch_id]
    if branch.level == Branch.Level.PROVINCE and names.chapter and names.commune:
        return f"{names.chapter}, {names.commune}"
    return names.chapter or names.own
