"""What do people ask about their data, by when must it be done, and which button does it?"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.handing_out import open_handed
from accounts.models import HandedFile, Reading
from farmers.data_requests import answer, ask
from farmers.models import DataRequest, Incident, Member, MemberConfidence, Officer
from farmers.reading_words import COPY
from tests.factories.accounts import UserFactory
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

pytestmark = pytest.mark.django_db

QUERIES = 10
LISTS = (
    "desk:data_requests",
    "desk:record_request",
    "desk:incidents",
    "desk:report_incident",
    "desk:readings",
)


def asked(head, *, kind="see", member=None, days_ago=0, **about):
    about = about or {"member": member or MemberFactory()}
    return ask(kind=kind, by=head.user, at=timezone.now() - timedelta(days=days_ago), words="Xin", **about)


def page_of(request):
    return reverse("desk:data_request", args=(request.pk,))


def do(head, request, deed, **typed):
    sent = {f"{deed}-{name}": value for name, value in typed.items()}
    return head.post(page_of(request), {"deed": deed, **sent})


@pytest.mark.parametrize("role", ["viewer", "clerk", "reviewer", "approver"])
def test_only_who_answers_for_a_branch_opens_these_pages(head, role):
    other = at_the_desk(officer(role=role))
    request = asked(head)

    assert [other.get(reverse(name)).status_code for name in LISTS] == [404] * len(LISTS)
    assert other.get(page_of(request)).status_code == 404
    assert [head.get(reverse(name)).status_code for name in LISTS] == [200] * len(LISTS)
    menu = '"name": "desk-personal-data"'
    home = reverse("wagtailadmin_home")
    assert (menu in text_of(head.get(home)), menu in text_of(other.get(home))) == (True, False)


def test_a_request_of_another_commune_is_absent_and_stays_as_it_is(head):
    theirs = asked(head, member=MemberFactory(branch=other_commune(), full_name="Zephyrin"))

    assert head.get(page_of(theirs)).status_code == 404
    for deed in ("answer", "extend", "refuse", "finish", "copy", "withdraw", "delete"):
        assert do(head, theirs, deed, words="x", reason="x").status_code == 404
    assert "Zephyrin" not in text_of(head.get(reverse("desk:data_requests")))
    address = f"{reverse('desk:record_request')}?member={theirs.member_id}"
    assert (head.get(address).status_code, head.post(address, {"do": "ask"}).status_code) == (404, 404)
    found = head.post(reverse("desk:record_request"), {"do": "find", "q": "Zephyrin"})
    assert (found.context["members"], found.context["farmers"]) == ([], [])
    theirs.refresh_from_db()
    assert (theirs.answered_at, theirs.closed_at) == (None, None)


def test_the_queue_has_what_is_due_first_on_top_with_the_same_queries_for_one_and_three(
    head, django_assert_num_queries
):
    late = asked(head, days_ago=9)
    with django_assert_num_queries(QUERIES):
        head.get(reverse("desk:data_requests"))
    soon, restricted = asked(head, kind="delete"), asked(head, kind="restrict")
    answer(request=restricted, words="Đã hạn chế", by=head.user, at=timezone.now())

    with django_assert_num_queries(QUERIES):
        page = head.get(reverse("desk:data_requests"))

    assert [one.request for one in page.context["asked"]] == [late, soon, restricted]
    assert [one.clocks.is_late for one in page.context["asked"]] == [True, False, False]
    assert text_of(page).count("desk-late") == 1


def test_a_request_is_recorded_from_the_member_found(head):
    member = MemberFactory(full_name="Siu H'Bưn")
    found = head.post(reverse("desk:record_request"), {"do": "find", "q": "bun siu"})
    assert found.context["members"] == [member]

    address = f"{reverse('desk:record_request')}?member={member.pk}"
    assert head.post(address, {"do": "ask"}).status_code == 422
    noted = head.post(address, {"do": "ask", "kind": "correct", "words": "Sai năm sinh"})

    request = DataRequest.objects.get()
    assert noted["Location"] == page_of(request)
    assert (request.member, request.kind, request.recorded_by) == (member, "correct", head.user)


def test_a_request_of_a_household_is_recorded_too(head):
    farmer = FarmerFactory(name="Hộ Ksor Ví Dụ")
    found = head.post(reverse("desk:record_request"), {"do": "find", "q": "ksor"})
    assert found.context["farmers"] == [farmer]

    head.post(f"{reverse('desk:record_request')}?farmer={farmer.pk}", {"do": "ask", "kind": "see"})

    assert DataRequest.objects.get().farmer == farmer


def test_answering_extending_and_finishing(head):
    request = asked(head)
    assert do(head, request, "answer", words=" ").status_code == 422
    for deed, typed in (
        ("answer", {"words": "Sẽ có trong tuần"}),
        ("extend", {"reason": "Hồ sơ giấy"}),
        ("finish", {"words": "Đã giao"}),
    ):
        assert do(head, request, deed, **typed)["Location"] == page_of(request)
    request.refresh_from_db()

    assert (request.answer, request.extension_reason, request.outcome) == ("Đã giao", "Hồ sơ giấy", "done")
    page = head.get(page_of(request))
    assert page.context["deeds"] == {}
    assert len(page.context["history"]) == 4
    assert do(head, request, "answer", words="Nữa").status_code == 422


def test_refusing_says_why(head):
    request = asked(head)

    assert do(head, request, "refuse", words="").status_code == 422
    do(head, request, "refuse", words="Không phải dữ liệu của người này")

    request.refresh_from_db()
    assert request.outcome == "refused"


def test_a_copy_is_made_noted_and_taken_by_the_head(head):
    member = MemberFactory(citizen_id="064185000123")
    MemberConfidence.objects.create(member=member, religion="")
    request = asked(head, member=member)

    answer_ = do(head, request, "copy")

    handed = HandedFile.objects.get()
    assert answer_["Location"] == reverse("handed:file", args=(handed.pk,))
    assert (handed.kind, handed.state, handed.options, handed.reason) == (
        "person",
        "ready",
        {"request": request.pk},
        "",
    )
    assert b"".join(open_handed(handed)).startswith(b"%PDF-")
    reading = Reading.objects.get()
    assert (reading.what, reading.record_id, reading.reader) == (COPY, member.pk, head.user)
    assert head.get(reverse("handed:take", args=(handed.pk,))).status_code == 200
    assert at_the_desk(officer(role="head")).get(reverse("handed:take", args=(handed.pk,))).status_code == 404


def test_a_copy_with_what_is_sensitive_needs_the_right_and_has_a_reason(head):
    Officer.objects.filter(user=head.user).update(sees_sensitive=True)
    do(head, request := asked(head), "copy")

    assert str(request.pk) in HandedFile.objects.get().reason


def test_a_deletion_deletes_what_is_ticked_once_it_is_meant(head):
    user = UserFactory()
    member, farmer = MemberFactory(user=user), FarmerPersonFactory(user=user).farmer
    request = asked(head, kind="delete", member=member)
    page = head.get(page_of(request))
    assert [key for key, _words in page.context["deeds"]["delete"]["form"].fields["parts"].choices] == [
        "member",
        "farmers",
        "users",
    ]
    assert do(head, request, "delete", parts=["member"]).status_code == 422

    done = do(head, request, "delete", parts=["member", "farmers"], meant="on")

    assert done["Location"] == page_of(request)
    member.refresh_from_db()
    farmer.refresh_from_db()
    user.refresh_from_db()
    assert (bool(member.anonymised_at), bool(farmer.anonymised_at), user.anonymised_at) == (True, True, None)
    request.refresh_from_db()
    assert request.outcome == "done"
    assert head.get(page_of(request)).context["files_left"] == 0


def test_what_partly_belongs_to_another_branch_is_for_the_province(head):
    user = UserFactory()
    member = MemberFactory(user=user)
    FarmerPersonFactory(user=user, farmer=FarmerFactory(branch=other_commune(), name="Zephyrin"))
    request = asked(head, kind="delete", member=member)

    refused = do(head, request, "delete", parts=["member", "farmers", "users"], meant="on")

    assert refused.status_code == 422
    assert "Zephyrin" not in text_of(refused)
    assert Member.objects.get(pk=member.pk).anonymised_at is None
    above = at_the_desk(officer(branch=province(), role="head"))
    assert do(above, request, "delete", parts=["member", "farmers", "users"], meant="on").status_code == 302


def test_consents_end_by_the_page(head):
    member = MemberFactory()
    member.recorded_consents.create(
        purpose="member_data",
        text_version="1",
        text="Đồng ý",
        way="spoken",
        given_on=timezone.localdate(),
        recorded_by=head.user,
        recorded_at=timezone.now(),
    )
    request = asked(head, kind="withdraw", member=member)

    assert do(head, request, "withdraw", words="Đã rút").status_code == 422
    do(head, request, "withdraw", words="Đã rút", purposes=["member_data"])

    assert member.recorded_consents.get().withdrawn_at is not None
    assert DataRequest.objects.get().outcome == "done"


def test_a_deed_of_another_kind_is_absent(head):
    request = asked(head, kind="see")

    assert do(head, request, "delete", parts=[], meant="on").status_code in {404, 422}
    assert do(head, request, "shred").status_code == 404
    assert Member.objects.get(pk=request.member_id).anonymised_at is None


def test_a_breach_is_noted_told_and_closed(head):
    found = timezone.localtime() - timedelta(hours=80)
    typed = {
        "branch": commune().pk,
        "found_at": f"{found:%Y-%m-%dT%H:%M}",
        "what": "Mất máy tính",
        "data": "Danh sách hội viên",
        "people": "230",
        "severity": "high",
    }
    assert (
        head.post(reverse("desk:report_incident"), typed | {"branch": other_commune().pk}).status_code == 422
    )
    later = timezone.localtime() + timedelta(hours=2)
    future = head.post(reverse("desk:report_incident"), typed | {"found_at": f"{later:%Y-%m-%dT%H:%M}"})
    assert future.status_code == 422

    noted = head.post(reverse("desk:report_incident"), typed)

    incident = Incident.objects.get()
    address = reverse("desk:incident", args=(incident.pk,))
    assert noted["Location"] == address
    assert head.get(address).context["is_late"]
    assert "desk-late" in text_of(head.get(reverse("desk:incidents")))
    for deed in ({"deed": "notified"}, {"deed": "people_told"}):
        assert head.post(address, deed)["Location"] == address
    assert head.post(address, {"deed": "close", "close-measures": ""}).status_code == 422
    head.post(address, {"deed": "close", "close-measures": "Khóa máy từ xa"})
    incident.refresh_from_db()
    assert (bool(incident.notified_at), bool(incident.people_told_at), incident.closed_by) == (
        True,
        True,
        head.user,
    )
    assert at_the_desk(officer(branch=other_commune(), role="head")).get(address).status_code == 404
