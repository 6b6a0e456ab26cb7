"""How does a person get a copy of all that is kept about them? A printed file, ordered by who answers the request."""

from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.handing_out import Progress, hand_out, today_in, writes
from accounts.models import HandedFile, User
from accounts.printed_lists import PDF, write_printed_list
from accounts.readings import note_reading
from accounts.sheets import Column, Sheet
from farmers import rights
from farmers.data_requests import person_about
from farmers.letterheads import official_form
from farmers.models import Branch, DataRequest, Farmer, Member
from farmers.person import Person
from farmers.reading_words import COPY
from market.kept_data import everything_about

KIND = "person"


def within_rights(person: Person, user: User, action: str) -> Person:
    """The records of a person that an officer may do something to; a login belongs to no branch."""
    members = rights.visible(Member, user, action).filter(pk__in=person.members)
    farmers = rights.visible(Farmer, user, action).filter(pk__in=person.farmers)
    return Person(
        tuple(sorted(members.values_list("pk", flat=True))),
        tuple(sorted(farmers.values_list("pk", flat=True))),
        person.users,
    )


@transaction.atomic
def order_copy(*, request: DataRequest, by: User, at: datetime) -> HandedFile:
    """Order the copy for a request; that it was made is noted as a reading of each member.

    What is sensitive is in it when the officer may see it there; else the copy says that it is kept.
    """
    is_whole = rights.may(by, rights.SENSITIVE, request)
    reason = _("Request %(number)s about personal data") % {"number": request.pk}
    for member in within_rights(person_about(request), by, rights.APPOINT).members:
        note_reading(reader=by, what=COPY, record_id=member, reason=reason, at=at)
    return hand_out(
        kind=KIND,
        scope=request.branch.path,
        user=by,
        name=today_in("du-lieu-ca-nhan.pdf"),
        content_type=PDF,
        at=at,
        options={"request": request.pk},
        reason=reason if is_whole else "",
    )


@writes(KIND)
def write_copy(handed: HandedFile, target: IO[bytes], progress: Progress) -> None:
    """The copy an officer ordered, as it stands when it is written; Vietnamese, whoever asks."""
    request = DataRequest.objects.get(pk=handed.options["request"])
    person = within_rights(person_about(request), handed.made_for, rights.APPOINT)
    with override("vi"):
        columns = [
            Column(_("Part"), width=24),
            Column(_("What"), width=32),
            Column(_("What is kept"), width=84),
        ]
        on = timezone.localdate(handed.made_at)
        form = official_form(
            _signing(handed), _("PERSONAL DATA THAT ARE KEPT"), on, subtitles=(reference_of(request),)
        )
        rows = list(_rows(person, is_whole=bool(handed.reason)))
        progress(write_printed_list(target, Sheet(_("Data"), columns, rows, form=form)))


def _signing(handed: HandedFile) -> Branch:
    """The branch that answers: the highest one above the person's that the officer answers for."""
    mine = rights.branches_for(handed.made_for, rights.APPOINT)
    above = [branch for branch in mine if handed.scope.startswith(branch.path)]
    return above[0] if above else Branch.objects.get(path=handed.scope)


def reference_of(request: DataRequest) -> str:
    """The number and day by which the person knows the request."""
    asked_on = f"{timezone.localdate(request.asked_at):%d/%m/%Y}"
    return _("Request %(number)s of %(day)s") % {"number": request.pk, "day": asked_on}


def _rows(person: Person, *, is_whole: bool) -> Iterator[list[Any]]:
    for section in everything_about(person, opens_sealed=True, with_sensitive=is_whole):
        for number, (name, value) in enumerate(section.rows):
            yield [section.title if number == 0 else "", name, value]
