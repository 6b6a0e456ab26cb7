"""The page of one member: all of it in groups, covered numbers only with a reason, deeds for those who may."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import Reading
from farmers.membership import open_admission
from farmers.models import Member, MembershipStep, MemberSupport
from farmers.tree import open_branch
from tests.factories.farmers import (
    FarmerFactory,
    FarmerPersonFactory,
    MemberFactory,
    commune,
    officer,
    other_commune,
    province,
)
from tests.market.desk.conftest import at_the_desk, text_of

ID = "052185001234"
WHY = {"read-reason": "compare"}


def address(member) -> str:
    return reverse("desk_members:inspect", args=(member.pk,))


@pytest.fixture
def member(db) -> Member:
    return MemberFactory(
        full_name="Rơ Châm H'Lan",
        phone="+84905123456",
        citizen_id=ID,
        birth_date=date(1985, 2, 3),
        education="primary",
        notes="đã gặp ở nhà",
    )


@pytest.fixture
def approver(db):
    return at_the_desk(officer(role="approver"))


def readings() -> list[tuple[str, int, str]]:
    return list(Reading.objects.order_by("pk").values_list("what", "record_id", "reason"))


def test_a_member_is_shown_in_groups_without_what_is_covered(head, member):
    page = head.get(address(member))

    assert [group.key for group in page.context["groups"]] == [
        "who",
        "where",
        "household",
        "work",
        "association",
        "titles",
    ]
    text = text_of(page)
    assert "0905 123 456" in text
    assert "đã gặp ở nhà" in text
    for covered in (ID, "03/02/1985", "1985-02-03"):
        assert covered not in text
    assert [fact.name for fact in page.context["covered"]] == ["birth_date", "citizen_id"]
    assert Reading.objects.count() == 0


def test_the_page_costs_no_more_with_more_beside_the_member(head, member, django_assert_num_queries):
    def fill():
        MemberSupport.objects.create(member=member, kind="training", purpose="trồng tiêu")
        MembershipStep.objects.create(
            member=member,
            kind="suspension",
            branch=member.branch,
            opened_at=timezone.now(),
            opened_by=head.user,
            due_on=timezone.localdate(),
            outcome="approved",
            decided_at=timezone.now(),
            decided_by=head.user,
            effective_on=timezone.localdate(),
            reason="x",
        )
        FarmerPersonFactory(member=member)

    fill()
    head.get(address(member))
    for _more in range(2):
        with django_assert_num_queries(25):
            assert head.get(address(member)).status_code == 200
        fill()
        fill()


def test_what_is_covered_is_shown_once_with_a_reason(head, member):
    columns = {"deed": "read", "read-columns": ["citizen_id", "birth_date"]}

    page = head.post(address(member), columns | WHY | {"read-words": "cấp lại thẻ"})

    assert page.status_code == 200
    assert ID in text_of(page)
    assert "03/02/1985" in text_of(page)
    assert "no-store" in page["Cache-Control"]
    whys = {why for _what, _pk, why in readings()}
    assert [(what, pk) for what, pk, _why in readings()] == [
        ("farmers.member.birth_date", member.pk),
        ("farmers.member.citizen_id", member.pk),
    ]
    assert len(whys) == 1
    assert whys.pop().endswith("cấp lại thẻ")
    assert ID not in text_of(head.get(address(member)))


@pytest.mark.parametrize(
    "sent",
    [
        {"read-columns": ["citizen_id"]},
        {"read-columns": ["citizen_id"], "read-reason": "x"},
        {"read-columns": ["citizen_id"], "read-reason": "other"},
        {"read-columns": [], "read-reason": "compare"},
        {"read-columns": ["old_id"], "read-reason": "compare"},
        {"read-columns": ["notes"], "read-reason": "compare"},
    ],
    ids=str,
)
def test_without_a_reason_nothing_is_opened(head, member, sent):
    page = head.post(address(member), {"deed": "read"} | sent)

    assert page.status_code == 422
    assert ID not in text_of(page)
    assert readings() == []


DEEDS = {
    "viewer": set(),
    "clerk": {"move", "hand_over"},
    "reviewer": set(),
    "approver": {"suspend", "leave"},
    "head": {"suspend", "leave", "move", "hand_over"},
}


@pytest.mark.parametrize("role", DEEDS)
def test_deeds_are_offered_to_those_who_may_do_them(member, role):
    page = at_the_desk(officer(role=role)).get(address(member))

    assert {deed["name"] for deed in page.context["deeds"]} == DEEDS[role]


@pytest.mark.parametrize("role", DEEDS)
def test_a_deed_of_somebody_elses_is_absent(member, role):
    client = at_the_desk(officer(role=role))
    sent = {
        "suspend": {"suspend-on": "1/11/2026", "suspend-reason": "x"},
        "leave": {"leave-on": "1/11/2026", "leave-reason": "x"},
        "move": {"move-to": "0", "move-on": "1/11/2026"},
        "hand_over": {"hand_over-phone": "0905 123 456", "hand_over-reason": "x"},
        "support": {"support-new-kind": "training", "support-new-purpose": "x"},
        "read_confided": {"read_confided-reason": "compare"},
        "x": {},
    }
    enters = {"support"} if role in {"clerk", "head"} else set()
    for deed in sent.keys() - DEEDS[role] - enters:
        assert client.post(address(member), sent[deed] | {"deed": deed}).status_code == 404
    member.refresh_from_db()
    assert (member.standing, member.supports.count()) == ("active", 0)


def test_a_membership_rests_goes_on_and_ends(approver, member):
    def press(deed, **typed):
        return approver.post(
            address(member), {"deed": deed} | {f"{deed}-{name}": v for name, v in typed.items()}
        )

    assert press("suspend", on="1/10/2026", reason="đi làm xa").status_code == 302
    member.refresh_from_db()
    assert (member.standing, member.standing_since, member.standing_reason) == (
        "suspended",
        date(2026, 10, 1),
        "đi làm xa",
    )
    assert press("return", on="2/10/2026", reason="đã về", decision_number="9-QĐ").status_code == 302
    assert press("leave", on="3/10/2026", reason="xin ra Hội").status_code == 302

    member.refresh_from_db()
    assert member.standing == "left"
    steps = list(member.steps.order_by("pk").values_list("kind", "effective_on", "decision_number", "reason"))
    assert steps == [
        ("suspension", date(2026, 10, 1), "", "đi làm xa"),
        ("return", date(2026, 10, 2), "9-QĐ", "đã về"),
        ("leaving", date(2026, 10, 3), "", "xin ra Hội"),
    ]
    page = approver.get(address(member))
    assert [step.kind for step in page.context["steps"]] == ["leaving", "return", "suspension"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"suspend-on": "1/10/2026", "suspend-reason": ""}, "reason"),
        ({"suspend-on": "", "suspend-reason": "x"}, "on"),
        ({"suspend-on": "1/1/2100", "suspend-reason": "x"}, "__all__"),
        ({"suspend-on": "1/1/2020", "suspend-reason": "x"}, "__all__"),
    ],
    ids=str,
)
def test_what_stands_against_a_deed_is_told_where_it_was_typed(approver, member, typed, field):
    page = approver.post(address(member), {"deed": "suspend"} | typed)

    assert page.status_code == 422
    (form,) = [deed["form"] for deed in page.context["deeds"] if deed["name"] == "suspend"]
    assert list(form.errors) == [field]
    member.refresh_from_db()
    assert member.standing == "active"


def test_whoever_was_too_late_reads_so(approver, member):
    Member.objects.filter(pk=member.pk).update(
        standing="left", standing_since=date(2026, 10, 1), standing_reason="x"
    )

    answer = approver.post(
        address(member), {"deed": "suspend", "suspend-on": "2/10/2026", "suspend-reason": "x"}, follow=True
    )

    assert answer.redirect_chain[0][0] == address(member)
    assert len(list(answer.context["messages"])) == 1


def test_a_member_moves_only_where_the_officer_enters(clerk, member):
    near = open_branch(level="chapter", name="Chi hội làng Ví Dụ", parent=commune())
    far = other_commune()

    assert (
        clerk.post(address(member), {"deed": "move", "move-to": far.pk, "move-on": "1/11/2026"}).status_code
        == 422
    )
    assert (
        clerk.post(address(member), {"deed": "move", "move-to": near.pk, "move-on": "1/11/2026"}).status_code
        == 302
    )
    member.refresh_from_db()
    assert member.branch == near

    above = at_the_desk(officer(branch=province(), role="clerk"))
    move, _hand_over = above.get(address(member)).context["deeds"]
    assert set(move["form"].fields["to"].queryset) == {commune(), far}
    above.post(address(member), {"deed": "move", "move-to": far.pk, "move-on": "2/11/2026"})
    member.refresh_from_db()
    assert member.branch == far
    assert clerk.get(address(member)).status_code == 404


def test_an_applicant_is_refused_and_may_apply_again(head, db):
    applicant = MemberFactory(
        standing="applied", card_number="", card_province="", decision_number="", admitted_on=None
    )
    open_admission(member=applicant, by=head.user, at=timezone.now())

    assert head.post(address(applicant), {"deed": "refuse", "refuse-reason": "thiếu đơn"}).status_code == 404
    admitting = at_the_desk(officer(branch=province(), role="approver"))
    answer = admitting.post(address(applicant), {"deed": "refuse", "refuse-reason": "thiếu đơn"})
    assert answer["Location"] == reverse("desk:admissions")
    assert head.post(address(applicant), {"deed": "register_again"}).status_code == 302

    applicant.refresh_from_db()
    assert applicant.standing == "applied"
    assert list(applicant.steps.order_by("pk").values_list("outcome", flat=True)) == ["refused", ""]


def test_loans_are_entered_corrected_and_taken_out(clerk, member):
    new = {"deed": "support", "support": ""}
    loan = {
        "kind": "loan",
        "purpose": "mua bò",
        "amount_vnd": "50.000.000",
        "yearly_rate_bp": "6,5",
        "since": "1/2/2026",
    }

    clerk.post(address(member), new | {f"support-new-{name}": value for name, value in loan.items()})
    row = member.supports.get()
    assert (row.amount_vnd, row.yearly_rate_bp, row.since) == (50_000_000, 650, date(2026, 2, 1))
    (form,) = clerk.get(address(member)).context["supports"]
    assert (form.initial["amount_vnd"], form.initial["yearly_rate_bp"]) == ("50.000.000", "6,5")

    sent = {f"support-{row.pk}-{name}": value for name, value in loan.items()}
    clerk.post(
        address(member), {"deed": "support", "support": row.pk} | sent | {f"support-{row.pk}-months": "24"}
    )
    row.refresh_from_db()
    assert row.months == 24
    clerk.post(address(member), {"deed": "support", "support": row.pk, "do": "drop"} | sent)
    assert not member.supports.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "loan", "purpose": "x"}, "__all__"),
        ({"kind": "loan", "purpose": "", "amount_vnd": "1.000.000"}, "purpose"),
        ({"kind": "loan", "purpose": "x", "amount_vnd": "nhiều"}, "amount_vnd"),
        ({"kind": "loan", "purpose": "x", "amount_vnd": "1,5"}, "amount_vnd"),
        ({"kind": "loan", "purpose": "x", "amount_vnd": "1.000", "yearly_rate_bp": "200"}, "yearly_rate_bp"),
        ({"kind": "loan", "purpose": "x", "amount_vnd": "1.000", "since": "2026"}, "since"),
    ],
    ids=str,
)
def test_a_row_with_an_error_stays_open_with_what_was_typed(clerk, member, typed, field):
    sent = {f"support-new-{name}": value for name, value in typed.items()}
    page = clerk.post(address(member), {"deed": "support", "support": ""} | sent)

    assert page.status_code == 422
    assert list(page.context["new_support"].errors) == [field]
    assert not member.supports.exists()


def test_a_row_of_another_member_is_absent(clerk, member):
    row = MemberSupport.objects.create(member=MemberFactory(), kind="training", purpose="của người khác")
    theirs = MemberSupport.objects.create(
        member=MemberFactory(branch=other_commune()), kind="training", purpose="xã khác"
    )

    for pk in (row.pk, theirs.pk, "x", "9" * 30):
        sent = {"deed": "support", "support": pk, "do": "drop"}
        assert clerk.post(address(member), sent).status_code == 404
    assert MemberSupport.objects.count() == 2


def test_farmers_and_possible_twins_are_those_the_officer_may_see(head, member):
    mine, theirs = FarmerFactory(), FarmerFactory(branch=other_commune())
    for farmer in (mine, theirs):
        FarmerPersonFactory(farmer=farmer, member=member)
    like = {"full_name": member.full_name, "birth_year": member.birth_year}
    near = MemberFactory(**like)
    MemberFactory(**like, branch=other_commune())

    page = head.get(address(member))

    assert page.context["farmers"] == [mine]
    assert [twin.member for twin in page.context["twins"]] == [near]
    assert reverse("desk:compare", args=(member.pk, near.pk)) in text_of(page)


@pytest.mark.parametrize("state", ["merged", "anonymised"])
def test_what_stands_for_nobody_offers_nothing(head, member, state):
    kept = MemberFactory()
    if state == "merged":
        member.merged_into = kept
    else:
        member.anonymised_at = timezone.now()
    member.save()

    page = head.get(address(member))

    assert page.context["deeds"] == []
    assert not page.context["may_enter"]
    assert page.context["may_unmerge"] is (state == "merged")
    assert reverse("desk_members:edit", args=(member.pk,)) not in text_of(page)


def test_the_page_of_another_commune_is_absent_and_nothing_is_done(head):
    theirs = MemberFactory(branch=other_commune(), citizen_id=ID)

    assert head.get(address(theirs)).status_code == 404
    for sent in ({"deed": "read", "read-columns": "citizen_id"} | WHY, {"deed": "suspend"}, {}):
        assert head.post(address(theirs), sent).status_code == 404
    assert readings() == []
    assert not ModelLogEntry.objects.for_instance(theirs).exists()


def test_the_post_office_sees_no_member(member):
    client = at_the_desk(officer(role="post"))

    assert client.get(address(member)).status_code == 404
    assert (
        client.post(address(member), {"deed": "read", "read-columns": "citizen_id"} | WHY).status_code == 404
    )
