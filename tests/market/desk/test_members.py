"""A clerk corrects the register; nothing else of it."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from accounts.models import User
from farmers.models import Member
from farmers.tree import open_branch
from tests.factories.farmers import MemberFactory, commune, officer, other_commune, province
from tests.market.desk.conftest import at_the_desk, text_of


def address(member) -> str:
    return reverse("desk_members:edit", args=(member.pk,))


def typed(member, **changed) -> dict[str, object]:
    return {
        "full_name": member.full_name,
        "gender": member.gender,
        "birth_year": member.birth_year or "",
        "phone": member.phone,
        "address": member.address,
        "branch": member.branch_id,
    } | changed


@pytest.fixture
def member(db) -> Member:
    return MemberFactory(full_name="Rơ Châm H'Lan", phone="+84905123456", citizen_id="064085001234")


def test_the_form_asks_only_for_plain_columns(clerk, member):
    page = clerk.get(address(member))

    assert list(page.context["form"].fields) == [
        "full_name",
        "gender",
        "birth_year",
        "phone",
        "address",
        "branch",
    ]
    assert "0905 123 456" in text_of(page)
    assert "064085001234" not in text_of(page)


def test_a_correction_is_kept_and_told_without_what_it_held(clerk, member):
    answer = clerk.post(address(member), typed(member, full_name="Rơ Chăm H'Lanh", phone="0905 123 457"))

    assert answer["Location"] == reverse("desk_members:index")
    member.refresh_from_db()
    assert (member.full_name, member.phone) == ("Rơ Chăm H'Lanh", "+84905123457")
    assert member.full_name_folded == "ro cham h'lanh"
    entry = ModelLogEntry.objects.for_instance(member).get()
    assert (entry.action, entry.user, entry.data) == (
        "farmers.member_corrected",
        clerk.user,
        {"columns": ["full_name", "phone"]},
    )
    assert entry.message.count(",") == 1


def test_saving_without_a_change_writes_no_history(clerk, member):
    clerk.post(address(member), typed(member, phone="0905 123 456"))

    assert not ModelLogEntry.objects.for_instance(member).exists()


def test_what_was_changed_meanwhile_by_somebody_else_stays(clerk, member):
    Member.objects.filter(pk=member.pk).update(birth_year=1970, standing="suspended")

    clerk.post(address(member), typed(member, birth_year=1970, address="làng Kép"))

    member.refresh_from_db()
    assert (member.birth_year, member.standing, member.address) == (1970, "suspended", "làng Kép")
    assert member.citizen_id == "064085001234"


@pytest.mark.parametrize("phone", ["12345", "không có", "09051234567890"])
def test_a_phone_that_is_none_is_refused_and_kept_as_typed(clerk, member, phone):
    page = clerk.post(address(member), typed(member, phone=phone))

    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"phone"}
    assert phone in text_of(page)


def test_a_rule_of_the_table_is_said_in_words(clerk, member):
    page = clerk.post(address(member), typed(member, birth_year=1820))

    assert page.status_code == 200
    assert page.context["form"].errors
    assert Member.objects.get(pk=member.pk).birth_year == 1985


def test_a_member_moves_within_the_commune_alone(clerk, member):
    chapter = open_branch(level="chapter", name="Chi hội làng Ví Dụ", parent=commune())
    far_chapter = open_branch(level="chapter", name="Chi hội xã khác", parent=other_commune())

    offered = clerk.get(address(member)).context["form"].fields["branch"].queryset
    assert list(offered) == [commune(), chapter]

    for branch in (other_commune(), far_chapter, province()):
        page = clerk.post(address(member), typed(member, branch=branch.pk))
        assert page.context["form"].errors.keys() == {"branch"}
    clerk.post(address(member), typed(member, branch=chapter.pk))
    member.refresh_from_db()
    assert member.branch == chapter


def test_a_clerk_of_a_chapter_moves_nobody_up(member):
    chapter = open_branch(level="chapter", name="Chi hội làng Ví Dụ", parent=commune())
    below = MemberFactory(branch=chapter)
    client = at_the_desk(officer(branch=chapter, role="clerk"))

    assert list(client.get(address(below)).context["form"].fields["branch"].queryset) == [chapter]
    assert client.get(address(member)).status_code == 404


def test_a_province_is_not_offered_all_its_branches(member):
    client = at_the_desk(officer(branch=province(), role="clerk"))
    other_commune()

    assert list(client.get(address(member)).context["form"].fields["branch"].queryset) == [commune()]


@pytest.mark.parametrize("role", ["viewer", "reviewer", "approver"])
def test_who_does_not_enter_does_not_edit(member, role):
    client = at_the_desk(officer(role=role))

    assert client.get(address(member)).status_code == 404
    assert client.post(address(member), typed(member, full_name="Khác")).status_code == 404
    member.refresh_from_db()
    assert member.full_name == "Rơ Châm H'Lan"


def test_a_superuser_edits_everywhere(member):
    client = at_the_desk(User.objects.create_superuser("+84900000098"))

    assert client.get(address(member)).status_code == 200


def test_the_history_names_the_columns(clerk, member):
    clerk.post(address(member), typed(member, address="làng Kép"))

    page = clerk.get(reverse("desk_members:history", args=(member.pk,)))

    assert page.status_code == 200
    assert clerk.user.name in text_of(page)
