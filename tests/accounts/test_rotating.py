import base64
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import connection

from accounts.fields import EncryptedDateField
from accounts.rotating import encrypted_columns, rotate_column
from farmers.models import Member
from tests.factories.accounts import UserFactory
from tests.factories.farmers import MemberFactory

pytestmark = pytest.mark.django_db
OLD = "k1:" + base64.b64encode(b"o" * 32).decode()
NEW = "k2:" + base64.b64encode(b"n" * 32).decode()
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture
def members(settings) -> list[Member]:
    """Five under the old key, one without values; then the new key comes."""
    settings.FIELD_KEYS = [OLD]
    made = [MemberFactory(citizen_id=f"06408500012{n}", birth_date=date(1985, 3, n + 1)) for n in range(5)]
    made.append(MemberFactory(citizen_id="", birth_date=None))
    holder = UserFactory()
    TOTP.activate(holder, SECRET)
    RecoveryCodes.activate(holder)
    settings.FIELD_KEYS = [NEW, OLD]
    return made


def kept(column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM farmers_member ORDER BY id")
        return [(row[0] or "")[:3] for row in cursor.fetchall()]


def test_every_encrypted_column_is_found():
    assert {field.label for field in encrypted_columns()} >= {
        "farmers.member.citizen_id",
        "farmers.member.birth_date",
    }
    assert any(isinstance(field, EncryptedDateField) for field in encrypted_columns())


def test_all_values_come_under_the_new_key_and_the_old_one_can_go(members, settings, capsys):
    call_command("rotate_field_keys", batch=2)
    said = capsys.readouterr().out
    settings.FIELD_KEYS = [NEW]

    assert kept("citizen_id") == ["k2:"] * 5 + [""]
    assert kept("birth_date") == ["k2:"] * 5 + [""]
    assert [member.citizen_id for member in Member.objects.order_by("id")] == [
        member.citizen_id for member in members
    ]
    assert Member.objects.order_by("id").first().birth_date == date(1985, 3, 1)
    assert "farmers.member.citizen_id: 5 values" in said
    assert "mfa.authenticator.data: 2 values" in said


def test_secrets_of_the_second_factor_open_as_before(members, settings):
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    call_command("rotate_field_keys")
    settings.FIELD_KEYS = [NEW]

    assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes() == codes
    assert Authenticator.objects.get(type="totp").data["secret"].startswith("k2:")


def test_an_interrupted_run_is_finished_by_the_next(members, capsys):
    column = Member._meta.get_field("citizen_id")
    assert next(rotate_column(column, batch=2)) == 2
    assert kept("citizen_id") == ["k2:"] * 2 + ["k1:"] * 3 + [""]

    assert list(rotate_column(column, batch=2)) == [2, 1]
    assert list(rotate_column(column, batch=2)) == []


def test_the_index_still_finds_a_member(members):
    call_command("rotate_field_keys")
    digest = Member._meta.get_field("citizen_id_index").digest("064085000123")

    assert Member.objects.get(citizen_id_index=digest).citizen_id == "064085000123"


def test_a_missing_key_ends_with_a_status_and_what_to_do(members, settings, capsys):
    settings.FIELD_KEYS = [NEW]

    with pytest.raises(SystemExit) as ended:
        call_command("rotate_field_keys")
    assert ended.value.code == 1
    assert "no key named 'k1'. Put that key back into FIELD_KEYS" in capsys.readouterr().err
