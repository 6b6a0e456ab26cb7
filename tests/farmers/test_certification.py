"""Is a certificate true, and for what? Every step, every wrong step, and what follows from them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from farmers.announcements import certificate_changed
from farmers.certification import (
    REASON_LENGTH,
    confirm_coverage,
    leave_out_coverage,
    return_certificate,
    revoke_certificate,
    verify_certificate,
)
from farmers.models import Certificate
from products.models import Product
from tests.factories.farmers import CertificateFactory, CoverageFactory, officer
from tests.factories.products import ProductFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
STANDINGS = ("declared", "verified", "returned", "revoked")


def certificate_in(standing: str) -> Certificate:
    """A certificate that came to its standing in the past."""
    checked = (
        {} if standing == "declared" else {"checked_by": officer(), "checked_at": AT - timedelta(days=1)}
    )
    reason = "Ảnh mờ" if standing in {"returned", "revoked"} else ""
    return CertificateFactory(standing=standing, reason=reason, **checked)


def verify(certificate, by):
    coverage = certificate.coverages.first() or CoverageFactory(certificate=certificate)
    return verify_certificate(certificate=certificate, covering=[coverage.pk], by=by, at=AT)


def send_back(certificate, by):
    return return_certificate(certificate=certificate, reason=" Ảnh chụp mờ ", by=by, at=AT)


def revoke(certificate, by):
    return revoke_certificate(certificate=certificate, reason="Đơn vị cấp đã thu hồi", by=by, at=AT)


def columns(certificate):
    certificate.refresh_from_db()
    return certificate.standing, certificate.checked_by, certificate.checked_at, certificate.reason


def history(certificate):
    return [
        (entry.action, entry.user_id, entry.timestamp, entry.data)
        for entry in ModelLogEntry.objects.for_instance(certificate).order_by("timestamp", "id")
    ]


def test_a_declared_certificate_is_verified_with_what_it_covers():
    reviewer, certificate = officer(), CertificateFactory()
    borne_out, not_borne_out = (
        CoverageFactory(certificate=certificate, produce=p) for p in ("Cà phê", "Tiêu")
    )

    verify_certificate(certificate=certificate, covering=[borne_out.pk], by=reviewer, at=AT)

    assert columns(certificate) == ("verified", reviewer, AT, "")
    for coverage in (borne_out, not_borne_out):
        coverage.refresh_from_db()
    assert (borne_out.confirmed_at, borne_out.confirmed_by) == (AT, reviewer)
    assert (not_borne_out.confirmed_at, not_borne_out.confirmed_by) == (None, reviewer), "it was answered"
    changes = {"changes": {"standing": ["declared", "verified"]}, "reason": ""}
    assert history(certificate) == [("farmers.certificate_verified", reviewer.pk, AT, changes)]


def test_a_declared_certificate_is_returned_with_a_reason():
    reviewer, certificate = officer(), CertificateFactory()

    send_back(certificate, reviewer)

    assert columns(certificate) == ("returned", reviewer, AT, "Ảnh chụp mờ")
    changes = {"changes": {"standing": ["declared", "returned"]}, "reason": "Ảnh chụp mờ"}
    assert history(certificate) == [("farmers.certificate_returned", reviewer.pk, AT, changes)]


@pytest.mark.parametrize(
    ("verb", "standing"), [(return_certificate, "declared"), (revoke_certificate, "verified")]
)
def test_the_ready_sentence_of_a_reason_is_kept_for_counting(verb, standing):
    certificate = certificate_in(standing)

    verb(certificate=certificate, reason="Số sai", reason_code="number", by=officer(), at=AT)

    certificate.refresh_from_db()
    assert (certificate.reason, certificate.reason_code) == ("Số sai", "number")
    assert history(certificate)[0][3]["reason_code"] == "number"


def test_a_verified_certificate_is_revoked_with_a_reason():
    reviewer, certificate = officer(), certificate_in("verified")

    revoke(certificate, reviewer)

    assert columns(certificate) == ("revoked", reviewer, AT, "Đơn vị cấp đã thu hồi")
    changes = {"changes": {"standing": ["verified", "revoked"]}, "reason": "Đơn vị cấp đã thu hồi"}
    assert history(certificate) == [("farmers.certificate_revoked", reviewer.pk, AT, changes)]


@pytest.mark.parametrize(
    ("verb", "standing"),
    [
        (verb, standing)
        for verb, only in ((verify, "declared"), (send_back, "declared"), (revoke, "verified"))
        for standing in STANDINGS
        if standing != only
    ],
)
def test_a_step_that_does_not_follow_changes_nothing(verb, standing):
    certificate = certificate_in(standing)
    CoverageFactory(certificate=certificate)
    before = columns(certificate)

    with pytest.raises(ValidationError) as refused:
        verb(certificate, officer())

    assert refused.value.code == "moved"
    assert columns(certificate) == before
    assert history(certificate) == []
    assert certificate.coverages.get().confirmed_at is None


@pytest.mark.parametrize("verb", [verify, send_back])
def test_a_second_click_is_told_that_somebody_was_faster(verb):
    reviewer, certificate = officer(), CertificateFactory()
    as_the_page_loaded_it = Certificate.objects.get(pk=certificate.pk)
    verb(certificate, reviewer)

    with pytest.raises(ValidationError) as refused:
        verb(as_the_page_loaded_it, officer())

    assert refused.value.code == "moved"
    assert len(history(certificate)) == 1
    assert columns(certificate)[1] == reviewer


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_nothing_is_returned_or_revoked_without_a_reason(reason):
    declared, verified = CertificateFactory(), certificate_in("verified")

    for verb, certificate in ((return_certificate, declared), (revoke_certificate, verified)):
        with pytest.raises(ValidationError) as refused:
            verb(certificate=certificate, reason=reason, by=officer(), at=AT)
        assert refused.value.code == "reason"
    assert (columns(declared)[0], columns(verified)[0]) == ("declared", "verified")


def test_a_reason_longer_than_its_column_is_refused_in_words():
    certificate = CertificateFactory()

    with pytest.raises(ValidationError) as refused:
        return_certificate(certificate=certificate, reason="mờ " * 101, by=officer(), at=AT)

    assert (refused.value.code, refused.value.params) == ("reason", {"most": 300, "length": 302})
    assert columns(certificate)[0] == "declared"


def test_nothing_is_verified_without_a_coverage():
    certificate = CertificateFactory()
    CoverageFactory(certificate=certificate)
    of_another = CoverageFactory()

    for covering in ([], [of_another.pk], [987_654]):
        with pytest.raises(ValidationError) as refused:
            verify_certificate(certificate=certificate, covering=covering, by=officer(), at=AT)
        assert refused.value.code == "nothing_covered"
    of_another.refresh_from_db()
    assert (columns(certificate)[0], of_another.confirmed_at) == ("declared", None)


def test_a_verified_number_is_one_certificate():
    first = CertificateFactory(number="VietGAP-TT-26-01-64-0007")
    same = CertificateFactory(number="vietgap-tt-26-01-64-0007", valid_from=first.valid_from)
    verify(first, officer())

    with transaction.atomic():
        with pytest.raises(ValidationError) as refused:
            verify(same, officer())
        assert columns(same)[0] == "declared", "the transaction of the caller can go on"

    assert refused.value.code == "duplicate"
    assert history(same) == []


def test_the_same_number_with_another_beginning_is_a_renewal():
    first = CertificateFactory()
    renewed = CertificateFactory(number=first.number, valid_from=first.valid_from + timedelta(days=90))

    verify(first, officer())
    verify(renewed, officer())

    assert columns(renewed)[0] == "verified"


def test_a_change_is_announced_inside_the_transaction():
    heard = []

    def listen(certificate_id, **_sender):
        standing = Certificate.objects.get(pk=certificate_id).standing
        heard.append((certificate_id, standing, transaction.get_connection().in_atomic_block))

    certificate, returned = CertificateFactory(), CertificateFactory()
    certificate_changed.connect(listen)
    try:
        verify(certificate, officer())
        revoke(certificate, officer())
        send_back(returned, officer())
    finally:
        certificate_changed.disconnect(listen)

    assert heard == [
        (certificate.pk, "verified", True),
        (certificate.pk, "revoked", True),
        (returned.pk, "returned", True),
    ]


def test_listings_follow_their_certificate():
    certificate = CertificateFactory(expires_on=timezone.localdate() + timedelta(days=30))
    coverage = CoverageFactory(certificate=certificate)
    product, without = ProductFactory(published=True), ProductFactory(published=True)
    product.coverages.add(coverage)

    def certified_until():
        return [type(p).objects.get(pk=p.pk).certified_until for p in (product, without)]

    assert certified_until() == [None, None]
    verify(certificate, officer())
    assert certified_until() == [certificate.expires_on, None]
    revoke(certificate, officer())
    assert certified_until() == [None, None]


def test_a_coverage_that_was_not_confirmed_certifies_no_listing():
    certificate = CertificateFactory()
    confirmed, other = CoverageFactory(certificate=certificate), CoverageFactory(certificate=certificate)
    product = ProductFactory(published=True)
    product.coverages.add(other)

    verify_certificate(certificate=certificate, covering=[confirmed.pk], by=officer(), at=AT)

    product.refresh_from_db()
    assert product.certified_until is None


def test_more_of_a_verified_certificate_is_confirmed_later():
    reviewer, certificate = officer(), certificate_in("verified")
    product = ProductFactory(published=True)
    later = CoverageFactory(certificate=certificate, produce="Hồ tiêu")
    product.coverages.add(later)

    confirmed = confirm_coverage(certificate=certificate, covering=[later.pk], by=reviewer, at=AT)

    later.refresh_from_db()
    product.refresh_from_db()
    assert (confirmed, later.confirmed_at, later.confirmed_by) == (1, AT, reviewer)
    assert product.certified_until == certificate.expires_on
    told = {"coverages": [later.pk]}
    assert history(certificate) == [("farmers.coverage_confirmed", reviewer.pk, AT, told)]


def test_confirming_a_coverage_twice_leaves_the_first_yes():
    first, certificate = officer(), certificate_in("verified")
    coverage = CoverageFactory(certificate=certificate)
    confirm_coverage(certificate=certificate, covering=[coverage.pk], by=first, at=AT)

    later = AT + timedelta(hours=1)
    again = confirm_coverage(certificate=certificate, covering=[coverage.pk], by=officer(), at=later)

    coverage.refresh_from_db()
    assert (again, coverage.confirmed_at, coverage.confirmed_by) == (0, AT, first)
    assert len(history(certificate)) == 1


def test_what_was_seen_and_not_ticked_is_left_out():
    reviewer, certificate = officer(), certificate_in("verified")
    borne_out, other, _unseen = (CoverageFactory(certificate=certificate, produce=p) for p in "ABC")
    seen = [borne_out.pk, other.pk]

    confirm_coverage(certificate=certificate, covering=[borne_out.pk], leaving=seen, by=reviewer, at=AT)

    answers = [(c.confirmed_at, c.confirmed_by) for c in certificate.coverages.order_by("pk")]
    assert answers == [(AT, reviewer), (None, reviewer), (None, None)]
    assert [(entry[0], entry[3]) for entry in history(certificate)] == [
        ("farmers.coverage_left_out", {"coverages": [other.pk]}),
        ("farmers.coverage_confirmed", {"coverages": [borne_out.pk]}),
    ]


def test_what_was_left_out_is_confirmed_later_all_the_same():
    certificate = certificate_in("verified")
    coverage = CoverageFactory(certificate=certificate)
    first, second = officer(), officer()

    left = leave_out_coverage(certificate=certificate, leaving=[coverage.pk], by=first, at=AT)
    again = leave_out_coverage(certificate=certificate, leaving=[coverage.pk], by=second, at=AT)
    confirm_coverage(certificate=certificate, covering=[coverage.pk], by=second, at=AT)

    coverage.refresh_from_db()
    assert (left, again) == (1, 0)
    assert (coverage.confirmed_at, coverage.confirmed_by) == (AT, second)


def test_what_was_confirmed_and_what_is_of_another_is_not_left_out():
    certificate, foreign = certificate_in("verified"), CoverageFactory()
    confirmed = CoverageFactory(certificate=certificate, confirmed_at=AT, confirmed_by=officer())

    leaving = [confirmed.pk, foreign.pk]
    assert leave_out_coverage(certificate=certificate, leaving=leaving, by=officer(), at=AT) == 0
    assert history(certificate) == []


@pytest.mark.parametrize("standing", ["declared", "returned", "revoked"])
def test_only_a_verified_certificate_gets_more_coverage(standing):
    certificate = certificate_in(standing)
    coverage = CoverageFactory(certificate=certificate)

    with pytest.raises(ValidationError) as refused:
        confirm_coverage(certificate=certificate, covering=[coverage.pk], by=officer(), at=AT)

    coverage.refresh_from_db()
    assert (refused.value.code, coverage.confirmed_at) == ("moved", None)


def test_a_coverage_of_another_certificate_is_not_confirmed():
    certificate, foreign = certificate_in("verified"), CoverageFactory()

    with pytest.raises(ValidationError) as refused:
        confirm_coverage(certificate=certificate, covering=[foreign.pk], by=officer(), at=AT)

    assert refused.value.code == "nothing_covered"


@pytest.mark.parametrize(
    ("standing", "begins", "ends", "valid", "shown"),
    [
        ("verified", -10, 0, True, "verified"),
        ("verified", -10, -1, False, "expired"),
        ("verified", 1, 10, False, "verified"),
        ("declared", -10, 10, False, "declared"),
        ("declared", -10, -1, False, "declared"),
        ("revoked", -10, 10, False, "revoked"),
    ],
)
def test_a_certificate_is_valid_through_its_last_day(standing, begins, ends, valid, shown):
    today = timezone.localdate()
    certificate = certificate_in(standing)
    certificate.valid_from = today + timedelta(days=begins)
    certificate.expires_on = today + timedelta(days=ends)
    certificate.save()

    assert certificate.is_valid_on(today) is valid
    assert Certificate.objects.valid_on(today).filter(pk=certificate.pk).exists() is valid
    assert certificate.shown_standing == shown


def test_the_longest_reason_is_as_long_as_its_columns():
    widths = {model._meta.get_field("reason").max_length for model in (Certificate, Product)}

    assert widths == {REASON_LENGTH}


def test_a_certificate_that_has_not_begun_is_not_verified_yet():
    certificate = CertificateFactory(valid_from=date(2026, 11, 25))

    with pytest.raises(ValidationError) as refused:
        verify(certificate, officer())

    assert refused.value.messages == [
        "Chứng nhận này bắt đầu từ ngày 25/11/2026. Hãy xác nhận từ ngày đó trở đi."
    ]
    certificate.refresh_from_db()
    assert certificate.standing == "declared"


def test_a_certificate_is_verified_from_its_first_day_in_viet_nam():
    certificate = CertificateFactory(valid_from=date(2026, 11, 24))

    assert verify(certificate, officer()).standing == "verified"
