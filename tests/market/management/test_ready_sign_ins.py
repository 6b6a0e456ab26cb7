from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from accounts.tokens import token_at
from market.demo import ready
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_the_four_ready_sign_ins_are_printed_with_the_officers_token(settings, capsys):
    settings.PUBLIC_ADDRESS = "http://127.0.0.1:8000"
    for phone in (ready.FARMER_PHONE, ready.BUYER_PHONE, ready.OFFICER_PHONE, ready.PROVINCE_PHONE):
        UserFactory(phone=phone)
    before = token_at(ready.OFFICER_TOTP_SECRET, datetime.now(UTC))
    call_command("ready_sign_ins")
    after = token_at(ready.OFFICER_TOTP_SECRET, datetime.now(UTC))

    said = capsys.readouterr().out
    lines = [line.split() for line in said.splitlines()]
    assert [(line[-4:-1], line[-1]) for line in lines[:4]] == [
        (["0911", "000", "001"], "http://127.0.0.1:8000/ban-hang/"),
        (["0931", "000", "001"], "http://127.0.0.1:8000/dang-nhap/?next=/"),
        (["0900", "000", "005"], "http://127.0.0.1:8000/hoi/"),
        (["0900", "000", "001"], "http://127.0.0.1:8000/hoi/"),
    ]
    assert before in said or after in said


def test_without_the_demo_it_says_what_to_run():
    with pytest.raises(CommandError, match=r"manage\.py seed_demo"):
        call_command("ready_sign_ins")
