"""What is kept about a person, told in words they understand? The association's part; higher rooms tell theirs.

Every filled column of the person's records by the name it has on the screen, so that a new column is told by itself.
What is sealed is opened only where it is asked for: on a screen that others may see it is covered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import BlindIndexField, EncryptedField, FoldedField, PhoneField
from accounts.models import HandedFile, Message, Reading
from farmers.data_requests import requests_of
from farmers.erasing import paths_of
from farmers.models import (
    Certificate,
    Farm,
    HelperInvitation,
    Intake,
    MemberConfidence,
    MembershipStep,
    MemberSupport,
)
from farmers.person import Person
from farmers.reading_words import what_words
from farmers.withdrawing import consents_in_force
from vietnam.money import format_vnd
from vietnam.phones import format_local
from vietnam.places import commune_words
from vietnam.places.register import REFORM

COVERED = "••••••"
# Of columns that no screen shows.
NAMES = {
    "created_at": gettext_lazy("recorded on"),
    "latitude_e6": gettext_lazy("latitude, millionths of a degree"),
    "longitude_e6": gettext_lazy("longitude, millionths of a degree"),
}
MOST_READINGS = 200
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of what is kept: its title, and what stands under which name."""

    title: str
    rows: Sequence[Row]


def kept_by_association(person: Person, *, opens_sealed: bool, with_sensitive: bool) -> list[Section]:
    """All sections of this room that hold something."""
    sections = [
        *_records(_("Register of members"), person.member_rows, opens_sealed=opens_sealed),
        *_sensitive(person, is_told=with_sensitive and opens_sealed),
        Section(_("Steps of the membership"), list(_steps(person))),
        Section(_("Loans and support"), list(_supports(person))),
        Section(_("Consents"), list(_consents(person))),
        Section(_("Requests about personal data"), list(_requests(person))),
        *_records(_("Household that sells"), person.farmer_rows, opens_sealed=opens_sealed),
        Section(_("Invitations to help"), list(_invitations(person))),
        *_records(_("Farms"), Farm.objects.filter(farmer__in=person.farmers), opens_sealed=opens_sealed),
        Section(_("Certificates"), list(_certificates(person))),
        *_records(_("Sign-in"), person.user_rows, opens_sealed=opens_sealed),
        Section(_("Messages sent to the phone"), list(_messages(person))),
        Section(_("Lists that were brought in"), list(_brought_in(person))),
        Section(_("Files that left and may hold these data"), list(_files(person))),
        Section(_("Who looked at what is private"), list(_readings(person))),
    ]
    return [section for section in sections if section.rows]


NOT_TOLD = frozenset(
    {"password", "merged_into", "is_superuser", "anonymised_at", "farmer", "member", "user", "last_login"}
)


def told_columns(record: models.Model, *, opens_sealed: bool) -> list[Row]:
    """The filled columns of a record that mean something to the person."""
    rows = []
    for field in record._meta.fields:
        is_machinery = field.primary_key or isinstance(field, FoldedField | BlindIndexField)
        if is_machinery or field.name in NOT_TOLD or field.name.endswith("code_on"):
            continue
        value = getattr(record, field.attname)
        if value in (None, "", False):
            continue
        is_covered = isinstance(field, EncryptedField) and not opens_sealed
        rows.append(
            (
                capfirst(str(NAMES.get(field.name, field.verbose_name))),
                COVERED if is_covered else _told(record, field, value),
            )
        )
    return rows


def day(value: Any) -> str:
    """A day, or the day of a moment."""
    if value is None:
        return "–"
    return str(
        date_format(timezone.localtime(value) if hasattr(value, "hour") else value, "SHORT_DATE_FORMAT")
    )


def _told(record: models.Model, field: models.Field[Any, Any], value: Any) -> str:
    if field.choices:
        return capfirst(str(getattr(record, f"get_{field.name}_display")()))
    if isinstance(field, models.ForeignKey):
        return str(getattr(record, field.name))
    if field.name.endswith("commune_code"):
        return commune_words(value, getattr(record, f"{field.name}_on") or REFORM)
    if isinstance(field, PhoneField):
        return format_local(value) if value.startswith("+84") else value
    if isinstance(value, bool):
        return _("yes")
    return day(value) if hasattr(value, "isoformat") else str(value)


