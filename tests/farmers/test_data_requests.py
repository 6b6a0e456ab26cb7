"""What does somebody ask about their own data, and what became of it?"""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Consent
from farmers.agreeing import agree
from farmers.data_requests import answer, ask, clocks_of, close, extend, extension_of, soonest_due
from farmers.fulfilling import fulfil_withdrawal
from farmers.models import DataRequest, Farmer, Member, MemberConfidence
from farmers.person import person_of
from farmers.withdrawing import consents_in_force
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    FarmerFactory,
    FarmerPersonFactory,
    MemberFactory,
    officer,
    other_commune,
    province,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)


@pytest.fixture
def head():
    return officer(role="head")


def refused(verb, **said):
    with pytest.raises(ValidationError) as error:
        verb(**said)
    return error.value.code if hasattr(error.value, "code") else sorted(error.value.message_dict)


def test_asking_starts_both_clocks_at_the_branch_of_the_record(head):
    member = MemberFactory(branch=other_commune())

    request = ask(kind="see", member=member, words=" Cho tôi xem ", by=head, at=AT)

    assert (request.branch, request.words, request.recorded_by) == (member.branch, "Cho tôi xem", head)
    assert (request.answer_due_on, request.do_due_on) == (date(2026, 11, 30), date(2026, 12, 6))


def test_the_branch_of_a_login_is_that_of_its_farmer_or_member_else_the_province():
    acting = FarmerPersonFactory(farmer=FarmerFactory(branch=other_commune())).user
    own = MemberFactory(branch=other_commune(), user=UserFactory()).user
    root = province()

    branches = [ask(kind="copy", user=user, by=None, at=AT).branch for user in (acting, own, UserFactory())]

    assert branches == [other_commune(), other_commune(), root]


def test_asked_twice_it_is_one_request(head):
    member = MemberFactory()
    first = ask(kind="correct", member=member, words="Sai năm sinh", by=head, at=AT)
    again = ask(kind="correct", member=member, words="Sai năm sinh", by=head, at=AT)
    other = ask(kind="correct", member=member, words="Sai địa chỉ", by=head, at=AT)
    deletions = {ask(kind="delete", member=member, words=w, by=head, at=AT).pk for w in ("Xóa", "Xóa đi")}

    assert (first.pk == again.pk, first.pk == other.pk, len(deletions)) == (True, False, 1)


def test_asking_says_about_whom_exactly(head):
    assert refused(ask, kind="see", by=head, at=AT) == "whose"
    assert refused(ask, kind="see", member=MemberFactory(), farmer=FarmerFactory(), by=head, at=AT) == "whose"
    gone = MemberFactory(anonymised_at=AT)
    assert refused(ask, kind="see", member=gone, by=head, at=AT) == "anonymised"


def test_answering_stops_the_first_clock_once(head):
    request = ask(kind="see", member=MemberFactory(), by=head, at=AT)
    assert clocks_of(request, date(2026, 12, 1)).is_late

    answered = answer(request=request, words="Sẽ có trong tuần", by=head, at=AT)

    assert clocks_of(answered, date(2026, 12, 1)).due_on == date(2026, 12, 6)
    assert not clocks_of(answered, date(2026, 12, 1)).is_late
    assert clocks_of(answered, date(2026, 12, 7)).is_late
    assert refused(answer, request=request, words="Lần nữa", by=head, at=AT) == "moved"


def test_a_request_is_extended_once_with_a_reason_where_the_law_lets(head):
    request = ask(kind="see", member=MemberFactory(), by=head, at=AT)
    deletion = ask(kind="delete", member=MemberFactory(), by=head, at=AT)
    assert refused(extend, request=request, reason=" ", by=head, at=AT) == "words"

    extended = extend(request=request, reason="Hồ sơ giấy ở xã cũ", by=head, at=AT)

    assert (extended.do_due_on, extension_of(extended)) == (date(2026, 12, 16), 0)
    assert refused(extend, request=request, reason="Nữa", by=head, at=AT) == "extended"
    assert refused(extend, request=deletion, reason="Lâu", by=head, at=AT) == "no_extension"


