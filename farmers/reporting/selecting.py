"""Which members stand behind a figure of a report? The same condition counts them there and finds them in the list.

A figure has a key ("female", "education-primary"). Whoever wants the list writes the period before it:
"2026q3.female", "now.female" (`behind`).

Who is active on a day follows from the register: the day of admission, the standing of today and since when; where the
standing changed after that day, the steps of the membership tell what it was. Members count at the branch where they
are today. Ethnicity, religion and party have no list: whose they are is read on the member's own page, with a reason.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from farmers.models import Member, MembershipStep
from farmers.models.member_choices import Education, HouseholdClass, Occupation, Training
from farmers.reporting.periods import Period

Standing, Kind = Member.Standing, MembershipStep.Kind

ONE_DAY = timedelta(days=1)
WERE_MEMBERS = (Standing.ACTIVE, Standing.SUSPENDED, Standing.LEFT)
ENDING = (Kind.SUSPENSION, Kind.LEAVING)
# The association's bands, by the year of birth: many members have no full date.
AGES: Mapping[str, tuple[int | None, int | None]] = {
    "under40": (None, 39),
    "40to59": (40, 59),
    "from60": (60, None),
}
UNKNOWN, NOW = "unknown", "now"
OF_ADMITTED = "admitted_"  # before a key: of those admitted within the period
CODED: Mapping[str, tuple[str, Any]] = {
    "education": ("education", Education),
    "training": ("training", Training),
    "occupation": ("occupation", Occupation),
    "household": ("household_class", HouseholdClass),
}
PLAIN: Mapping[str, Q] = {
    "members": Q(),
    "female": Q(gender=Member.Gender.FEMALE),
    "resident": Q(is_resident=True),
    "occupational": Q(is_occupational=True),
    "honorary": Q(is_honorary=True),
    "core": Q(is_core=True),
    "card": ~Q(card_number=""),
}


def active_on(day: date) -> Q:
    """Members on a day: admitted by then, and neither gone nor resting."""
    ended = _approved(kind__in=ENDING, member=OuterRef("pk"), effective_on__lte=day)
    later = Q(effective_on__gt=OuterRef("effective_on")) | Q(
        effective_on=OuterRef("effective_on"), pk__gt=OuterRef("pk")
    )
    taken_back = _approved(kind=Kind.RETURN, member=OuterRef("member"), effective_on__lte=day).filter(later)
    unchanged_since = Q(standing_since__isnull=True) | Q(standing_since__lte=day)
    # Most rows are settled by the first half; only what changed after the day asks the steps.
    return Q(admitted_on__lte=day) & (
        (Q(standing=Standing.ACTIVE) & unchanged_since)
        | (
            Q(standing__in=WERE_MEMBERS, standing_since__gt=day)
            & ~Q(Exists(ended.filter(~Exists(taken_back))))
        )
    )


def admitted_in(period: Period) -> Q:
    """Admitted within a period, whatever became of them since."""
    return Q(admitted_on__range=(period.first_day, period.last_day), standing__in=WERE_MEMBERS)


def departed_in(period: Period) -> Q:
    """Members before the period, or admitted within, and no longer on its last day: gone, or resting."""
    began = active_on(period.first_day - ONE_DAY) | admitted_in(period)
    return _changed(period) & began & ~_surely(active_on(period.last_day))


def left_in(period: Period) -> Q:
    """Of the departed, those who left; the others rest."""
    return departed_in(period) & _has_left(period)


def returned_in(period: Period) -> Q:
    """Admitted earlier, no members before the period, members again on its last day."""
    earlier = Q(admitted_on__lt=period.first_day)
    before = _surely(active_on(period.first_day - ONE_DAY))
    return _changed(period) & earlier & ~before & active_on(period.last_day)


def moved_in(period: Period, path: str) -> Q:
    """Moved within a period to a branch where they are still, from one that does not lie below it."""
    moves = _approved(
        kind=Kind.MOVE,
        member=OuterRef("pk"),
        effective_on__range=(period.first_day, period.last_day),
        branch__path__startswith=path,
    )
    return active_on(period.last_day) & Q(Exists(moves.exclude(from_branch__path__startswith=path)))


def flags_in(period: Period) -> dict[str, Case]:
    """What is true of a member in a period: admitted within (`came`), a member before and at the end, gone for good."""
    return {
        "came": _case(admitted_in(period)),
        "was": _case(active_on(period.first_day - ONE_DAY)),
        "is_now": _case(active_on(period.last_day)),
        "has_left": _case(_has_left(period)),
    }


def cards_issued_in(period: Period) -> Q:
    """Who was given a card within a period."""
    return Q(card_issued_on__range=(period.first_day, period.last_day), standing__in=WERE_MEMBERS)


def fact(key: str, on: date) -> Q:
    """What is true of the members behind a key that tells one kind of member; LookupError for no such key."""
    if key in PLAIN:
        return PLAIN[key]
    kind, _dash, code = key.partition("-")
    if kind == "age":
        return _of_age(code, on)
    if kind not in CODED:
        raise LookupError(key)
    column, choices = CODED[kind]
    if code == UNKNOWN:
        return Q(**{column: ""})
    if code not in choices.values:
        raise LookupError(key)
    return Q(**{column: code})


def behind(code: str, path: str = "") -> Q:
    """The members behind a figure ("2026q3.female"); LookupError or ValueError for what is none.

    `path` is the branch whose list is asked for; a move depends on it, and ".own" leaves out the branches below.
    """
    when, _dot, key = code.partition(".")
    key, _dot, own = key.partition(".")
    if own not in {"", "own"}:
        raise LookupError(code)
    here = Q(branch__path=path) if own else Q()
    if when == NOW:
        return Q(standing=Standing.ACTIVE) & PLAIN[key] & here
    return _behind(Period.read(when), key, path) & here


def _behind(period: Period, key: str, path: str) -> Q:
    flows: dict[str, Callable[[Period], Q]] = {
        "admitted": admitted_in,
        "up": lambda of: admitted_in(of) | returned_in(of),
        "departed": departed_in,
        "left": left_in,
        "suspended": lambda of: departed_in(of) & ~_surely(left_in(of)),
        "returned": returned_in,
        "moved": partial(moved_in, path=path),
        "cards_issued": cards_issued_in,
        "before": lambda of: active_on(of.first_day - ONE_DAY),
    }
    if key in flows:
        return flows[key](period)
    if key.startswith(OF_ADMITTED):
        return admitted_in(period) & fact(key.removeprefix(OF_ADMITTED), period.last_day)
    return active_on(period.last_day) & fact(key, period.last_day)


def _of_age(band: str, on: date) -> Q:
    """Born in the years of a band of ages; unknown for who has no year of birth."""
    if band == UNKNOWN:
        return Q(birth_year__isnull=True)
    if band not in AGES:
        raise LookupError(band)
    youngest, oldest = AGES[band]
    born = Q(birth_year__isnull=False)
    if youngest is not None:
        born &= Q(birth_year__lte=on.year - youngest)
    if oldest is not None:
        born &= Q(birth_year__gte=on.year - oldest)
    return born


def _changed(period: Period) -> Q:
    """Whose standing changed since a period began: a cheap condition that settles nearly all rows."""
    return Q(standing__in=WERE_MEMBERS, standing_since__gte=period.first_day)


def _approved(**conditions: Any) -> QuerySet[MembershipStep]:
    return MembershipStep.objects.filter(outcome=MembershipStep.Outcome.APPROVED, **conditions)


def _has_left(period: Period) -> Q:
    days = (period.first_day, period.last_day)
    leaving = _approved(kind=Kind.LEAVING, member=OuterRef("pk"), effective_on__range=days)
    return Q(standing=Standing.LEFT, standing_since__range=days) | Q(Exists(leaving))


def _surely(condition: Q) -> Q:
    """A condition that is true or false and never unknown, so that it can be turned round."""
    return Q(_case(condition))


def _case(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField()
    )
