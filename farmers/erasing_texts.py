"""What did officers write about somebody, and what stood beside their record? Each text by name, and what becomes of it.

A text that is about the person alone gives way to a fixed sentence; one that only may name them does where it does.
"""

from datetime import datetime

from django.db.models import Q

from accounts.models import Reading, User
from farmers.data_requests import requests_of
from farmers.models import (
    Certificate,
    Claim,
    Farm,
    Farmer,
    Incident,
    Intake,
    IntakeRow,
    Member,
    MembershipStep,
    MemberSupport,
    Officer,
    RecordedConsent,
)
from farmers.person import Person
from farmers.person_words import PersonWords
from farmers.scrubbing import erased_name, scrub_history, scrub_words

NAMELESS_FILE = "danh-sach"


def erase_texts(person: Person, words: PersonWords, at: datetime) -> None:
    """Erase all of them. Runs inside the caller's transaction."""
    scrub_words(MembershipStep.objects.filter(member__in=person.members), words, ["reason"], always=True)
    supports = MemberSupport.objects.filter(member__in=person.members)
    supports.update(source="")
    scrub_words(supports, words, ["purpose"], always=True)
    _erase_consents(person, words, at)
    _erase_requests(person, words)
    claims = Claim.objects.filter(
        Q(member__in=person.members) | Q(farmer__in=person.farmers) | Q(user__in=person.users)
    )
    scrub_words(claims, words, ["reason"], always=True)
    certificates = Certificate.objects.filter(farmer__in=person.farmers)
    scrub_words(certificates, words, ["reason"])
    _erase_readings(person, words)
    _erase_brought_in(person, words)
    scrub_words(Incident.objects.all(), words, ["what", "data", "measures"])
    _erase_history(person, words)


def _erase_consents(person: Person, words: PersonWords, at: datetime) -> None:
    """That there was a consent, to what and how, stays; before whom it was given does not."""
    about = Q(member__in=person.members) | Q(farmer__in=person.farmers)
    consents = RecordedConsent.objects.filter(about)
    consents.update(witness="")
    consents.filter(withdrawn_at=None).update(withdrawn_at=at)
    scrub_words(consents, words, ["text"])


def _erase_requests(person: Person, words: PersonWords) -> None:
    """What was asked, when, and what became of it stays: it shows that the law was kept."""
    scrub_words(requests_of(person), words, ["words", "answer", "extension_reason"], always=True)


def _erase_readings(person: Person, words: PersonWords) -> None:
    about = Q(what__startswith="farmers.member", record_id__in=person.members)
    about |= Q(what__startswith="farmers.farmer", record_id__in=person.farmers)
    scrub_words(Reading.objects.filter(about), words, ["reason"])


def _erase_brought_in(person: Person, words: PersonWords) -> None:
    """What an undo of a list would put back is nobody's any more; a file may bear the name of who sent it."""
    IntakeRow.objects.filter(member__in=person.members).update(before="", after_digest="")
    intakes = Intake.objects.filter(
        Q(rows__member__in=person.members) | Q(made_by__in=person.users)
    ).distinct()
    for intake in intakes.only("name", "error"):
        if words.stand_in(intake.name) or words.stand_in(intake.error):
            intake.name, intake.error = NAMELESS_FILE, ""
            intake.save(update_fields=["name", "error"])


def _erase_history(person: Person, words: PersonWords) -> None:
    name = erased_name()
    scrub_history(Member, person.members, words, label=name)
    scrub_history(Farmer, person.farmers, words, label=name)
    scrub_history(User, person.users, words, label=name)
    farms = Farm.objects.filter(farmer__in=person.farmers).values_list("pk", flat=True)
    scrub_history(Farm, farms, words, label=name)
    certificates = Certificate.objects.filter(farmer__in=person.farmers).values_list("pk", flat=True)
    scrub_history(Certificate, certificates, words, keeps_reasons=True)
    offices = Officer.objects.filter(user__in=person.users).values_list("pk", flat=True)
    scrub_history(Officer, offices, words, keeps_reasons=True)
