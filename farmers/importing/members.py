"""How does a list of members become members? The kind of list that farmers/importing was made for first."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tables.matching import Field
from farmers import rights
from farmers.cards import note_cards_given_by_hand
from farmers.importing.accompanying import record_confidence, record_steps
from farmers.importing.asking import People, people_of, request_for
from farmers.importing.chunks import PeopleChunk
from farmers.importing.fields import FIELDS, IGNORED, is_sensitive
from farmers.importing.judging import Judgement, as_change, expect_new
from farmers.importing.kinds import Question, Table, brings
from farmers.importing.matching import Register
from farmers.importing.passing import size_of
from farmers.importing.recording import Written, record_changes, record_new
from farmers.importing.seen import Seen
from farmers.importing.taking_back import MembersBack
from farmers.importing.tracing import as_it_was, digest_of, digests_of, keep_rows
from farmers.models import Branch, Intake, IntakeRow, MemberConfidence
from farmers.tree import commune_path
from vietnam.places import register

CARD_PROVINCE, ON_PAPER, GIVEN_ON = "card_province", "on_paper", "given_on"
AGAIN = "again"  # in Intake.found
_NAMES = ({"full_name"}, {"given_name"})


@brings(Intake.Kind.MEMBERS)
class MemberLists:
    """Lists of members."""

    fields: Sequence[Field] = FIELDS

    def ignored(self) -> Collection[str]:
        """Numbers of rows, loans, what a workbook of bad rows adds."""
        return IGNORED

    def table_in(self, path: Path, name: str, folder: Path) -> tuple[Path, str]:
        """The file itself."""
        return path, name

    def offered(self, *, intake: Intake, by: User) -> Collection[str]:
        """Every field; the sensitive ones to who has the right at the branch."""
        may = rights.visible(Branch, by, rights.SENSITIVE).filter(pk=intake.branch_id).exists()
        return [field.name for field in FIELDS if may or not is_sensitive(field.name)]

    def questions(self, *, intake: Intake, by: User) -> Sequence[Question]:
        """Which of the merged provinces issued the cards; whether consents are on paper, and since when."""
        sensitive = [name for name in self.offered(intake=intake, by=by) if is_sensitive(name)]
        asked = [
            Question(
                CARD_PROVINCE,
                _("Which province issued the cards?"),
                choices=card_provinces(),
                initial=issuing_province(intake.branch),
                hint=_("Numbers of the two old provinces may be the same."),
                asked_with=["card_number"],
            )
        ]
        if sensitive:
            asked += [
                Question(
                    ON_PAPER,
                    _("Every person in this list signed on paper that these columns may be kept."),
                    kind="yes",
                    hint=_("Without it the columns on ethnicity, religion and the Party are left out."),
                    asked_with=sensitive,
                ),
                Question(GIVEN_ON, _("Signed on"), kind="date", asked_with=sensitive),
            ]
        return asked

    def expect_whole(self, columns: Mapping[str, int], answers: Mapping[str, str]) -> None:
        """A name, and a day for consents on paper."""
        if not any(names <= columns.keys() for names in _NAMES):
            raise ValidationError(_("Say which column holds the names."), code="no_name")
        if answers.get(ON_PAPER) and any(map(is_sensitive, columns)):
            given_on = answers.get(GIVEN_ON, "")
            if not given_on or date.fromisoformat(given_on) > timezone.localdate():
                raise ValidationError(_("Say on which day the consents were signed."), code="no_day")

    def begin(self, *, intake: Intake, by: User, at: datetime) -> "MembersPass":
        """A way through a list of members."""
        return MembersPass(intake, by=by, at=at, offered=self.offered(intake=intake, by=by))

    def in_the_way(self, intake: Intake) -> Iterator[tuple[int, str]]:
        """Rows whose members were changed or used since."""
        return MembersBack(intake).in_the_way()

    def take_back(self, rows: Sequence[IntakeRow], *, intake: Intake, by: User, at: datetime) -> None:
        """New members go, changed ones get back what they had."""
        MembersBack(intake).take_back(rows)


class MembersPass:
    """One way through a list of members."""

    def __init__(self, intake: Intake, *, by: User, at: datetime, offered: Collection[str]) -> None:
        self._intake, self._by, self._at = intake, by, at
        self._today = timezone.localdate(at)
        answers = intake.mapping.get("answers", {})
        self._given_on = date.fromisoformat(answers[GIVEN_ON]) if answers.get(ON_PAPER) else None
        self._home = home_of(intake.branch)
        self._request = request_for(
            branch=intake.branch,
            columns=self._columns(offered),
            home=self._home,
            card_province=answers.get(CARD_PROVINCE) or settings.PROVINCE_CODE,
            today=self._today,
            size=size_of(intake, "people"),
        )
        branches = self._request["branches"]
        self._communes = {place.pk: commune_path(place.path) for place in branches}
        is_writing = intake.state == Intake.State.WRITING
        self._is_card_province_said = CARD_PROVINCE in intake.mapping["columns"].values()
        self._seen = Seen(
            self._communes,
            intake.found.get(AGAIN) if is_writing else None,
            is_card_province_said=self._is_card_province_said,
        )
        self._judgement = Judgement(
            today=self._today,
            may=frozenset(
                deed for deed in (rights.ADMIT, rights.APPROVE) if rights.may(by, deed, intake.branch)
            ),
            is_card_province_said=self._is_card_province_said,
            branches={place.pk: (place.path, place.level) for place in branches},
        )

    def _columns(self, offered: Collection[str]) -> dict[int, str]:
        """The columns that are taken in: what the officer may bring, sensitive ones only with consents."""
        named = ((int(index), name) for index, name in self._intake.mapping["columns"].items())
        return {
            index: name
            for index, name in named
            if name in offered and name not in IGNORED and (self._given_on or not is_sensitive(name))
        }

    def chunks(self, table: Table) -> Iterator[PeopleChunk]:
        """The people of the list; rows that come twice are bad."""
        for people in people_of(self._intake, table, self._request):
            yield self._chunk(people)
            del people  # before the next ones arrive

    def _chunk(self, people: People) -> PeopleChunk:
        chunk = PeopleChunk(people)
        self._seen.refuse_again(chunk)
        chunk.forget()
        return chunk

    def judge(self, chunk: PeopleChunk) -> None:
        """Who of them is in the register, and what would change."""
        chunk.forget()
        is_locking = self._intake.state == Intake.State.WRITING
        issuing = None if self._is_card_province_said else [code for code, _name in card_provinces()]
        Register(self._intake.branch, self._communes, issuing, is_locking=is_locking).match(chunk)
        self._seen.refuse_members_again(chunk)
        known = {place: one for place, one in chunk.existing.items() if place not in chunk.reasons}
        confidences: Mapping[int, MemberConfidence] = {}
        if known and chunk.people.confided:
            confidences = MemberConfidence.objects.in_bulk([member.pk for member in known.values()])
        for place, member in known.items():
            deed, reasons = as_change(chunk.row(place), member, confidences.get(member.pk), self._judgement)
            if reasons:
                chunk.refuse(place, reasons)
            else:
                chunk.members[place] = member.pk
                chunk.deeds += [deed] if deed.is_anything else []
        new = [place for place in chunk.readable() if place not in known]
        expect_new(chunk, new)
        chunk.new = [place for place in new if place not in chunk.reasons]
        chunk.settle()

    def write(self, chunk: PeopleChunk) -> None:
        """Members, what goes with them, and the rows."""
        before = {deed.place: as_it_was(deed) for deed in chunk.deeds}
        written = record_new(chunk, home=self._home, today=self._today, at=self._at)
        record_changes(chunk.deeds)
        record_steps(written, chunk.deeds, by=self._by, at=self._at)
        record_confidence(chunk, written, given_on=self._given_on, by=self._by, at=self._at)
        made = digests_of(written, chunk, keeps_sensitive=self._given_on is not None)
        digests = dict(zip(written.places, made, strict=True))
        kept = MemberConfidence.objects.in_bulk([deed.member.pk for deed in chunk.deeds])
        digests |= {deed.place: digest_of(deed.member, kept.get(deed.member.pk)) for deed in chunk.deeds}
        keep_rows(self._intake, chunk, digests, before)
        self._note_cards(chunk, written)

    def finish(self) -> None:
        """Nothing is left to do."""

    def learnt(self) -> dict[str, Any]:
        """Which rows come twice."""
        return {AGAIN: self._seen.refused()}

    def _note_cards(self, chunk: PeopleChunk, written: Written) -> None:
        """The count of this year's cards goes on after those that came in."""
        changed = [deed.place for deed in chunk.deeds if "card_number" in deed.columns]
        year = f"{self._today.year % 100:02d}."
        numbers = [
            card[1]
            for place in (*written.places, *changed)
            if (card := chunk.cards[place]) and card[0] == settings.PROVINCE_CODE and card[1].startswith(year)
        ]
        if numbers:
            last = int(max(numbers)[len(year) :])
            note_cards_given_by_hand(province_code=settings.PROVINCE_CODE, year=self._today.year, last=last)


def home_of(branch: Branch) -> str:
    """The code of the commune whose list it is; "" for the province."""
    if branch.level == Branch.Level.PROVINCE:
        return ""
    commune = Branch.objects.filter(path=commune_path(branch.path)).first()
    return commune.place_code if commune else ""


def card_provinces() -> list[tuple[str, str]]:
    """The old provinces that were merged into this one, by their codes; the first kept its code."""
    old = [
        (code, province.name)
        for code, province in register.legacy_provinces().items()
        if province.new_code == settings.PROVINCE_CODE
    ]
    return [(code, _("%(name)s, code %(code)s") % {"name": name, "code": code}) for code, name in sorted(old)]


def issuing_province(branch: Branch) -> str:
    """The old province in which a commune lay, whose cards its members hold."""
    home = home_of(branch)
    old = (
        [
            unit.province_code
            for unit in register.legacy_communes().values()
            if home in {one.code for one in register.pairs()[unit.code]}
        ]
        if home
        else []
    )
    return max(set(old), key=old.count) if old else settings.PROVINCE_CODE
