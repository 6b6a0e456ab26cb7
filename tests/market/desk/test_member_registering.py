"""A commune's officer registers an applicant; who may be in the register already is shown before anything is saved."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from farmers.models import Member
from farmers.tree import open_branch
from tests.factories.farmers import BIEN_HO, MemberFactory, commune, officer, other_commune, province
from tests.market.desk.conftest import at_the_desk, text_of

URL = reverse("desk:register_member")
ID = "052185001234"


def said(**changed) -> dict[str, object]:
    """A form filled in as the paper is."""
    return {
        "branch": commune().pk,
        "full_name": "Rơ Châm H'Lan",
        "gender": "female",
        "birth": "5/2/1985",
        "phone": "0905 123 456",
        "citizen_id": ID,
        "citizen_id_issued_on": "1/3/2021",
        "address": "làng Kép",
        "commune": "Xã Biển Hồ",
        "is_resident": "on",
        "duty": "member",
        "occupation": "farmer",
    } | changed


def test_an_applicant_is_registered_and_waits(clerk):
    answer = clerk.post(URL, said())

    member = Member.objects.get()
    assert answer["Location"] == reverse("desk_members:inspect", args=(member.pk,))
    assert (member.full_name, member.standing, member.branch) == ("Rơ Châm H'Lan", "applied", commune())
    assert (member.birth_year, member.birth_date) == (1985, date(1985, 2, 5))
    assert (member.citizen_id, member.citizen_id_issued_on) == (ID, date(2021, 3, 1))
    assert (member.phone, member.commune_code, member.occupation) == ("+84905123456", BIEN_HO, "farmer")
    assert member.commune_code_on == timezone.localdate()
    step = member.steps.get()
    assert (step.kind, step.outcome, step.opened_by) == ("admission", "", clerk.user)
    assert step.due_on == timezone.localdate() + timedelta(days=settings.ADMISSION_DUE_DAYS)


def test_the_name_and_the_branch_are_enough(clerk):
    clerk.post(URL, {"branch": commune().pk, "full_name": "Bluch", "is_resident": "on", "duty": "member"})

    member = Member.objects.get()
    assert (member.full_name, member.commune_code, member.birth_year) == ("Bluch", "", None)


@pytest.mark.parametrize(
    "like",
    [
        {"full_name": "rơ châm h'lan", "birth_year": 1985},
        {"full_name": "Rơ Châm H'Lan", "phone": "+84905123456", "birth_year": 1990},
    ],
    ids=str,
)
def test_who_may_be_there_already_is_shown_first(clerk, like):
    twin = MemberFactory(**like)

    page = clerk.post(URL, said())

    assert page.status_code == 422
    assert [one.member for one in page.context["twins"]] == [twin]
    assert reverse("desk_members:inspect", args=(twin.pk,)) in text_of(page)
    assert 'value="làng Kép"' in text_of(page)
    assert Member.objects.count() == 1

    clerk.post(URL, said(anyway="yes"))
    assert Member.objects.count() == 2


def test_a_twin_of_another_commune_is_not_shown(clerk):
    MemberFactory(full_name="Rơ Châm H'Lan", birth_year=1985, branch=other_commune())

    assert clerk.post(URL, said()).status_code == 302


@pytest.mark.parametrize("branch", [commune, other_commune])
def test_a_citizen_id_that_is_known_is_refused_and_shown_where_one_may_look(clerk, branch):
    MemberFactory(citizen_id=ID, branch=branch(), full_name="Người Khác")

    page = clerk.post(URL, said(anyway="yes"))

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["citizen_id"]
    assert len(page.context["twins"]) == (1 if branch is commune else 0)
    assert ("Người Khác" in text_of(page)) is (branch is commune)
    assert Member.objects.count() == 1


def test_a_number_that_looks_wrong_is_asked_about_first(clerk):
    page = clerk.post(URL, said(gender="male", phone="0405 123 456"))

    assert page.status_code == 422
    assert len(page.context["doubts"]) == 2
    clerk.post(URL, said(gender="male", phone="0405 123 456", anyway="yes"))
    assert Member.objects.get().gender == "male"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"branch": ""}, "branch"),
        ({"birth": "x"}, "birth"),
        ({"commune": "Zzzz"}, "commune"),
        ({"is_resident": ""}, "__all__"),
    ],
    ids=str,
)
def test_what_is_wrong_stands_beside_its_question_and_nothing_typed_is_lost(clerk, changed, field):
    page = clerk.post(URL, said(**changed, notes="đã gặp"))

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert "đã gặp" in text_of(page)
    assert ID in text_of(page)  # just typed by this officer
    assert not Member.objects.exists()


def test_branches_offered_are_those_where_the_officer_enters(clerk):
    chapter = open_branch(level="chapter", name="Chi hội làng Ví Dụ", parent=commune())
    far = other_commune()

    assert list(clerk.get(URL).context["form"].fields["branch"].queryset) == [commune(), chapter]
    page = clerk.post(URL, said(branch=far.pk))
    assert list(page.context["form"].errors) == ["branch"]
    assert not Member.objects.exists()

    above = at_the_desk(officer(branch=province(), role="clerk"))
    assert list(above.get(URL).context["form"].fields["branch"].queryset) == [commune(), far]
    assert "trade_branch" not in above.get(URL).context["form"].fields


def test_a_chapter_has_one_branch_and_knows_it(db):
    chapter = open_branch(level="chapter", name="Chi hội làng Ví Dụ", parent=commune())
    client = at_the_desk(officer(branch=chapter, role="clerk"))

    assert client.get(URL).context["form"]["branch"].value() == chapter.pk


def test_where_people_of_the_commune_live_is_there_already(clerk):
    form = clerk.get(URL).context["form"]

    assert form["commune"].value() == "Xã Biển Hồ"


@pytest.mark.parametrize("role", ["viewer", "reviewer", "approver", "post"])
def test_who_does_not_enter_registers_nobody(db, role):
    client = at_the_desk(officer(role=role))

    assert client.get(URL).status_code == 404
    assert client.post(URL, said()).status_code == 404
    assert not Member.objects.exists()
