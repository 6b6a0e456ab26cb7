"""Many browsers at once: limits, tries and tokens must be exact on both databases."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from accounts.models import SignInCode, User
from accounts.signing_in import answer_code, ask_code, digits_of
from accounts.tokens import spend_token, token_at
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
PHONE = "+84905123456"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
THREADS = 16


def outcomes(job: Callable[[int], object], times: int) -> Counter[str]:
    """What came of so many runs, `THREADS` at once, each thread with a connection of its own."""
    start = Barrier(THREADS)

    def runs(thread: int) -> Counter[str]:
        found: Counter[str] = Counter()
        start.wait()
        try:
            for number in range(thread, times, THREADS):
                try:
                    job(number)
                except ValidationError as refusal:
                    found[refusal.code] += 1
                else:
                    found["done"] += 1
        finally:
            connections.close_all()
        return found

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(runs, range(THREADS)), Counter())


def ask(phone: str = PHONE, address: str = "203.0.113.9") -> SignInCode:
    return ask_code(phone=phone, address=address, at=timezone.now())


def test_of_many_askings_at_once_three_get_a_code():
    assert outcomes(lambda _: ask(), 32) == {"done": 3, "limit": 29}
    assert SignInCode.objects.count() == 3
    assert SignInCode.objects.filter(attempts_left__gt=0).count() == 1


def test_a_network_gets_exactly_its_share(settings):
    settings.SIGN_IN_CODES_PER_ADDRESS_HOUR = 5

    assert outcomes(lambda n: ask(f"+84905{n:06}"), 32) == {"done": 5, "limit": 27}


def test_a_day_gets_exactly_its_share(settings):
    settings.SIGN_IN_CODES_DAY = 7

    assert outcomes(lambda n: ask(f"+84905{n:06}", f"203.0.113.{n}"), 32) == {"done": 7, "limit": 25}


def test_of_many_guesses_at_once_five_are_compared():
    code = ask()
    wrong = f"{(int(digits_of(code.id)) + 1) % 10**6:06}"

    def guess(_: int) -> None:
        answer_code(code_id=code.id, digits=wrong, at=timezone.now())

    assert outcomes(guess, 128) == {"wrong": 5, "gone": 123}
    assert SignInCode.objects.get().attempts_left == 0


def test_the_right_code_many_times_at_once_opens_once(settings):
    settings.SIGN_IN_CODE_ATTEMPTS = 100
    code = ask()

    def answer(_: int) -> None:
        answer_code(code_id=code.id, digits=digits_of(code.id), at=timezone.now())

    assert outcomes(answer, 16) == {"done": 1, "gone": 15}
    assert list(User.objects.values_list("phone", flat=True)) == [PHONE]


def test_a_token_many_times_at_once_opens_once():
    user, at = UserFactory(), timezone.now()
    TOTP.activate(user, SECRET)

    spent = outcomes(lambda _: spend_token(user=user, token=token_at(SECRET, at), at=at), 16)
    assert spent == {"done": 1, "used": 15}


def test_of_many_wrong_tokens_at_once_five_are_compared():
    user, at = UserFactory(), timezone.now()
    TOTP.activate(user, SECRET)
    wrong = f"{(int(token_at(SECRET, at)) + 3) % 10**6:06}"

    assert outcomes(lambda _: spend_token(user=user, token=wrong, at=at), 64) == {"wrong": 5, "limit": 59}
