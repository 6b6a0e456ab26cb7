"""How is a request about personal data done, and its clock stopped, in one step?"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.models import User
from farmers.anonymising import anonymise
from farmers.data_requests import close, person_about, requests_of
from farmers.models import DataRequest
from farmers.person import Person
from farmers.scrubbing import erased_words
from farmers.withdrawing import withdraw

Outcome = DataRequest.Outcome


@transaction.atomic
def fulfil_withdrawal(
    *, request: DataRequest, purposes: Collection[str], words: str, by: User, at: datetime
) -> int:
    """Take back consents and close the request; how many ended."""
    ended = withdraw(person=person_about(request), purposes=purposes, by=by, at=at)
    close(request=request, outcome=Outcome.DONE, words=words, by=by, at=at)
    return ended


@transaction.atomic
def fulfil_deletion(*, request: DataRequest, person: Person, by: User, at: datetime) -> None:
    """Make the person nameless and close this request, and whatever else they asked and is open."""
    anonymise(person=person, by=by, at=at)
    for one in requests_of(person).filter(closed_at=None).order_by("pk"):
        close(request=one, outcome=Outcome.DONE, words=erased_words(), by=by, at=at)
