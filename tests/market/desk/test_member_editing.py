"""A clerk corrects the register on one page: only what was changed is written, errors stand beside their questions."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from accounts.models import User
from farmers.models import Member
from farmers.tree import open_branch
from tests.factories.farmers import MemberFactory, commune, officer, other_commune
from tests.market.desk.conftest import at_the_desk, text_of

ID = "064085001234"


def address(member) -> str:
    return reverse("desk_members:edit", args=(member.pk,))


def typed(page, **changed) -> dict[str, object]:
    """What a browser would send back from a page, with some boxes typed into."""
    form = page.context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if field.field.show_hidden_initial:
            drawn = form.data.get(field.html_initial_name, value)
            sent[field.html_initial_name] = "" if drawn is None else drawn
        if value not in {None, False, ""} or field.name in changed:
            sent[field.html_name] = value
    return {name: value for name, value in (sent | changed).items() if value is not False}


@pytest.fixture
def member(db) -> Member:
    return MemberFactory(
        full_name="Rơ Châm H'Lan", phone="+84905123456", citizen_id=ID, birth_date=date(1985, 2, 3)
    )


def corrected(client, member, **changed):
    return client.post(address(member), typed(client.get(address(member)), **changed))


def test_every_question_of_the_form_is_asked_and_nothing_covered_is_shown(clerk, member):
    page = clerk.get(address(member))

    groups = {
        key: [question.field.name for question in questions]
        for key, _title, questions in page.context["groups"]
    }
    assert list(groups) == ["who", "where", "household", "work", "association", "titles", "notes"]
    assert len([name for names in groups.values() for name in names]) == 31
    text = text_of(page)
    assert "0905 123 456" in text
    assert ID not in text
    assert "1985-02-03" not in text
    assert "3/2/1985" not in text.replace("03/02/1985", "3/2/1985")


def test_a_correction_is_kept_and_told_without_what_it_held(clerk, member):
    answer = corrected(clerk, member, full_name="Rơ Chăm H'Lanh", phone="0905 123 457", education="primary")

    assert answer["Location"] == reverse("desk_members:inspect", args=(member.pk,))
    member.refresh_from_db()
    assert (member.full_name, member.phone, member.education) == ("Rơ Chăm H'Lanh", "+84905123457", "primary")
    entry = ModelLogEntry.objects.for_instance(member).get()
    assert (entry.action, entry.user, entry.data) == (
        "farmers.member_corrected",
        clerk.user,
        {"columns": ["full_name", "phone", "education"], "changes": {"education": ["", "primary"]}},
    )


def test_saving_without_a_change_writes_no_history(clerk, member):
    corrected(clerk, member)

    assert not ModelLogEntry.objects.for_instance(member).exists()


def test_what_another_officer_wrote_meanwhile_stays(clerk, member):
    sent = typed(clerk.get(address(member)), production="cà phê")
    Member.objects.filter(pk=member.pk).update(
        occupation="worker", standing_reason="y", notes="của người khác"
    )

    clerk.post(address(member), sent)

    member.refresh_from_db()
    assert (member.production, member.occupation, member.notes) == ("cà phê", "worker", "của người khác")
    assert (member.citizen_id, member.birth_date) == (ID, date(1985, 2, 3))


@pytest.mark.parametrize(
    ("birth", "year", "day"),
    [
        ("1972", 1972, None),
        ("5/2/1972", 1972, date(1972, 2, 5)),
        ("05-02-1972", 1972, date(1972, 2, 5)),
        ("1985", 1985, date(1985, 2, 3)),
        ("", None, None),
    ],
)
def test_a_birth_is_a_day_or_a_year(clerk, member, birth, year, day):
    corrected(clerk, member, birth=birth)

    member.refresh_from_db()
    assert (member.birth_year, member.birth_date) == (year, day)


@pytest.mark.parametrize(
    ("commune_typed", "code"), [("bien ho", "23590"), ("xã Ia Nhin, huyện Chư Păh", "23749"), ("", "")]
)
def test_a_commune_is_understood_the_old_one_too(clerk, member, commune_typed, code):
    corrected(clerk, member, commune=commune_typed, permanent_commune=commune_typed)

    member.refresh_from_db()
    assert (member.commune_code, member.permanent_commune_code) == (code, code)
    assert (member.commune_code_on is None) == (code == "")


def test_of_a_split_commune_it_is_asked_which(clerk, member):
    page = corrected(clerk, member, commune="An Nghĩa")

    assert page.status_code == 422
    choice = page.context["form"]["commune_code"]
    codes = [code for code, _words in choice.field.choices]
    assert list(page.context["form"].errors) == ["commune_code"]
    assert len(codes) > 1

    clerk.post(address(member), typed(page, commune="An Nghĩa", commune_code=codes[1]))
    member.refresh_from_db()
    assert member.commune_code == codes[1]


def test_a_covered_number_is_replaced_kept_or_taken_out(clerk, member):
    corrected(clerk, member, old_id="230 123 456", citizen_id_issued_on="5/2/2021")
    member.refresh_from_db()
    assert (member.citizen_id, member.old_id, member.citizen_id_issued_on) == (
        ID,
        "230123456",
        date(2021, 2, 5),
    )

    corrected(clerk, member, citizen_id="052185001234")
    corrected(clerk, member, drop_old_id="on", drop_citizen_id_issued_on="on", drop_birth_date="on")
    member.refresh_from_db()
    assert (member.citizen_id, member.old_id, member.citizen_id_issued_on) == ("052185001234", "", None)
    assert (member.birth_year, member.birth_date) == (1985, None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"phone": "12345"}, "phone"),
        ({"birth": "31/2/1980"}, "birth"),
        ({"birth": "1820"}, "birth"),
        ({"citizen_id": "123"}, "citizen_id"),
        ({"old_id": "12"}, "old_id"),
        ({"citizen_id_issued_on": "2021"}, "citizen_id_issued_on"),
        ({"commune": "Zzzz"}, "commune"),
        ({"school_grade": "13"}, "__all__"),
        ({"is_resident": False}, "__all__"),
    ],
    ids=str,
)
def test_what_is_wrong_stands_beside_its_question_and_nothing_typed_is_lost(clerk, member, changed, field):
    page = corrected(clerk, member, notes="đã gặp ở nhà", **changed)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert "đã gặp ở nhà" in text_of(page)
    assert not ModelLogEntry.objects.for_instance(member).exists()


def test_the_id_of_somebody_else_is_refused_beside_its_question(clerk, member):
    MemberFactory(citizen_id="052185001234")

    page = corrected(clerk, member, citizen_id="052185001234")

    assert list(page.context["form"].errors) == ["citizen_id"]


def test_a_number_that_disagrees_is_asked_about_and_kept(clerk, member):
    answer = clerk.post(
        address(member),
        typed(clerk.get(address(member)), citizen_id="052185001234", gender="male"),
        follow=True,
    )

    member.refresh_from_db()
    assert (member.citizen_id, member.gender) == ("052185001234", "male")
    assert len(list(answer.context["messages"])) == 2


def test_chapters_by_trade_are_those_of_the_commune(clerk, member):
    open_branch(level="chapter", name="Chi hội xa", parent=other_commune(), kind="occupational")
    assert "trade_branch" not in clerk.get(address(member)).context["form"].fields
    near = open_branch(level="chapter", name="Chi hội Cà phê", parent=commune(), kind="occupational")

    field = clerk.get(address(member)).context["form"].fields["trade_branch"]
    assert list(field.queryset) == [near]
    corrected(clerk, member, trade_branch=near.pk)
    member.refresh_from_db()
    assert member.trade_branch == near


@pytest.mark.parametrize("role", ["viewer", "reviewer", "approver", "post"])
def test_who_does_not_enter_does_not_edit(member, role):
    client = at_the_desk(officer(role=role))

    assert client.get(address(member)).status_code == 404
    assert client.post(address(member), {"full_name": "Khác"}).status_code == 404
    member.refresh_from_db()
    assert member.full_name == "Rơ Châm H'Lan"


def test_a_record_of_another_commune_is_absent(clerk):
    theirs = MemberFactory(branch=other_commune())

    assert clerk.get(address(theirs)).status_code == 404
    assert clerk.post(address(theirs), {"full_name": "Khác"}).status_code == 404


def test_a_merged_record_has_no_form(clerk, member):
    member.merged_into = MemberFactory()
    member.save()

    assert clerk.get(address(member)).status_code == 302
    assert clerk.post(address(member), {"full_name": "Khác"}).status_code == 422


def test_a_superuser_edits_everywhere(member):
    client = at_the_desk(User.objects.create_superuser("+84900000098"))

    assert client.get(address(member)).status_code == 200
