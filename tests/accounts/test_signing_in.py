from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Message, SignInCode, User
from accounts.signing_in import answer_code, ask_code, asked_code, digits_of, send_code
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PHONE = "+84905123456"
ADDRESS = "203.0.113.9"


def ask(at=None, phone=PHONE, address=ADDRESS, device="") -> SignInCode:
    return ask_code(phone=phone, address=address, device=device, at=at or timezone.now())


def answer(code: SignInCode, digits: str, at=None) -> User:
    return answer_code(code_id=code.id, digits=digits, at=at or timezone.now())


def wrong(code: SignInCode) -> str:
    return f"{(int(digits_of(code.id)) + 1) % 10**6:06}"


def refused(code: SignInCode, digits: str, at=None) -> str:
    with pytest.raises(ValidationError) as refusal:
        answer(code, digits, at)
    return refusal.value.code


def refused_asking(**kwargs) -> str:
    with pytest.raises(ValidationError) as refusal:
        ask(**kwargs)
    return refusal.value.code


def test_ask_code_keeps_no_digits_and_no_address():
    code = ask()

    kept = {name: str(value) for name, value in SignInCode.objects.values().get().items()}
    assert digits_of(code.id) not in "".join(kept.values())
    assert ADDRESS not in "".join(kept.values())
    assert len(code.address_digest) == 64


def test_ask_code_sends_the_digits_from_a_task_that_knows_the_id_alone(capsys):
    code = ask()

    assert digits_of(code.id) in capsys.readouterr().out
    assert list(Message.objects.values_list("kind", "phone")) == [("sign_in_code", PHONE)]


def test_digits_are_six_and_differ_by_code():
    codes = {digits_of(uuid4()) for _ in range(50)}

    assert {len(digits) for digits in codes} == {6}
    assert len(codes) > 45


def test_digits_depend_on_the_secret_key(settings):
    code_id = uuid4()
    before = digits_of(code_id)
    settings.SECRET_KEY = "another-secret-key-of-no-worth-0123456789-abcdefg"

    assert digits_of(code_id) != before


def test_send_code_is_silent_about_a_code_that_no_longer_works(capsys):
    used, replaced = ask(), ask()
    SignInCode.objects.filter(id=used.id).update(used_at=timezone.now())
    ask()
    capsys.readouterr()

    for code in (used, replaced):
        send_code.call(str(code.id))
    send_code.call(str(uuid4()))
    assert capsys.readouterr().out == ""


def test_answer_code_makes_the_user_only_now():
    code = ask()
    assert not User.objects.exists()

    user = answer(code, digits_of(code.id))
    assert (user.phone, user.has_usable_password(), user.is_active) == (PHONE, False, True)


def test_answer_code_finds_the_user_of_the_phone():
    user = UserFactory(phone=PHONE)
    code = ask()

    assert answer(code, digits_of(code.id)) == user
    assert User.objects.count() == 1


def test_answer_code_opens_once():
    code = ask()
    answer(code, digits_of(code.id))

    assert refused(code, digits_of(code.id)) == "gone"


def test_the_sixth_try_is_refused_even_when_right():
    code = ask()

    assert [refused(code, wrong(code)) for _ in range(5)] == ["wrong"] * 5
    assert refused(code, digits_of(code.id)) == "gone"
    assert not User.objects.exists()


def test_a_wrong_code_says_how_many_tries_are_left():
    code = ask()
    said = []
    for _ in range(6):
        with pytest.raises(ValidationError) as refusal:
            answer(code, wrong(code))
        said.append((refusal.value.params or {}).get("left"))

    assert said == [4, 3, 2, 1, None, None]


def test_answer_code_refuses_an_old_code():
    at = timezone.now()
    code = ask(at)

    assert refused(code, digits_of(code.id), at + timedelta(minutes=10)) == "expired"
    assert answer(code, digits_of(code.id), at + timedelta(minutes=9, seconds=59)).phone == PHONE


def test_a_new_code_ends_the_old_ones():
    first, second = ask(), ask()

    assert refused(first, digits_of(first.id)) == "gone"
    assert answer(second, digits_of(second.id)).phone == PHONE


