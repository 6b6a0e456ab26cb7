"""The page that a printed code opens, in each of its standings (in English: the catalogue is tested elsewhere)."""

import re
from datetime import date, timedelta

import brotli
import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags

from tests.factories.accounts import UserFactory
from tests.factories.farmers import officer, other_commune, province
from traceability.codes import new_code
from traceability.ledger import erase_detail, record_event
from traceability.models import Scan

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def fetch(client, label, **headers):
    return client.get(f"/en/T/{label.code}", headers=headers)


def words(response):
    return " ".join(strip_tags(response.content.decode()).split())


def banner(response):
    html = response.content.decode()
    state, title, text = re.search(
        r'<div class="banner (\w+)">.*?<h1>(.*?)</h1><p>(.*?)</p>', html, re.DOTALL
    ).groups()
    return state, title, text


def english(day):
    return f"{day.day} {day:%b %Y}"


def test_a_valid_certificate_is_the_answer(client, printed, certify):
    label = printed()
    last = english(certify(label.lot.product).expires_on)
    text = f"VietGAP valid through {last}. "
    text += f"Hội Nông dân xã Biển Hồ compared it with the scan on {english(TODAY)}."

    assert banner(fetch(client, label)) == ("verified", "Origin can be traced", text)


def test_no_certificate_is_told_calmly(client, printed):
    assert banner(fetch(client, printed())) == (
        "traced",
        "Origin can be traced",
        "No certificate yet. The farmer says where it comes from.",
    )


def test_a_declared_certificate_is_a_farmers_word(client, printed, certify):
    label = printed()
    certify(label.lot.product, standing="declared")

    assert banner(fetch(client, label)) == (
        "partial",
        "Origin can be traced",
        "The farmer says there is a VietGAP certificate; the association has not checked it.",
    )


def test_a_verified_certificate_that_covers_something_else_is_a_farmers_word(client, printed, certify):
    label = printed()
    certify(label.lot.product, confirmed=False)

    assert banner(fetch(client, label))[0] == "partial"


def test_a_coverage_of_another_farm_does_not_count(client, printed, certify):
    label, elsewhere = printed(), printed()
    certificate = certify(label.lot.product)
    certificate.coverages.update(farm=elsewhere.farm)

    assert banner(fetch(client, label))[0] == "partial"


def test_an_expired_certificate_names_its_last_day(client, printed, certify):
    label = printed()
    last = TODAY - timedelta(days=1)
    certify(label.lot.product, valid_from=date(2025, 1, 1), expires_on=last)
    response = fetch(client, label)

    assert banner(response) == (
        "partial",
        "Origin can be traced",
        f"The VietGAP certificate ended on {english(last)}.",
    )
    assert ("It was still valid on the day of the harvest." in words(response)) is (last >= date(2026, 11, 9))


def test_a_certificate_holds_through_its_last_day(client, printed, certify):
    label = printed()
    certify(label.lot.product, expires_on=TODAY)

    assert banner(fetch(client, label))[0] == "verified"


def test_a_certificate_that_has_not_begun_answers_nothing_yet(client, printed, certify):
    label = printed()
    certify(label.lot.product, valid_from=TODAY + timedelta(days=1))

    assert banner(fetch(client, label))[0] == "traced"


def test_a_revoked_certificate_is_red(client, printed, certify):
    label = printed()
    certify(label.lot.product, standing="revoked")
    response = fetch(client, label)

    assert banner(response) == (
        "revoked",
        "The certificate was revoked",
        "Do not rely on the mark VietGAP on this label any more.",
    )
    assert "Price and how to buy" not in words(response)


def test_a_returned_certificate_is_not_shown(client, printed, certify):
    label = printed()
    certify(label.lot.product, standing="returned")
    response = fetch(client, label)

    assert (banner(response)[0], "VietGAP" in words(response)) == ("traced", False)


def test_the_best_of_several_certificates_answers(client, printed, certify):
    label = printed()
    certify(label.lot.product, standing="revoked", scheme="organic")
    certify(label.lot.product, scheme="ocop", stars=4)
    response = fetch(client, label)

    assert banner(response)[2].startswith("OCOP 4 stars valid through")
    assert words(response).index("OCOP 4 stars") < words(response).index("Organic")


