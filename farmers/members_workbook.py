"""Which members does a branch have, as the list that goes into the monthly report?

No citizen id and no full birth date: they are never in an export by default.
"""

from collections.abc import Iterator
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.handing_out import Progress, writes
from accounts.models import HandedFile
from accounts.workbooks import Column, Sheet, write_workbook
from farmers.models import Branch, Member
from vietnam import places
from vietnam.phones import format_local

CHUNK = 2000


def columns() -> list[Column]:
    """The columns, in the words of the association."""
    return [
        Column(_("No."), "number", 6),
        Column(_("Full name"), width=28),
        Column(_("Gender"), width=9),
        Column(_("Year of birth"), "number", 10),
        Column(_("Phone"), width=15),
        Column(_("Village, street"), width=24),
        Column(_("Commune"), width=22),
        Column(_("Branch"), width=30),
        Column(_("Card number"), width=12),
        Column(_("Member since"), "date", 13),
        Column(_("Decision number"), width=18),
        Column(_("Standing"), width=14),
    ]


def members_under(path: str) -> "QuerySet[Any]":
    """The members of a branch and all below it, by branch and name."""
    return (
        Member.objects.unmerged()
        .filter(branch__path__startswith=path)
        .select_related("branch")
        .defer("citizen_id", "birth_date", "old_id")
        .order_by("branch__path", "full_name_folded", "pk")
    )


def member_rows(members: "QuerySet[Any]", progress: Progress) -> Iterator[list[Any]]:
    """One row per member, streamed."""
    for number, member in enumerate(members.iterator(chunk_size=CHUNK), start=1):
        if number % CHUNK == 0:
            progress(number)
        yield [
            number,
            member.full_name,
            capfirst(member.get_gender_display()),
            member.birth_year,
            format_local(member.phone) if member.phone else "",
            member.address,
            places.commune_words(member.commune_code, member.commune_code_on) if member.commune_code else "",
            member.branch.name,
            member.card_number,
            member.admitted_on,
            member.decision_number,
            capfirst(member.get_standing_display()),
        ]


def write_members(target: IO[bytes], *, path: str, progress: Progress) -> int:
    """Write the members of a subtree; the number of rows. Always in Vietnamese."""
    with override("vi"):
        branch = Branch.objects.get(path=path)
        above = [_("LIST OF MEMBERS"), branch.name]
        rows = member_rows(members_under(path), progress)
        return write_workbook(target, [Sheet(_("Members"), columns(), rows, above)])


@writes("members")
def write_handed_members(handed: HandedFile, target: IO[bytes], progress: Progress) -> None:
    """The file an officer ordered."""
    HandedFile.objects.filter(pk=handed.pk).update(rows_expected=members_under(handed.scope).count())
    progress(write_members(target, path=handed.scope, progress=progress))
