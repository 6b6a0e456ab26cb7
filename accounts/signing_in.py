"""Does somebody hold this phone? Two verbs: ask for a code, answer it.

The six digits follow from the row's id and SECRET_KEY, so nothing readable is kept. Every limit is counted in rows,
not in a cache that each process has for itself. Asking never looks at users: a known and an unknown phone get the
same answer after the same work, and the message itself leaves from a task.
"""

from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from accounts.messages import send
from accounts.models import SignInCode, User

DIGITS = 6
LONGEST_LIMIT = timedelta(days=1)
KEPT = 2 * LONGEST_LIMIT
BEFORE_OTHER_TASKS = 50
# Any number, as long as no other advisory lock uses it.
ASKING_LOCK = 815_001

PHONE_FULL = gettext_lazy(
    "Several codes were already sent to this phone. Look for the last one, or ask again after %(when)s."
)
NETWORK_FULL = gettext_lazy(
    "Many codes were asked for from this network. Ask again after %(when)s, or from another network."
)
DEVICE_FULL = gettext_lazy("Many codes were asked for with this phone or computer. Ask again after %(when)s.")
DAY_FULL = gettext_lazy("Too many people are signing in at the moment. Ask again after %(when)s.")


def digits_of(code_id: UUID) -> str:
    """The six digits that belong to a code."""
    digest = salted_hmac("accounts.signing_in.digits", str(code_id), algorithm="sha256").digest()
    return f"{int.from_bytes(digest, 'big') % 10**DIGITS:0{DIGITS}}"


@transaction.atomic
def ask_code(*, phone: str, address: str, device: str = "", at: datetime) -> SignInCode:
    """Make a code for a phone (E.164) and have it sent; its older codes stop working.

    `address` and `device` (accounts/device.py) say who asks; "" is not counted.
    ValidationError "limit" says from when on another may be asked for.
    """
    _one_at_a_time()
    address_digest, device_digest = _digest("address", address), _digest("device", device)
    _check_limits(phone, address_digest, device_digest, at)
    SignInCode.objects.filter(asked_at__lt=at - KEPT).delete()
    SignInCode.objects.filter(phone=phone, used_at=None).update(attempts_left=0)
    code = SignInCode.objects.create(
        phone=phone,
        address_digest=address_digest,
        device_digest=device_digest,
        asked_at=at,
        expires_at=at + timedelta(minutes=settings.SIGN_IN_CODE_MINUTES),
        attempts_left=settings.SIGN_IN_CODE_ATTEMPTS,
    )
    # In the same transaction: either both are there or neither, whenever the process dies.
    send_code.enqueue(str(code.id))
    return code


@task(priority=BEFORE_OTHER_TASKS)
def send_code(code_id: str) -> None:
    """Send a code to its phone, unless it no longer works; sent twice it is the same code."""
    code = SignInCode.objects.filter(
        id=code_id, used_at=None, attempts_left__gt=0, expires_at__gt=timezone.now()
    ).first()
    if code:
        minutes = settings.SIGN_IN_CODE_MINUTES
        send("sign_in_code", code.phone, {"digits": digits_of(code.id), "minutes": minutes})


def answer_code(*, code_id: UUID, digits: str, at: datetime) -> User:
    """The user whose phone is proven by the digits, made now if the phone is new.

    ValidationError: "wrong", "expired", "gone" (used, replaced, or five times wrong), "closed" (account closed).
    Must not run inside a transaction that is rolled back on error, or wrong answers would cost nothing.
    """
    # Taken before comparing: however many answers arrive at once, only so many are compared.
    taken = SignInCode.objects.filter(
        id=code_id, attempts_left__gt=0, used_at=None, expires_at__gt=at
    ).update(attempts_left=F("attempts_left") - 1)
    if not taken:
        raise _why_closed(code_id, at)
    if not compare_digest(digits_of(code_id).encode(), digits.encode()):
        raise _wrong(code_id)
    with transaction.atomic():
        if not SignInCode.objects.filter(id=code_id, used_at=None).update(used_at=at):
            raise _why_closed(code_id, at)
        user = _user_of(SignInCode.objects.get(id=code_id).phone)
    if not user.is_active:
        raise ValidationError(_("This account is closed. Ask your commune's Association."), code="closed")
    return user