@pytest.mark.parametrize(
    ("state", "title"), [("recalled", "This lot is being recalled"), ("held", "This lot is held for a check")]
)
def test_a_stopped_lot_is_red_whatever_the_certificate(client, printed, certify, state, title):
    label = printed(lot_columns={"state": state})
    certify(label.lot.product)
    response = fetch(client, label)

    assert banner(response)[:2] == ("recalled", title)
    assert [word in words(response) for word in ("Price and how to buy", "See the listing")] == [False, False]


def test_a_void_label_is_red_whatever_the_lot(client, printed, certify):
    label = printed(label_columns={"state": "void"})
    certify(label.lot.product)

    assert banner(fetch(client, label))[:2] == ("revoked", "This label is void")


def test_the_page_tells_who_where_when_and_how_much(client, printed):
    told = words(fetch(client, printed()))

    for said in (
        "Cà phê nhân robusta",
        "Rơ Châm H&#x27;Lan",
        "xã Biển Hồ, Gia Lai",
        "2 Nov 2026 – 9 Nov 2026",
        "300 kg",
        "Harvest 9 Nov 2026 1.200 kg · Hái chín",
        "Drying 12 Nov 2026",
    ):
        assert said in told


def test_a_farmer_who_did_not_agree_is_not_named(client, printed, certify):
    label = printed(farm={"farmer__is_public": False})
    certify(label.lot.product)
    html = fetch(client, label).content.decode()

    assert "A farmer in xã Biển Hồ, Gia Lai" in html
    assert [word in html for word in ("H&#x27;Lan", "tel:", "+84905000001", "làng Ví Dụ")] == [False] * 4


def test_the_officer_is_named_by_branch_not_by_name(client, printed, certify):
    label = printed()
    checker = officer(branch=province(), name="Siu Kiểm Tra", phone="+84905999999")
    certify(label.lot.product, checker=checker)
    html = fetch(client, label).content.decode()

    assert "Hội Nông dân tỉnh Gia Lai compared it" in html
    assert [word in html for word in ("Siu Kiểm Tra", "905999999")] == [False, False]


def test_a_checker_without_an_office_here_is_the_association(client, printed, certify):
    label = printed()
    certify(label.lot.product, checker=officer(branch=other_commune()))

    assert "The Farmers&#x27; Association compared it" in fetch(client, label).content.decode()


def test_an_erased_entry_says_so(client, printed):
    label = printed()
    erase_detail(event=label.lot.events.get(kind="harvest"), at=timezone.now())
    told = words(fetch(client, label))

    assert "Harvest 9 Nov 2026 What was written here has been erased." in told


def test_a_listing_that_is_gone_has_no_way_to_it(client, printed):
    label = printed()
    type(label.lot.product).objects.update(state="withdrawn")
    told = words(fetch(client, label))

    assert ("Price and how to buy" in told, "See the listing" in told, "Call" in told) == (False, False, True)


def test_a_listing_that_is_sold_out_can_be_looked_at(client, printed):
    label = printed()
    offer = label.lot.product.offer
    offer.sold_milli = offer.offered_milli
    offer.save()
    told = words(fetch(client, label))

    assert ("Price and how to buy" in told, "See the listing" in told) == (False, True)


def test_a_label_of_a_farm_shows_the_stall(client, printed, certify):
    label = printed(kind="farm")
    product = label.farm.products.get()
    certify(product)
    response = fetch(client, label)
    told = words(response)

    assert banner(response)[0] == "verified"
    assert "Stall of Rơ Châm H&#x27;Lan, xã Biển Hồ, Gia Lai" in told
    assert "On sale from here Cà phê nhân robusta" in told
    assert product.get_absolute_url() in response.content.decode()


def test_a_diary_longer_than_the_page_says_so(client, printed):
    label = printed()
    for number in range(31):
        record_event(
            farm=label.farm,
            lot=label.lot,
            kind="watering",
            happened_on=date(2026, 11, 13),
            content={"text": f"Lần {number}"},
            by=None,
            at=timezone.now(),
        )
    told = words(fetch(client, label))

    assert ("Lần 30" in told, "Lần 0 " in told, "Only the last entries are shown." in told) == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize("kind", ["lot", "unit", "farm"])