def test_closing_answers_who_was_not_answered_and_a_refusal_says_why(head):
    request = ask(kind="see", member=MemberFactory(), by=head, at=AT)
    assert refused(close, request=request, outcome="done", by=head, at=AT) == "words"
    answer(request=request, words="Đang làm", by=head, at=AT)
    assert refused(close, request=request, outcome="refused", by=head, at=AT) == "words"

    closed = close(request=request, outcome="done", by=head, at=AT)

    assert (closed.outcome, closed.answer, closed.closed_by) == ("done", "Đang làm", head)
    assert refused(close, request=request, outcome="done", words="Rồi", by=head, at=AT) == "moved"
    assert clocks_of(closed, date(2027, 1, 1)).due_on is None


def test_what_is_due_first_stands_on_top_and_restrictions_that_hold_come_last(head):
    seen = ask(kind="see", member=MemberFactory(), by=head, at=AT)
    deletion = ask(kind="delete", member=MemberFactory(), by=head, at=AT - timezone.timedelta(days=9))
    resting = ask(kind="restrict", member=MemberFactory(), by=head, at=AT)
    answer(request=deletion, words="Sẽ xóa", by=head, at=AT)
    answer(request=resting, words="Đã hạn chế", by=head, at=AT)
    close(
        request=ask(kind="copy", member=MemberFactory(), by=head, at=AT),
        outcome="done",
        words="x",
        by=head,
        at=AT,
    )

    assert list(soonest_due(DataRequest.objects.all())) == [seen, deletion, resting]


def test_a_restriction_holds_from_asking_until_it_is_closed(head):
    member, other = MemberFactory(), MemberFactory()
    request = ask(kind="restrict", member=member, by=head, at=AT)
    assert list(Member.objects.unrestricted()) == [other]

    answer(request=request, words="Đã hạn chế", by=head, at=AT)
    assert list(Member.objects.unrestricted()) == [other]

    close(request=request, outcome="done", by=head, at=AT)
    assert set(Member.objects.unrestricted()) == {member, other}


def test_who_restricts_as_a_login_is_left_out_as_member_and_as_household(head):
    user = UserFactory()
    member, farmer = MemberFactory(user=user), FarmerFactory()
    FarmerPersonFactory(farmer=farmer, user=user)
    helped = FarmerPersonFactory(user=user, role="helper").farmer

    ask(kind="object", user=user, by=None, at=AT)

    assert list(Member.objects.unrestricted()) == []
    assert list(Farmer.objects.unrestricted()) == [helped]
    assert member.pk


def test_withdrawing_ends_consents_wherever_they_were_given_and_sensitive_data_with_theirs(head):
    user = UserFactory()
    member, farmer = MemberFactory(user=user), FarmerFactory(is_public=False)
    FarmerPersonFactory(farmer=farmer, user=user)
    agree(user=user, purpose="public_page", at=AT)
    MemberConfidence.objects.create(member=member, religion="")
    member.recorded_consents.create(
        purpose="sensitive_data",
        text_version="1",
        text="Đồng ý",
        way="paper",
        given_on=date(2026, 1, 1),
        recorded_by=head,
        recorded_at=AT,
    )
    person = person_of(member=member)
    assert [one.purpose for one in consents_in_force(person)] == ["sensitive_data", "public_page"]
    request = ask(kind="withdraw", member=member, by=head, at=AT)

    ended = fulfil_withdrawal(
        request=request, purposes=["sensitive_data", "public_page"], words="Đã rút", by=head, at=AT
    )

    assert (ended, consents_in_force(person)) == (2, [])
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert not MemberConfidence.objects.exists()
    assert not Farmer.objects.get(pk=farmer.pk).is_public
    assert DataRequest.objects.get().outcome == "done"