def _records(title: str, records: Iterable[models.Model], *, opens_sealed: bool) -> list[Section]:
    return [Section(title, told_columns(record, opens_sealed=opens_sealed)) for record in records]


def _sensitive(person: Person, *, is_told: bool) -> list[Section]:
    title = _("Sensitive data")
    kept = list(MemberConfidence.objects.filter(member__in=person.members))
    if is_told:
        return _records(title, kept, opens_sealed=True)
    hint = _("Kept. Ask for a copy to see them.")
    return [Section(title, [(_("Ethnicity, religion, Party"), hint)])] if kept else []


def _invitations(person: Person) -> Iterable[Row]:
    about = Q(farmer__in=person.farmers) | Q(phone__in=person.user_rows.values("phone"))
    for one in HelperInvitation.objects.filter(about).order_by("pk"):
        yield one.name, f"{one.phone}, {day(one.invited_at)}"


def _steps(person: Person) -> Iterable[Row]:
    steps = MembershipStep.objects.filter(member__in=person.members).select_related("branch")
    for step in steps.order_by("opened_at", "pk"):
        parts = [str(step.get_outcome_display()), step.branch.name, step.decision_number, step.reason]
        name = f"{capfirst(str(step.get_kind_display()))} {day(step.effective_on or step.opened_at)}"
        yield name, "; ".join(part for part in parts if part)


def _supports(person: Person) -> Iterable[Row]:
    for support in MemberSupport.objects.filter(member__in=person.members).order_by("pk"):
        amount = format_vnd(support.amount_vnd) if support.amount_vnd is not None else ""
        parts = [support.purpose, amount, support.source, day(support.since) if support.since else ""]
        yield capfirst(str(support.get_kind_display())), "; ".join(part for part in parts if part)


def _consents(person: Person) -> Iterable[Row]:
    for given in consents_in_force(person):
        yield capfirst(given.words), f"{day(given.since)}{f', {given.how}' if given.how else ''}"


def _requests(person: Person) -> Iterable[Row]:
    for request in requests_of(person).order_by("asked_at", "pk"):
        told = [day(request.asked_at), request.words, request.answer, str(request.get_outcome_display())]
        yield capfirst(str(request.get_kind_display())), "; ".join(part for part in told if part)


def _certificates(person: Person) -> Iterable[Row]:
    for one in Certificate.objects.filter(farmer__in=person.farmers).order_by("pk"):
        parts = [
            one.issuer,
            f"{day(one.valid_from)} – {day(one.expires_on)}",
            str(one.get_standing_display()),
        ]
        yield str(one), "; ".join([*parts, *([_("with a scan")] if one.scan else [])])


def _messages(person: Person) -> Iterable[Row]:
    phones = person.user_rows.values("phone")
    count = Message.objects.filter(phone__in=phones).count()
    if count:
        yield _("Codes to sign in"), _("%(count)s messages, without their text") % {"count": count}


def _brought_in(person: Person) -> Iterable[Row]:
    lists = Intake.objects.filter(rows__member__in=person.members).select_related("branch").distinct()
    for intake in lists.order_by("made_at"):
        yield day(intake.made_at), intake.branch.name


def _files(person: Person) -> Iterable[Row]:
    """Lists of the branches the person belongs to; which rows stood in them was not kept."""
    left = HandedFile.objects.filter(
        scope__in=paths_of(person.members, person.farmers), taken_at__isnull=False
    )
    for handed in left.select_related("made_for").order_by("-made_at")[:MOST_READINGS]:
        yield day(handed.taken_at), f"{handed.name}, {handed.made_for}"


def _readings(person: Person) -> Iterable[Row]:
    about = Q(what__startswith="farmers.member", record_id__in=person.members)
    certificates = Certificate.objects.filter(farmer__in=person.farmers).values("pk")
    about |= Q(what__startswith="farmers.certificate", record_id__in=certificates)
    for reading in Reading.objects.filter(about).select_related("reader").order_by("-at")[:MOST_READINGS]:
        parts = [what_words(reading.what), str(reading.reader), reading.reason]
        yield day(reading.at), "; ".join(part for part in parts if part)
