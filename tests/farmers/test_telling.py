"""Who is told what becomes of papers and memberships?"""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Notice
from farmers.certification import return_certificate, revoke_certificate, verify_certificate
from farmers.membership import approve_admissions, refuse_admission, register_applicant
from farmers.models import Claim
from farmers.telling import forget_notices, people_of, speakers_of, tell_of_claim
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmerPersonFactory,
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


@pytest.mark.parametrize(
    ("state", "reason", "data"),
    [
        ("granted", "", {"reason": "", "name": "Hộ Ví Dụ"}),
        ("refused", "Không khớp", {"reason": "Không khớp", "name": ""}),
    ],
)
def test_who_asked_for_a_record_hears_whether_it_is_theirs(state, reason, data):
    farmer = FarmerFactory(name="Hộ Ví Dụ")
    claim = Claim.objects.create(
        user=UserFactory(), farmer=farmer, state=state, asked_at=AT, decided_at=AT, reason=reason
    )
    tell_of_claim(claim, at=AT)

    ((user, kind, said),) = told()
    assert (user, kind) == (claim.user_id, f"claim_{state}")
    assert said["reason"] == data["reason"]
    assert bool(said["name"]) == bool(data["name"])


def test_what_was_told_goes_with_the_person(farmer, people):
    certificate = CertificateFactory(farmer=farmer)
    mine, theirs = UserFactory(), people[1]
    return_certificate(certificate=certificate, reason="Ảnh mờ", by=officer(), at=AT)
    other = FarmerPersonFactory(user=theirs).farmer
    return_certificate(certificate=CertificateFactory(farmer=other), reason="Ảnh mờ", by=officer(), at=AT)
    Notice.objects.create(user=mine, kind="member_admitted", key="1", at=AT)

    forget_notices(users=[mine.pk], farmers=[farmer.pk])

    assert [(one.user, one.data["farmer"]) for one in Notice.objects.all()] == [(theirs, other.pk)]
