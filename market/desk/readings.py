"""Who looked at private data of whom, when and why? For who answers for a branch: of its records and by its officers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Reading, User
from farmers import rights
from farmers.models import Certificate, Member, Officer
from farmers.reading_words import READ_KINDS, ReadKind, kind_of, what_words
from market.desk.finding import LONGEST_ID
from market.desk.member_words import branch_words
from market.desk.personal_data import PersonalDataPage

PER_PAGE = 50
MOST_READERS = 500
DAYS = (
    ("7", gettext_lazy("the last 7 days")),
    ("30", gettext_lazy("the last 30 days")),
    ("365", gettext_lazy("the last year")),
    ("", gettext_lazy("ever")),
)


@dataclass(frozen=True)
class Look:
    """One reading as the list tells of it."""

    reading: Reading
    what: str
    whose: str
    url: str


class ReadingFilter(forms.Form):
    """By officer, kind of record, days."""

    reader = forms.ChoiceField(label=gettext_lazy("Officer"), required=False)
    what = forms.ChoiceField(
        label=gettext_lazy("Record"),
        required=False,
        choices=[("", gettext_lazy("All")), *((key, kind.words) for key, kind in READ_KINDS.items())],
    )
    days = forms.ChoiceField(label=gettext_lazy("When"), required=False, choices=DAYS)

    def __init__(self, *args: Any, readers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All")), *((str(pk), name) for pk, name in readers)]
        self.fields["reader"].choices = choices  # type: ignore[attr-defined]


class Readings(PersonalDataPage):
    """Looks at private data, newest first. `?what=farmers.member&record=` are those at one record."""

    template_name = "desk/data_readings.html"
    tab = "desk:readings"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        typed = request.GET.copy()
        if "days" not in typed and "record" not in typed:
            typed["days"] = "30"
        self.form = ReadingFilter(typed, readers=self.readers)
        self.chosen = self.form.cleaned_data if self.form.is_valid() else {}

    def get_header_title(self) -> str:
        return _("Looks at private data")

    @cached_property
    def readers(self) -> list[tuple[int, str]]:
        """Officers below one's branches, those of ended offices too."""
        held = rights.visible(Officer, self.request.user, rights.APPOINT).values("user")
        officers = User.objects.filter(pk__in=held).order_by("name", "pk")[:MOST_READERS]
        return [(one.pk, str(one)) for one in officers]

    def found(self) -> "QuerySet[Reading]":
        """What the officer may know of, through the filters."""
        user = self.request.user
        seen = Q(reader__in=[pk for pk, _name in self.readers])
        for kind in READ_KINDS.values():
            mine = rights.visible(kind.model, user, rights.APPOINT)
            seen |= Q(what__in=kind.whats, record_id__in=mine.values("pk"))
        readings = Reading.objects.filter(seen).select_related("reader")
        if reader := self.chosen.get("reader"):
            readings = readings.filter(reader=reader)
        if narrowed := READ_KINDS.get(self.chosen.get("what", "")):
            readings = readings.filter(what__in=narrowed.whats)
        if (record := _number(self.request.GET.get("record"))) is not None:
            readings = readings.filter(record_id=record)
        if days := self.chosen.get("days"):
            readings = readings.filter(at__gte=self.at - timedelta(days=int(days)))
        if (before := _number(self.request.GET.get("before"))) is not None:
            readings = readings.filter(pk__lt=before)
        # By id, which grows with time and has an index.
        return readings.order_by("-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = list(self.found()[: PER_PAGE + 1])
        query = self.request.GET.copy()
        if len(shown) > PER_PAGE:
            query["before"] = str(shown[PER_PAGE - 1].pk)
        return super().get_context_data(**kwargs) | {
            "looks": self._told(shown[:PER_PAGE]),
            "older": f"?{query.urlencode()}" if len(shown) > PER_PAGE else "",
            "form": self.form,
            "record": self.request.GET.get("record", ""),
        }

    def _told(self, readings: list[Reading]) -> list[Look]:
        """With the names of the records this officer may see; of others only their number."""
        wanted: dict[str, set[int]] = {}
        kinds: dict[int, ReadKind | None] = {one.pk: kind_of(one.what) for one in readings}
        for one in readings:
            if kind := kinds[one.pk]:
                wanted.setdefault(kind.key, set()).add(one.record_id)
        names: dict[tuple[str, int], str] = {}
        for key, pks in wanted.items():
            mine = rights.visible(READ_KINDS[key].model, self.request.user).filter(pk__in=pks)
            mine = mine.select_related("branch__parent") if key == "farmers.member" else mine
            names |= {(key, record.pk): _named(record) for record in mine}
        return [self._look(one, kinds[one.pk], names) for one in readings]

    def _look(self, reading: Reading, kind: ReadKind | None, names: dict[tuple[str, int], str]) -> Look:
        name = names.get((kind.key, reading.record_id)) if kind else None
        what = what_words(reading.what)
        if kind is None or name is None:
            number = _("record %(number)s") % {"number": reading.record_id}
            return Look(reading, what, number, "")
        return Look(reading, what, name, _url_of(kind, reading.record_id))


def _named(record: Any) -> str:
    if isinstance(record, Member):
        return f"{record.full_name}, {branch_words(record.branch)}"
    return str(record)


def _url_of(kind: ReadKind, pk: int) -> str:
    if kind.model is Member:
        return reverse("desk_members:inspect", args=(pk,))
    return reverse("desk:certificate", args=(pk,)) if kind.model is Certificate else ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) <= LONGEST_ID else None
