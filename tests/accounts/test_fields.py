import unicodedata
from datetime import date

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection

from accounts.encryption import CannotDecrypt
from accounts.fields import digits_only, validate_e164
from farmers.models import Member
from tests.factories.farmers import FarmerFactory, MemberFactory, commune

pytestmark = pytest.mark.django_db


def raw(member: Member, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM farmers_member WHERE id = %s", [member.pk])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "phone", ["0905123456", "+0905123456", "+84 905123456", "+84", "", "+84905123456\n", "+8490512345٦"]
)
def test_validate_e164_refuses_other_forms(phone):
    with pytest.raises(ValidationError):
        validate_e164(phone)


def test_text_is_kept_composed_and_without_spaces_around():
    member = MemberFactory(full_name=unicodedata.normalize("NFD", "  Nguyễn Thị Hạnh "))

    member.refresh_from_db()
    assert member.full_name == "Nguyễn Thị Hạnh"


def test_folded_copy_is_filled_on_save_and_in_bulk():
    farmer = FarmerFactory(name="Đặng Thị Mỹ Duyên")
    built = [MemberFactory.build(branch=commune(), full_name="Rơ Châm H'Yến")]
    Member.objects.bulk_create(built)

    assert farmer.name_folded == "dang thi mi duyen"
    assert Member.objects.get().full_name_folded == "ro cham h'yen"


def test_encrypted_columns_hold_nothing_readable():
    member = MemberFactory(citizen_id="064085000123", birth_date=date(1985, 3, 9))

    member.refresh_from_db()
    assert (member.citizen_id, member.birth_date) == ("064085000123", date(1985, 3, 9))
    assert raw(member, "citizen_id").startswith("t1:")
    assert "064085000123" not in raw(member, "citizen_id")
    assert raw(member, "birth_date").startswith("t1:")
    assert "1985" not in raw(member, "birth_date").partition(":")[2][:4]


def test_empty_encrypted_columns_stay_empty():
    member = MemberFactory(citizen_id="", birth_date=None)

    member.refresh_from_db()
    assert (member.citizen_id, member.birth_date) == ("", None)
    assert raw(member, "citizen_id") == ""


def test_a_value_copied_into_another_column_does_not_open():
    member = MemberFactory(citizen_id="064085000123")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE farmers_member SET old_id = citizen_id WHERE id = %s", [member.pk])

    with pytest.raises(CannotDecrypt):
        Member.objects.get(pk=member.pk)


def test_an_encrypted_column_cannot_be_searched():
    with pytest.raises(FieldError):
        Member.objects.filter(citizen_id__startswith="064").exists()


def test_blind_index_finds_the_number_however_it_is_typed():
    member = MemberFactory(citizen_id="064085000123")
    index = Member._meta.get_field("citizen_id_index")

    assert Member.objects.get(citizen_id_index=index.digest("064 085 000 123")) == member
    assert MemberFactory(citizen_id="").citizen_id_index == ""
    assert digits_only("064.085 000-123") == "064085000123"