def test_the_page_asks_three_queries(client, printed, certify, django_assert_num_queries, kind):
    label = printed(kind=kind)
    for scheme in ("vietgap", "haccp"):
        certify(label.farm.products.get(), scheme=scheme)

    with django_assert_num_queries(3):
        fetch(client, label)


def test_it_asks_no_more_of_who_is_signed_in(client, printed, django_assert_num_queries):
    label = printed()
    client.force_login(UserFactory())

    with django_assert_num_queries(3):
        fetch(client, label)


def test_the_page_sets_no_cookie_and_does_not_vary_by_one(client, printed):
    response = fetch(client, printed())

    assert (response.cookies.output(), "Cookie" in response.get("Vary", "")) == ("", False)


def test_the_page_is_small(client, printed, certify):
    label = printed()
    for scheme in ("vietgap", "globalgap"):
        certify(label.lot.product, scheme=scheme)

    assert len(fetch(client, label).content) <= 12_000


def test_the_page_and_what_it_loads_are_within_20_kb(client, printed, certify):
    label = printed()
    certify(label.lot.product)
    html = fetch(client, label).content
    loaded = {
        name
        for name in re.findall(r"/static/([\w./-]+)", html.decode())
        if not name.startswith(("art/", "icons/touch"))
    }
    sent = len(html) + sum(
        len(brotli.compress((settings.ROOT / "static" / name).read_bytes())) for name in loaded
    )

    assert sorted(loaded) == ["css/site.css", "css/tokens.css", "icons/favicon.svg", "icons/sprite.svg"]
    assert sent <= 20_000


def test_every_look_is_counted_one_without_change_too(client, printed):
    label = printed()
    first = fetch(client, label)
    assert (first.status_code, first["Cache-Control"], first["ETag"][:3]) == (200, "no-cache", 'W/"')
    for _ in range(19):
        last = fetch(client, label)

    unchanged = fetch(client, label, if_none_match=last["ETag"])

    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", last["ETag"])
    assert unchanged["Cache-Control"] == "no-cache"
    assert Scan.objects.filter(label=label).count() == 21


def test_the_etag_changes_with_the_story_and_the_language(client, printed, certify):
    label = printed()
    for _ in range(19):
        fetch(client, label)
    before = fetch(client, label)["ETag"]
    assert fetch(client, label)["ETag"] == before

    vietnamese = client.get(f"/T/{label.code}")["ETag"]
    certificate = certify(label.lot.product)
    verified = fetch(client, label)["ETag"]
    type(certificate).objects.update(standing="revoked", reason="Giấy giả")
    revoked = fetch(client, label)["ETag"]

    assert len({before, vietnamese, verified, revoked}) == 4


def test_head_and_prefetch_count_nothing(client, printed):
    label = printed()
    head = client.head(f"/en/T/{label.code}")
    fetch(client, label, sec_purpose="prefetch;prerender")

    assert (head.status_code, head.content, "ETag" in head) == (200, b"", True)
    assert Scan.objects.count() == 0


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (0, ""),
        (1, "2 times so far"),
        (9, "10 times so far"),
        (10, "more than 10 times"),
        (24, "more than 20 times"),
        (250, "more than 200 times"),
        (1500, "more than 1,000 times"),
    ],
)
def test_scans_are_told_without_counting_far(client, printed, before, said):
    label = printed()
    at = timezone.now()
    Scan.objects.bulk_create([Scan(label=label, at=at) for _ in range(before)])
    told = words(fetch(client, label))

    assert (said in told, "First scanned on" in told) == (True, before > 0)


def test_the_first_look_at_a_single_package_says_so(client, printed):
    label = printed(kind="unit")

    assert "You are the first to scan this label." in words(fetch(client, label))
    assert f"First scanned on {english(TODAY)}, 2 times so far." in words(fetch(client, label))


def test_a_code_never_printed_is_not_found(client):
    response = client.get(f"/en/T/{new_code()}")

    assert (response.status_code, banner(response)[:2]) == (404, ("unknown", "There is no such code"))
    assert "No label carries this code." in words(response)