def test_a_new_code_leaves_those_of_other_phones():
    other = ask(phone="+84905123457")
    ask()

    assert answer(other, digits_of(other.id)).phone == "+84905123457"


def test_answer_code_refuses_an_unknown_code():
    with pytest.raises(ValidationError) as refusal:
        answer_code(code_id=uuid4(), digits="000000", at=timezone.now())
    assert refusal.value.code == "gone"


def test_answer_code_refuses_a_closed_account_only_after_the_phone_is_proven():
    UserFactory(phone=PHONE, is_active=False)
    code = ask()

    assert refused(code, wrong(code)) == "wrong"
    assert refused(code, digits_of(code.id)) == "closed"


def test_three_codes_in_ten_minutes_are_enough_for_a_phone():
    at = timezone.now()
    for minutes in (0, 1, 2):
        ask(at + timedelta(minutes=minutes))

    assert refused_asking(at=at + timedelta(minutes=9)) == "limit"
    assert ask(at + timedelta(minutes=9), phone="+84905123457").phone == "+84905123457"
    assert ask(at + timedelta(minutes=10)).phone == PHONE


def test_a_refused_asking_leaves_the_last_code_alive(settings):
    settings.SIGN_IN_CODES_PER_PHONE_10_MINUTES = 1
    code = ask()

    assert refused_asking() == "limit"
    assert answer(code, digits_of(code.id)).phone == PHONE


def test_the_refusal_says_from_when_on_it_works_again(settings):
    settings.SIGN_IN_CODES_PER_PHONE_10_MINUTES = 1
    at = timezone.make_aware(timezone.datetime(2026, 11, 24, 14, 20, 30))
    ask(at)

    with pytest.raises(ValidationError) as refusal:
        ask(at + timedelta(minutes=1))
    assert refusal.value.params == {"when": "14:31"}


def test_eight_codes_a_day_are_enough_for_a_phone():
    at = timezone.now()
    for hours in range(8):
        ask(at + timedelta(hours=hours))

    assert refused_asking(at=at + timedelta(hours=23)) == "limit"
    assert ask(at + timedelta(hours=24)).phone == PHONE


def test_a_network_has_a_limit_of_its_own(settings):
    settings.SIGN_IN_CODES_PER_ADDRESS_HOUR = 2
    at = timezone.now()
    for n in (1, 2):
        ask(at, phone=f"+8490512345{n}")

    assert refused_asking(at=at, phone="+84905123453") == "limit"
    assert ask(at, phone="+84905123453", address="198.51.100.7").phone == "+84905123453"
    assert ask(at, phone="+84905123454", address="").address_digest == ""
    assert ask(at + timedelta(hours=1), phone="+84905123455").phone == "+84905123455"


def test_a_device_has_a_limit_of_its_own(settings):
    settings.SIGN_IN_CODES_PER_DEVICE_HOUR = 2
    at = timezone.now()
    for n in (1, 2):
        ask(at, phone=f"+8490512345{n}", device="a" * 32)

    assert refused_asking(at=at, phone="+84905123453", device="a" * 32) == "limit"
    assert ask(at, phone="+84905123453", device="b" * 32).phone == "+84905123453"
    assert ask(at, phone="+84905123454").device_digest == ""
    assert ask(at + timedelta(hours=1), phone="+84905123455", device="a" * 32).phone == "+84905123455"
    assert not SignInCode.objects.filter(device_digest__contains="a" * 32).exists()


def test_a_day_has_a_limit_for_all(settings):
    settings.SIGN_IN_CODES_DAY = 2
    for n in (1, 2):
        ask(phone=f"+8490512345{n}", address="")

    assert refused_asking(phone="+84905123453", address="") == "limit"


def test_codes_are_cleared_away_after_two_days():
    at = timezone.now()
    old = ask(at - timedelta(days=2, seconds=1))
    new = ask(at)

    assert list(SignInCode.objects.values_list("id", flat=True)) == [new.id]
    assert asked_code(old.id, at=at) is None
    assert asked_code(new.id, at=at) == new