def _one_at_a_time() -> None:
    """Let no two askings count the same rows: SQLite's IMMEDIATE transactions do, PostgreSQL needs a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ASKING_LOCK])


def _digest(of: str, word: str) -> str:
    return salted_hmac(f"accounts.signing_in.{of}", word, algorithm="sha256").hexdigest() if word else ""


def _check_limits(phone: str, address_digest: str, device_digest: str, at: datetime) -> None:
    of_phone, of_network, of_device = (
        Q(phone=phone),
        Q(address_digest=address_digest),
        Q(device_digest=device_digest),
    )
    limits = [
        (of_phone, settings.SIGN_IN_CODES_PER_PHONE_10_MINUTES, timedelta(minutes=10), PHONE_FULL),
        (of_phone, settings.SIGN_IN_CODES_PER_PHONE_DAY, LONGEST_LIMIT, PHONE_FULL),
        (Q(), settings.SIGN_IN_CODES_DAY, LONGEST_LIMIT, DAY_FULL),
    ]
    if address_digest:
        limits.append((of_network, settings.SIGN_IN_CODES_PER_ADDRESS_HOUR, timedelta(hours=1), NETWORK_FULL))
    if device_digest:
        limits.append((of_device, settings.SIGN_IN_CODES_PER_DEVICE_HOUR, timedelta(hours=1), DEVICE_FULL))
    for whose, allowed, span, words in limits:
        asked = SignInCode.objects.filter(whose, asked_at__gt=at - span).order_by("-asked_at")
        oldest_counted = asked.values_list("asked_at", flat=True)[allowed - 1 : allowed].first()
        if oldest_counted:
            when = clock(oldest_counted + span, at)
            raise ValidationError(words, code="limit", params={"when": when})


def clock(when: datetime, at: datetime) -> str:
    """A moment as people say it, rounded up to the minute: "14:35", with the date if that is not today."""
    local = timezone.localtime(when + timedelta(seconds=59))
    return date_format(local, "H:i" if local.date() == timezone.localtime(at).date() else "H:i d/m")


def _wrong(code_id: UUID) -> ValidationError:
    left = SignInCode.objects.values_list("attempts_left", flat=True).get(id=code_id)
    if not left:
        return ValidationError(
            _("This code is not right, and it was the last try. Ask for a new code below."), code="wrong"
        )
    message = _("This code is not right. Look at the message again; tries left: %(left)s.")
    return ValidationError(message, code="wrong", params={"left": left})


def _why_closed(code_id: UUID, at: datetime) -> ValidationError:
    code = SignInCode.objects.filter(id=code_id).first()
    if code and code.used_at is None and code.expires_at <= at:
        return ValidationError(_("This code is too old. Ask for a new one below."), code="expired")
    if code is None or code.used_at:
        message = _("This code was already used. Ask for a new one below.")
    elif SignInCode.objects.filter(phone=code.phone, asked_at__gt=code.asked_at).exists():
        message = _(
            "A newer code was sent to this phone, so this one no longer works. Ask for a new one below."
        )
    else:
        message = _("Too many wrong codes were typed, so this one no longer works. Ask for a new one below.")
    return ValidationError(message, code="gone")


def _user_of(phone: str) -> User:
    found = User.objects.filter(phone=phone).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(phone)
    except IntegrityError:  # the same phone came in through another door meanwhile
        return User.objects.get(phone=phone)


def asked_code(code_id: UUID, *, at: datetime) -> SignInCode | None:
    """The code a browser waits for, however it stands now; None once it was cleared away."""
    return SignInCode.objects.filter(id=code_id, asked_at__gt=at - KEPT).first()
