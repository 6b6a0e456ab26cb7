"""How is somebody who signed in forgotten? The row stays, because others name it; who it was does not.

Called inside the caller's transaction, but for what is no row of ours alone: sessions and the file of messages.
"""

import json
from collections.abc import Callable, Collection
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.message_ways.printed import message_file
from accounts.models import Consent, Invitation, Message, SignInCode, User

# No country has it (ITU-T E.164), so nobody ever holds this phone.
NOBODYS_PHONE = "+999{:011d}"
SAME_LENGTH = "0"
CHUNK = 500


def forget_user(*, user: User, name: str, at: datetime) -> None:
    """Put a name that is nobody's in a user's place and close the account: phone, second factor, consents are gone."""
    Authenticator.objects.filter(user=user).delete()
    Invitation.objects.filter(user=user, used_at=None).delete()
    Consent.objects.filter(user=user, withdrawn_at=None).update(withdrawn_at=at)
    user.phone, user.name = NOBODYS_PHONE.format(user.pk), name
    user.is_active = user.is_superuser = False
    user.last_login, user.anonymised_at = None, at
    user.set_unusable_password()
    user.save()


def forget_phones(phones: Collection[str]) -> None:
    """Take phones out of what was sent to them; that something was sent, and what it cost, stays."""
    SignInCode.objects.filter(phone__in=phones).delete()
    Message.objects.filter(phone__in=phones).update(phone="")


def forget_in_tasks(stands_in: Callable[[str], bool]) -> None:
    """Empty what failed tasks said of their failure where somebody stands in it; their arguments are ids alone."""
    for task in DBTaskResult.objects.exclude(traceback="").only("id", "traceback").iterator(chunk_size=CHUNK):
        if stands_in(task.traceback):
            DBTaskResult.objects.filter(pk=task.pk).update(traceback="")


def end_sessions(users: Collection[int]) -> int:
    """Delete the sessions of users; how many. Reads all that are open, so it is for the background."""
    named = {str(user) for user in users}
    ended = 0
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator(chunk_size=CHUNK):
        if session.get_decoded().get("_auth_user_id") in named:
            ended += session.delete()[0]
    return ended


def forget_in_file_of_messages(phones: Collection[str]) -> None:
    """Write over phones in the file of messages, in their place: who appends to it meanwhile loses nothing."""
    path = message_file()
    if not path.exists():
        return
    wanted = [json.dumps(phone).encode() for phone in phones]
    with path.open("r+b") as file:
        place = 0
        for line in file.readlines():
            for phone in wanted:
                if phone in line:
                    nobody = b'"+' + SAME_LENGTH.encode() * (len(phone) - 3) + b'"'
                    file.seek(place)
                    file.write(line.replace(phone, nobody))
            place += len(line)
