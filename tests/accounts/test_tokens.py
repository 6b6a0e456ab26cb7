from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.tokens import digits_in, spend_token, step_of, token_at
from tests.factories.accounts import UserFactory

# RFC 6238, appendix B: the secret "12345678901234567890" and its last six digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
AT = datetime(2026, 11, 24, 8, 0, 5, tzinfo=UTC)


@pytest.fixture
def user(db) -> User:
    holder = UserFactory()
    TOTP.activate(holder, SECRET)
    RecoveryCodes.activate(holder)
    return holder


def spend(user: User, token: str, at: datetime = AT) -> str:
    """The type of what opened, or the code of the refusal."""
    try:
        return spend_token(user=user, token=token, at=at).type
    except ValidationError as refusal:
        return refusal.code


def wrong(at: datetime = AT) -> str:
    return f"{(int(token_at(SECRET, at)) + 1) % 10**6:06}"


@pytest.mark.parametrize(
    ("seconds", "token"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_token_at_computes_what_the_standard_says(seconds, token):
    assert token_at(SECRET, datetime.fromtimestamp(seconds, tz=UTC)) == token


@pytest.mark.parametrize(
    ("seconds_off", "is_right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_step_of_lets_clocks_differ_by_one_step(seconds_off, is_right):
    token = token_at(SECRET, AT + timedelta(seconds=seconds_off))

    assert (step_of(SECRET, token, AT) is not None) is is_right


@pytest.mark.parametrize("typed", ["123 456", "123-456", " 123456", "１２３４５６", "123.456"])
def test_digits_in_takes_what_is_pasted(typed):
    assert digits_in(typed) == "123456"


def test_spend_token_opens_once(user):
    token = token_at(SECRET, AT)

    assert [spend(user, token), spend(user, token)] == ["totp", "used"]


def test_a_token_stays_used_for_as_long_as_clocks_may_differ(user):
    token = token_at(SECRET, AT)
    spend(user, token)

    assert spend(user, token, AT + timedelta(seconds=30)) == "used"
    assert spend(user, token_at(SECRET, AT, steps=1), AT + timedelta(seconds=30)) == "totp"


def test_an_older_token_does_not_open_after_a_newer_one(user):
    spend(user, token_at(SECRET, AT, steps=1))

    assert spend(user, token_at(SECRET, AT)) == "used"


def test_five_wrong_tokens_are_compared_and_then_none_for_five_minutes(user):
    assert [spend(user, wrong()) for _ in range(6)] == ["wrong"] * 5 + ["limit"]
    assert spend(user, token_at(SECRET, AT)) == "limit"

    later = AT + timedelta(minutes=5, seconds=1)
    assert spend(user, token_at(SECRET, later), later) == "totp"


def test_a_right_token_wipes_the_wrong_ones(user):
    for _ in range(4):
        spend(user, wrong())
    spend(user, token_at(SECRET, AT))

    assert [spend(user, wrong()) for _ in range(5)] == ["wrong"] * 5


def test_a_recovery_code_opens_once(user):
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()

    assert [spend(user, codes[0]), spend(user, codes[0])] == ["recovery_codes", "wrong"]
    assert spend(user, codes[1]) == "recovery_codes"


def test_secrets_are_unreadable_in_the_database(user):
    kept = "".join(str(data) for data in Authenticator.objects.values_list("data", flat=True))

    assert SECRET not in kept
    assert kept.count("'t1:") == 2
