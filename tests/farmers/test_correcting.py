"""A clerk corrects what needs no decision: nothing else moves, rules hold, history gives nobody away."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from farmers.correcting import PLAIN_COLUMNS, correct_member
from farmers.models import Member
from tests.factories.farmers import MemberFactory, officer

ID, OTHER_ID = "052185001234", "052090004321"


@pytest.fixture
def clerk(db):
    return officer(role="clerk")


def correct(member, by, **columns) -> Member:
    return correct_member(member=member, columns=columns, by=by, at=timezone.now())


def history(member) -> list[dict]:
    return [entry.data for entry in ModelLogEntry.objects.for_instance(member).order_by("pk")]


def test_columns_are_written_with_their_folded_copies(clerk):
    member = MemberFactory(full_name="Siu Bưn", address="làng Kép")

    correct(member, clerk, full_name="Siu H'Bưn", address="thôn Đoàn Kết", notes="đã gặp")

    member.refresh_from_db()
    assert (member.full_name, member.address, member.notes) == ("Siu H'Bưn", "thôn Đoàn Kết", "đã gặp")
    assert (member.full_name_folded, member.search_folded) == ("siu h'bun", "siu h'bun thon doan ket")


def test_history_tells_codes_from_to_and_of_all_else_the_column(clerk):
    member = MemberFactory(education="primary", occupation="farmer", phone="+84905123456")

    correct(
        member, clerk, phone="+84905123457", education="upper_secondary", occupation="farmer", is_core=True
    )

    assert history(member) == [
        {
            "columns": ["phone", "education", "is_core"],
            "changes": {"education": ["primary", "upper_secondary"], "is_core": [False, True]},
        }
    ]


def test_nothing_changed_writes_nothing(clerk):
    member = MemberFactory(citizen_id=ID, birth_date=date(1985, 2, 3))

    correct(member, clerk, citizen_id=ID, birth_date=date(1985, 2, 3), full_name=member.full_name)

    assert history(member) == []


def test_what_somebody_else_wrote_meanwhile_stays(clerk):
    member = MemberFactory(notes="cũ")
    correct(member, clerk, production="cà phê")

    correct(member, clerk, notes="mới")

    member.refresh_from_db()
    assert (member.production, member.notes) == ("cà phê", "mới")


@pytest.mark.parametrize(
    ("kept", "said", "expected"),
    [
        pytest.param(
            (1985, None),
            {"birth_date": date(1986, 5, 1)},
            (1986, date(1986, 5, 1)),
            id="a date says the year",
        ),
        pytest.param(
            (1985, date(1985, 2, 3)), {"birth_year": 1986}, (1986, None), id="another year drops the date"
        ),
        pytest.param(
            (1985, date(1985, 2, 3)), {"birth_year": 1985}, (1985, date(1985, 2, 3)), id="the same keeps it"
        ),
        pytest.param((1985, date(1985, 2, 3)), {"birth_date": None}, (1985, None), id="without the date"),
    ],
)
def test_year_and_date_of_birth_tell_one_story(clerk, kept, said, expected):
    member = MemberFactory(birth_year=kept[0], birth_date=kept[1])

    correct(member, clerk, **said)

    member.refresh_from_db()
    assert (member.birth_year, member.birth_date) == expected


def test_a_citizen_id_is_sealed_found_again_and_not_told(clerk):
    member = MemberFactory()

    correct(member, clerk, citizen_id=ID)

    found = Member.objects.get(citizen_id_index=Member._meta.get_field("citizen_id_index").digest(ID))
    assert (found, found.citizen_id) == (member, ID)
    assert ID not in str(history(member))


def test_a_citizen_id_of_somebody_else_is_refused_beside_its_field(clerk):
    MemberFactory(citizen_id=ID)
    member = MemberFactory(citizen_id=OTHER_ID)

    with pytest.raises(ValidationError) as refused:
        correct(member, clerk, citizen_id=ID)

    assert list(refused.value.message_dict) == ["citizen_id"]
    member.refresh_from_db()
    assert member.citizen_id == OTHER_ID


def test_a_citizen_id_of_a_merged_record_may_be_entered(clerk):
    kept = MemberFactory()
    MemberFactory(citizen_id=ID, merged_into=kept)

    correct(kept, clerk, citizen_id=ID)

    kept.refresh_from_db()
    assert kept.citizen_id == ID


@pytest.mark.parametrize(
    "columns",
    [{"full_name": ""}, {"gender": "x"}, {"birth_year": 1820}, {"school_grade": 13}, {"is_resident": False}],
    ids=str,
)
def test_a_rule_of_the_table_refuses(clerk, columns):
    member = MemberFactory()

    with pytest.raises(ValidationError):
        correct(member, clerk, **columns)

    assert history(member) == []


@pytest.mark.parametrize("state", ["merged", "anonymised"])
def test_what_stands_for_nobody_is_not_corrected(clerk, state):
    columns = {"merged": {"merged_into": MemberFactory()}, "anonymised": {"anonymised_at": timezone.now()}}[
        state
    ]
    member = MemberFactory(**columns)

    with pytest.raises(ValidationError) as refused:
        correct(member, clerk, notes="x")

    assert refused.value.code == state


def test_standing_branch_and_card_are_never_written(clerk):
    member = MemberFactory()
    before = (member.standing, member.branch_id, member.card_number)

    correct(member, clerk, standing="left", branch_id=None, card_number="26.99999", decision_number="x")

    member.refresh_from_db()
    assert (member.standing, member.branch_id, member.card_number) == before
    assert not {"standing", "branch", "card_number", "decision_number"} & set(PLAIN_COLUMNS)
