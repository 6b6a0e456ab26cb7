"""A certificate on the desk: what is shown, the decisions, and what comes after them."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from farmers.models import Certificate
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmFactory,
    other_commune,
)
from tests.factories.products import ProductFactory
from tests.market.desk.conftest import text_of


def address(certificate) -> str:
    return reverse("desk:certificate", args=(certificate.pk,))


def declared(days_ago: int = 0) -> Certificate:
    certificate = CertificateFactory()
    CoverageFactory(certificate=certificate, farm=FarmFactory(farmer=certificate.farmer))
    moment = timezone.now() - timedelta(days=days_ago)
    Certificate.objects.filter(pk=certificate.pk).update(declared_at=moment)
    return certificate


def verified() -> Certificate:
    coverage = CoverageFactory(confirmed=True)
    return coverage.certificate


def standing(certificate) -> tuple[str, str]:
    certificate.refresh_from_db()
    return certificate.standing, certificate.reason


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_page_shows_claims_and_what_rests_on_them(reviewer):
    certificate = declared()
    product = ProductFactory(farm=certificate.coverages.get().farm, submitted=True)
    product.coverages.add(certificate.coverages.get())

    page = reviewer.get(address(certificate))

    text = text_of(page)
    for shown in (certificate.number, certificate.issuer, certificate.farmer.name, product.name):
        assert shown in text
    assert [(claim.listing_names, claim.is_ticked) for claim in page.context["claims"]] == [
        ([product.name], True)
    ]
    for decision in ("verify", "return"):
        assert f'value="{decision}"' in text
    assert 'value="revoke"' not in text


def test_a_review_costs_few_queries(reviewer, django_assert_max_num_queries):
    certificate = declared()
    reviewer.get(address(certificate))

    with django_assert_max_num_queries(20):
        reviewer.get(address(certificate))


def test_verifying_opens_the_next_in_the_queue(reviewer):
    old, certificate, young = declared(3), declared(2), declared(1)
    coverage = certificate.coverages.get()

    answer = reviewer.post(address(certificate), {"decision": "verify", "covering": [coverage.pk]})

    coverage.refresh_from_db()
    certificate.refresh_from_db()
    assert (certificate.standing, certificate.checked_by) == ("verified", reviewer.user)
    assert coverage.confirmed_by == reviewer.user
    assert answer["Location"] == address(young)
    assert reviewer.post(address(young), {"decision": "verify", "covering": [young.coverages.get().pk]})[
        "Location"
    ] == address(old)


def test_after_the_last_one_the_desk_opens(reviewer):
    certificate = declared()

    answer = reviewer.post(
        address(certificate), {"decision": "verify", "covering": [certificate.coverages.get().pk]}
    )

    assert answer["Location"] == reverse("wagtailadmin_home")
    assert len(said(answer)) == 2


def test_a_second_click_is_a_message_not_an_error(reviewer):
    certificate = declared()
    posted = {"decision": "verify", "covering": [certificate.coverages.get().pk]}
    reviewer.post(address(certificate), posted)
    checked_at = Certificate.objects.get(pk=certificate.pk).checked_at

    answer = reviewer.post(address(certificate), posted)

    certificate.refresh_from_db()
    assert answer.status_code == 302
    assert answer["Location"] == address(certificate)
    assert certificate.checked_at == checked_at


def test_nothing_ticked_is_refused_and_nothing_is_lost(reviewer):
    certificate = declared()
    CoverageFactory(certificate=certificate)

    page = reviewer.post(address(certificate), {"decision": "verify", "covering": ["x", "-1"]})

    assert page.status_code == 422
    assert standing(certificate) == ("declared", "")
    assert [claim.is_ticked for claim in page.context["claims"]] == [False, False]


def test_a_verified_number_elsewhere_is_refused_in_words(reviewer):
    first = CertificateFactory(verified=True, farmer=FarmerFactory(branch=other_commune()))
    same = CertificateFactory(number=first.number, valid_from=first.valid_from)
    coverage = CoverageFactory(certificate=same)

    page = reviewer.post(address(same), {"decision": "verify", "covering": [coverage.pk]})

    assert page.status_code == 422
    assert standing(same) == ("declared", "")
    assert len(said(page)) == 1


@pytest.mark.parametrize(
    ("posted", "reason"),
    [
        ({"return-sentence": "number"}, 1),
        ({"return-words": "Gửi lại trang 2 giúp Hội."}, "Gửi lại trang 2 giúp Hội."),
        ({"return-sentence": "number", "return-words": "Số trên giấy là 0096."}, 2),
    ],
)
def test_a_certificate_is_returned_with_a_sentence_or_words(reviewer, posted, reason):
    certificate = declared()
    sentence = str(
        dict(reviewer.get(address(certificate)).context["return_form"].fields["sentence"].choices)["number"]
    )
    expected = {1: sentence, 2: f"{sentence} Số trên giấy là 0096."}.get(reason, reason)

    answer = reviewer.post(address(certificate), {"decision": "return", **posted})

    assert answer.status_code == 302
    assert standing(certificate) == ("returned", expected)


@pytest.mark.parametrize(
    "posted",
    [{}, {"return-words": "  "}, {"return-sentence": "invented"}, {"return-words": "dài " * 100}],
)
def test_a_return_without_a_usable_reason_keeps_what_was_typed(reviewer, posted):
    certificate = declared()

    page = reviewer.post(address(certificate), {"decision": "return", **posted})

    assert page.status_code == 422
    assert standing(certificate) == ("declared", "")
    assert page.context["return_form"].errors
    assert posted.get("return-words", "").strip() in text_of(page)
    assert '<details class="desk-reason" open>' in text_of(page)
    assert [claim.is_ticked for claim in page.context["claims"]] == [True]


def test_a_verified_certificate_is_revoked(reviewer):
    certificate = verified()

    answer = reviewer.post(address(certificate), {"decision": "revoke", "revoke-words": "Đơn vị cấp thu hồi"})

    assert answer["Location"] == address(certificate)
    assert standing(certificate) == ("revoked", "Đơn vị cấp thu hồi")


def test_more_coverage_is_confirmed_later(reviewer):
    certificate = verified()
    certificate.farmer.branch.refresh_from_db()
    more = CoverageFactory(certificate=certificate, produce="Hồ tiêu")

    page = reviewer.get(address(certificate))
    assert [(claim.is_ticked, claim.can_be_ticked) for claim in page.context["claims"]] == [
        (True, False),
        (False, True),
    ]
    reviewer.post(address(certificate), {"decision": "confirm", "covering": [more.pk]})

    more.refresh_from_db()
    assert more.confirmed_by == reviewer.user
    assert not reviewer.get(address(certificate)).context["has_more"]


@pytest.mark.parametrize("decision", ["publish", "", "delete", None])
def test_an_unknown_decision_is_none(reviewer, decision):
    certificate = declared()

    answer = reviewer.post(address(certificate), {} if decision is None else {"decision": decision})

    assert answer.status_code == 404
    assert standing(certificate) == ("declared", "")


@pytest.mark.parametrize("decision", ["verify", "return"])
def test_who_only_looks_decides_nothing(clerk, decision):
    certificate = declared()
    posted = {
        "decision": decision,
        "covering": [certificate.coverages.get().pk],
        "return-words": "x",
    }

    assert f'value="{decision}"' not in text_of(clerk.get(address(certificate)))
    assert clerk.post(address(certificate), posted).status_code == 404
    assert standing(certificate) == ("declared", "")


def asked_more() -> tuple[Certificate, object]:
    """A verified certificate whose farmer says, in a listing sent since, that it covers more."""
    certificate = verified()
    more = CoverageFactory(certificate=certificate, produce="Hồ tiêu")
    ProductFactory(farm=FarmFactory(farmer=certificate.farmer), submitted=True).coverages.add(more)
    return certificate, more


def test_the_page_says_where_it_stands_and_by_when_it_is_due(reviewer):
    late, certificate, young = declared(9), declared(2), declared(1)

    place = reviewer.get(address(certificate)).context["place"]
    text = text_of(reviewer.get(address(late)))

    assert (place.number, place.count, place.previous, place.following) == (2, 3, late.pk, young.pk)
    assert (place.due_on, place.is_late) == (timezone.localdate() + timedelta(days=3), False)
    assert "desk-due--late" in text
    assert f'href="{address(certificate)}" rel="next"' in text


def test_who_only_looks_has_no_place_in_a_queue(clerk):
    assert clerk.get(address(declared())).context["place"] is None


def test_what_was_looked_at_is_shown_with_sign_and_words(reviewer):
    certificate = CertificateFactory(scheme="globalgap", number="4006381333932", issuer="IQC")

    page = reviewer.get(address(certificate))

    shown = [*page.context["warnings"], *page.context["others"]]
    assert [one.check for one in page.context["warnings"]] == ["scan", "number", "length"]
    assert len(shown) == 11
    for one in shown:
        assert one.label in text_of(page)
        assert one.text in text_of(page)


def test_public_pages_are_plain_links_that_tell_nothing_of_us(reviewer):
    certificate = CertificateFactory(scheme="globalgap", number="4006381333931", issuer="IQC")

    text = text_of(reviewer.get(address(certificate)))

    for found in ("https://globalgap.org/supply-chain-portal", "https://iqc.com.vn/"):
        assert f'<a href="{found}" target="_blank" rel="noreferrer noopener">' in text


def test_the_ready_sentence_is_kept_with_the_words(reviewer):
    certificate, other = declared(), verified()

    reviewer.post(address(certificate), {"decision": "return", "return-sentence": "number"})
    reviewer.post(
        address(other), {"decision": "revoke", "revoke-sentence": "false", "revoke-words": "Đã gọi hỏi"}
    )

    certificate.refresh_from_db()
    other.refresh_from_db()
    assert (certificate.reason_code, other.reason_code) == ("number", "false")
    assert other.reason.endswith("Đã gọi hỏi")


def test_more_coverage_asked_in_the_queue_is_confirmed_and_the_rest_left_out(reviewer):
    certificate, more = asked_more()
    other = CoverageFactory(certificate=certificate, produce="Bơ")
    waiting = declared()

    posted = {"decision": "confirm", "covering": [more.pk], "seen": [more.pk, other.pk]}
    answer = reviewer.post(address(certificate), posted)

    answers = [
        (one.confirmed_at is not None, one.confirmed_by) for one in certificate.coverages.order_by("pk")
    ]
    assert answers[1:] == [(True, reviewer.user), (False, reviewer.user)]
    assert answer["Location"] == address(waiting)
    assert reviewer.get(address(certificate)).context["place"].number == 0


def test_nothing_more_is_on_the_paper(reviewer):
    certificate, more = asked_more()

    page = reviewer.get(address(certificate))
    assert page.context["asks_more"]
    reviewer.post(address(certificate), {"decision": "leave", "seen": [more.pk]})

    more.refresh_from_db()
    assert (more.confirmed_at, more.confirmed_by) == (None, reviewer.user)
    assert not reviewer.get(address(certificate)).context["asks_more"]


def test_what_was_claimed_after_the_page_was_loaded_stays_a_question(reviewer):
    certificate = declared()
    seen = certificate.coverages.get()
    unseen = CoverageFactory(certificate=certificate, produce="Hồ tiêu")

    reviewer.post(address(certificate), {"decision": "verify", "covering": [seen.pk], "seen": [seen.pk]})

    unseen.refresh_from_db()
    assert (unseen.confirmed_at, unseen.confirmed_by) == (None, None)
    assert reviewer.get(address(certificate)).context["place"].number == 1


def test_the_history_tells_every_step(reviewer):
    certificate = declared()
    posted = {"decision": "verify", "covering": [certificate.coverages.get().pk]}
    reviewer.post(address(certificate), posted)
    reviewer.post(address(certificate), {"decision": "revoke", "revoke-words": "Nhầm giấy"})

    entries = list(reviewer.get(address(certificate)).context["history"])

    assert [entry.action for entry in entries] == [
        "farmers.certificate_revoked",
        "farmers.certificate_verified",
    ]
    assert entries[0].message.endswith("Nhầm giấy")
    page = reviewer.get(reverse("desk_certificates:history", args=(certificate.pk,)))
    assert "Nhầm giấy" in text_of(page)
    assert reviewer.user.name in text_of(page)


def test_a_box_whose_number_no_computer_reads_is_no_box(reviewer):
    certificate = declared()

    answer = reviewer.post(address(certificate), {"decision": "verify", "covering": ["9" * 5_000]})

    assert (answer.status_code, standing(certificate)) == (422, ("declared", ""))
