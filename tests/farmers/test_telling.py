"""Who is told what becomes of papers and memberships?"""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Notice
from farmers.certification import return_certificate, revoke_certificate, verify_certificate
from farmers.claiming import claim_by_digits, hand_over_record
from farmers.membership import approve_admissions, refuse_admission, register_applicant
from farmers.telling import forget_notices, people_of, speakers_of
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmerPersonFactory,
    MemberFactory,
    commune,
    officer,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def farmer():
    return FarmerFactory()


@pytest.fixture
def people(farmer):
    """Owner, representative, helper, and a representative who is it no more."""
    people = [
        FarmerPersonFactory(farmer=farmer, role=role).user for role in ("owner", "representative", "helper")
    ]
    FarmerPersonFactory(farmer=farmer, role="representative", revoked_at=AT)
    FarmerPersonFactory()
    return people


def told():
    return [(one.user_id, one.kind, one.data) for one in Notice.objects.order_by("user_id", "pk")]


def test_helpers_act_for_a_farmer_but_do_not_speak_for_it(farmer, people):
    assert speakers_of(farmer.pk) == people[:2]
    assert people_of(farmer.pk) == people


def test_who_speaks_for_the_farmer_hears_of_a_certificate(farmer, people):
    certificate = CoverageFactory(certificate=CertificateFactory(farmer=farmer, number="VG-1")).certificate
    other = CertificateFactory(farmer=farmer, number="VG-2")

    verify_certificate(
        certificate=certificate, covering=[certificate.coverages.get().pk], by=officer(), at=AT
    )
    revoke_certificate(certificate=certificate, reason="Đơn vị cấp đã thu hồi", by=officer(), at=AT)
    return_certificate(certificate=other, reason="Ảnh mờ", by=officer(), at=AT)

    data = {"farmer": farmer.pk, "certificate": certificate.pk, "name": "VietGAP VG-1"}
    each = [
        ("certificate_verified", data | {"reason": ""}),
        ("certificate_revoked", data | {"reason": "Đơn vị cấp đã thu hồi"}),
        (
            "certificate_returned",
            {"farmer": farmer.pk, "certificate": other.pk, "name": "VietGAP VG-2", "reason": "Ảnh mờ"},
        ),
    ]
    assert told() == [(user.pk, *one) for user in people[:2] for one in each]


def applicant(**columns):
    known = {"full_name": "Siu Ví Dụ", "gender": "male", "birth_year": 1980, "commune_code": "23590"}
    return register_applicant(branch=commune(), columns=known | columns, by=officer(role="clerk"), at=AT)


def test_an_applicant_who_signs_in_hears_the_decision():
    user = UserFactory()
    admitted, refused, without = applicant(user=user), applicant(user=user), applicant()

    approve_admissions(
        members=[admitted.pk, without.pk],
        decision_number="12-QĐ/HNDT",
        decided_on=date(2026, 11, 20),
        by=officer(role="approver"),
        at=AT,
    )
    refuse_admission(member=refused, reason="Chưa đủ tuổi", by=officer(role="approver"), at=AT)

    assert told() == [
        (user.pk, "member_admitted", {"member": admitted.pk, "reason": ""}),
        (user.pk, "member_refused", {"member": refused.pk, "reason": "Chưa đủ tuổi"}),
    ]


def test_who_gets_a_record_by_an_officer_hears_of_it_and_who_took_it_knows():
    given, taken = UserFactory(), UserFactory()
    member = MemberFactory(full_name="Siu Ví Dụ")
    own = MemberFactory(phone=taken.phone, citizen_id="064185000017")

    hand_over_record(member=member, phone=given.phone, reason="Có mặt tại Hội", by=officer(), at=AT)
    claim_by_digits(user=taken, digits="0017", at=AT)

    own.refresh_from_db()
    member.refresh_from_db()
    assert own.user == taken
    assert told() == [(given.pk, "claim_granted", {"name": str(member)})]


def test_what_was_told_goes_with_the_person(farmer, people):
    certificate = CertificateFactory(farmer=farmer)
    mine, theirs = UserFactory(), people[1]
    return_certificate(certificate=certificate, reason="Ảnh mờ", by=officer(), at=AT)
    other = FarmerPersonFactory(user=theirs).farmer
    return_certificate(certificate=CertificateFactory(farmer=other), reason="Ảnh mờ", by=officer(), at=AT)
    Notice.objects.create(user=mine, kind="member_admitted", key="1", at=AT)

    forget_notices(users=[mine.pk], farmers=[farmer.pk])

    assert [(one.user, one.data["farmer"]) for one in Notice.objects.all()] == [(theirs, other.pk)]
