"""Who may look at a scan, and as what does it reach the browser?"""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Reading
from tests.factories.farmers import CertificateFactory, FarmerFactory, other_commune

JPEG, PDF = b"\xff\xd8\xff\xe0 picture", b"%PDF-1.7 paper"


def with_scan(content: bytes, media_type: str, **columns):
    certificate = CertificateFactory(scan_type=media_type, number="VietGAP-TT-26-01-64-0001", **columns)
    ending = {"image/jpeg": "jpg", "application/pdf": "pdf"}.get(media_type, "html")
    certificate.scan.save(f"scan.{ending}", ContentFile(content))
    return certificate


def address(certificate) -> str:
    return reverse("desk:scan", args=(certificate.pk,))


@pytest.mark.parametrize(
    ("content", "media_type", "served_as", "disposition"),
    [
        (JPEG, "image/jpeg", "image/jpeg", 'inline; filename="chung-nhan-vietgap-tt-26-01-64-0001.jpg"'),
        (
            PDF,
            "application/pdf",
            "application/pdf",
            'attachment; filename="chung-nhan-vietgap-tt-26-01-64-0001.pdf"',
        ),
        (
            b"<script>",
            "text/html",
            "application/octet-stream",
            'attachment; filename="chung-nhan-vietgap-tt-26-01-64-0001.bin"',
        ),
        (
            b"<svg>",
            "image/svg+xml",
            "application/octet-stream",
            'attachment; filename="chung-nhan-vietgap-tt-26-01-64-0001.bin"',
        ),
    ],
)
def test_pictures_are_shown_and_all_else_is_only_saved(reviewer, content, media_type, served_as, disposition):
    certificate = with_scan(content, media_type)

    answer = reviewer.get(address(certificate))

    assert b"".join(answer) == content
    assert answer["Content-Type"] == served_as
    assert answer["Content-Disposition"] == disposition
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_every_look_is_noted(reviewer):
    certificate = with_scan(JPEG, "image/jpeg")

    assert b"".join(reviewer.get(address(certificate))) == JPEG

    reading = Reading.objects.get()
    assert (reading.reader, reading.what, reading.record_id) == (
        reviewer.user,
        "farmers.certificate.scan",
        certificate.pk,
    )
    assert timezone.now() - reading.at < timedelta(minutes=1)


def test_a_scan_of_another_branch_is_absent_and_no_look_is_noted(reviewer):
    certificate = with_scan(JPEG, "image/jpeg", farmer=FarmerFactory(branch=other_commune()))

    assert reviewer.get(address(certificate)).status_code == 404
    assert not Reading.objects.exists()


def test_a_scan_that_was_never_sent_or_is_lost_is_absent(reviewer):
    never, lost = CertificateFactory(), with_scan(JPEG, "image/jpeg")
    lost.scan.storage.delete(lost.scan.name)

    for certificate in (never, lost):
        assert reviewer.get(address(certificate)).status_code == 404
    assert not Reading.objects.exists()


def test_a_scan_is_only_read(reviewer):
    certificate = with_scan(JPEG, "image/jpeg")

    assert reviewer.post(address(certificate)).status_code == 405


@pytest.mark.parametrize(("media_type", "is_shown"), [("image/jpeg", True), ("application/pdf", False)])
def test_the_review_shows_a_picture_and_offers_a_pdf(reviewer, media_type, is_shown):
    certificate = with_scan(JPEG if is_shown else PDF, media_type)

    text = reviewer.get(reverse("desk:certificate", args=(certificate.pk,))).content.decode()

    assert (f'<img src="{address(certificate)}"' in text) is is_shown
    assert f'href="{address(certificate)}"' in text
