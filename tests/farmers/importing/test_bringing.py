"""What becomes of a list on its way into the register?"""

from datetime import timedelta

from django.core.files.storage import storages
from django.utils import timezone

from accounts.clearing import clear_all
from farmers.importing.bringing import KEPT_FOR, order_undo
from farmers.importing.states import State
from farmers.models import Intake, Member, MembershipStep
from tests.factories.farmers import MemberFactory
from tests.farmers.importing.conftest import outcomes

LAN = [1, "Rơ Châm H'Lan", "05/02/1985", "Nữ", "064185000001", 905123456, "Làng Ví Dụ, xã Biển Hồ"]
TAM = [2, "Lê Văn Tám", 1960, "Nam", 64060000002, "0914 555 666", "Thôn 3"]


def test_a_list_becomes_members(desk):
    intake = desk.brought(LAN, TAM)
    assert (intake.state, intake.rows_expected, intake.error) == (State.MAPPING, 2, "")

    intake = desk.checked(intake)
    assert (intake.state, intake.found["counts"]) == (
        State.CHECKED,
        {"created": 2, "changed": 0, "same": 0, "bad": 0},
    )
    assert Member.objects.count() == 0

    intake = desk.written(intake)
    assert (intake.state, outcomes(intake)) == (State.DONE, {2: "created", 3: "created"})
    lan, tam = Member.objects.order_by("pk")
    assert (lan.full_name, lan.birth_date.isoformat(), lan.gender) == (
        "Rơ Châm H'Lan",
        "1985-02-05",
        "female",
    )
    assert (lan.citizen_id, lan.phone, lan.commune_code) == ("064185000001", "+84905123456", "23590")
    assert (tam.birth_year, tam.birth_date, tam.citizen_id) == (1960, None, "064060000002")
    assert (tam.branch, tam.standing, tam.steps.count()) == (desk.branch, "applied", 1)
    assert lan.search_folded == Member._meta.get_field("search_folded").folded(lan)


def test_the_same_list_again_changes_nothing(desk):
    desk.taken_in(LAN, TAM)
    before = list(Member.objects.order_by("pk").values())

    again = desk.taken_in(LAN, TAM)

    assert outcomes(again) == {2: "same", 3: "same"}
    assert list(Member.objects.order_by("pk").values()) == before


def test_a_list_taken_back_leaves_the_register_as_it_was(desk):
    MemberFactory(full_name="Rơ Châm H'Lan", citizen_id="064185000001", phone="", address="làng Cũ")
    before = list(Member.objects.order_by("pk").values())
    intake = desk.taken_in(LAN, TAM)
    assert outcomes(intake) == {2: "changed", 3: "created"}

    order_undo(intake=intake, by=desk.user, at=timezone.now())

    intake.refresh_from_db()
    assert intake.state == State.UNDONE
    assert list(Member.objects.order_by("pk").values()) == before
    assert MembershipStep.objects.count() == 0


def test_files_of_lists_go_after_ninety_days_and_what_was_done_stays(desk):
    intake = desk.checked(desk.brought(LAN, [2, "Lê Văn Tám", "", "", "", "", ""]))
    desk.written(intake, keeps_good=True)
    intake.refresh_from_db()
    names = [intake.file.name, intake.report.name]
    private = storages["private"]
    assert [private.exists(name) for name in names] == [True, True]

    clear_all(at=intake.made_at + KEPT_FOR - timedelta(days=1))
    assert [private.exists(name) for name in names] == [True, True]
    clear_all(at=intake.made_at + KEPT_FOR + timedelta(days=1))

    intake = Intake.objects.get()
    assert [private.exists(name) for name in names] == [False, False]
    assert (intake.file.name, intake.report.name, "samples" in intake.found) == ("", "", False)
    assert outcomes(intake) == {2: "created", 3: "bad"}
