"""How does a list of members become members? The kind of list that farmers/importing was made for first."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tables.body import Line
from accounts.tables.heading import Field
from farmers import rights
from farmers.cards import note_cards_given_by_hand
from farmers.importing.accompanying import record_confidence, record_steps
from farmers.importing.chapters import Branches
from farmers.importing.fields import FIELDS, IGNORED, is_sensitive
from farmers.importing.judging import Deed, as_change, as_new
from farmers.importing.kinds import Outcome, Question, Verdict, brings
from farmers.importing.matching import Candidate, Register
from farmers.importing.people import Circumstances
from farmers.importing.recording import record_changes, record_new
from farmers.importing.residence import Residences
from farmers.importing.rows import RowReader
from farmers.importing.seen import Seen
from farmers.importing.taking_back import MembersBack
from farmers.importing.tracing import as_it_was, keep_rows
from farmers.models import Branch, Intake, IntakeRow, MemberConfidence
from farmers.tree import commune_path
from vietnam.places import register

CARD_PROVINCE, ON_PAPER, GIVEN_ON = "card_province", "on_paper", "given_on"
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
        columns = {
            int(index): name
            for index, name in intake.mapping["columns"].items()
            if name in offered and (self._given_on or not is_sensitive(name))
        }
        self._keeps_sensitive = any(map(is_sensitive, columns.values()))
        branches = Branches(intake.branch, self._today)
        home = home_of(intake.branch)
        about = Circumstances(
            branches=branches,
            residences=Residences(home),
            today=self._today,
            home=home,
            card_province=answers.get(CARD_PROVINCE) or settings.PROVINCE_CODE,
            columns=frozenset(columns.values()),
        )
        self._reader = RowReader(columns, about)
        self._home = home
        self._seen = Seen()
        self._may_decide = rights.may(by, rights.APPROVE, intake.branch)
        self._last_cards: dict[str, int] = {}

    def read(self, lines: Sequence[Line]) -> list[Verdict]:
        """What the cells say; rows that come twice are bad."""
        return [self._read(line) for line in lines]

    def _read(self, line: Line) -> Verdict:
        person = self._reader.read(line)
        if person.reasons:
            return Verdict(line.number, Outcome.BAD, person.reasons)
        candidate = Candidate.of(person)
        again = self._seen.again(line.number, candidate)
        if again is not None:
            return Verdict(line.number, Outcome.BAD, [again])
        return Verdict(line.number, "", item=candidate)

    def judge(self, verdicts: Sequence[Verdict]) -> None:
        """Who of them is in the register, and what would change."""
        readable = [verdict for verdict in verdicts if verdict.item is not None]
        for verdict in readable:
            verdict.item.forget_match()
        is_locking = bool(self._intake.state == Intake.State.WRITING)
        Register(self._intake.branch, is_locking=is_locking).match([one.item for one in readable])
        known = [one.item.pk for one in readable if one.item.pk is not None]
        opened = self._keeps_sensitive and known
        confidences = MemberConfidence.objects.in_bulk(known) if opened else {}
        for verdict in readable:
            self._judge(verdict, verdict.item, confidences)

    def _judge(
        self, verdict: Verdict, candidate: Candidate, confidences: Mapping[int, MemberConfidence]
    ) -> None:
        reasons, deed = list(candidate.reasons), None
        if not reasons and (again := self._seen.member_again(verdict.number, candidate)):
            reasons = [again]
        if not reasons and candidate.existing is None:
            deed, reasons = as_new(candidate, today=self._today, home=self._home)
            verdict.outcome = Outcome.CREATED
        elif not reasons:
            confidence = confidences.get(candidate.pk or 0)
            deed, reasons = as_change(candidate, confidence, today=self._today, may_decide=self._may_decide)
            verdict.outcome = Outcome.CHANGED if deed.is_anything else Outcome.SAME
        verdict.record = deed
        verdict.reasons = reasons or candidate.person.warnings
        if reasons:
            verdict.outcome, verdict.record = Outcome.BAD, None

    def write(self, verdicts: Sequence[Verdict]) -> None:
        """Members, what goes with them, and the rows."""
        new = [one.record for one in verdicts if one.outcome == Outcome.CREATED]
        changed = {one.number: one.record for one in verdicts if one.outcome == Outcome.CHANGED}
        before = {number: as_it_was(deed) for number, deed in changed.items()}
        record_new(new, at=self._at)
        record_changes(list(changed.values()))
        deeds: list[Deed] = [*new, *changed.values()]
        record_steps(deeds, by=self._by, at=self._at)
        record_confidence(deeds, given_on=self._given_on, by=self._by, at=self._at)
        keep_rows(self._intake, verdicts, before)
        self._note_cards(deeds)

    def _note_cards(self, deeds: Sequence[Deed]) -> None:
        """The count of this year's cards goes on after those that came in."""
        year = f"{self._today.year % 100:02d}."
        numbers = [
            deed.columns["card_number"]
            for deed in deeds
            if deed.columns.get("card_number", "").startswith(year)
            and deed.columns.get("card_province") == settings.PROVINCE_CODE
        ]
        if numbers:
            last = int(max(numbers)[len(year) :])
            note_cards_given_by_hand(province_code=settings.PROVINCE_CODE, year=self._today.year, last=last)

    def finish(self) -> None:
        """Nothing is left to do."""


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
