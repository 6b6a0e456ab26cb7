"""A listing on the desk: what is shown, publishing, returning."""

from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from market.desk.prices import asked_by_others
from products.models import Product
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmFactory,
    other_commune,
)
from tests.factories.products import ProductFactory
from tests.market.desk.conftest import text_of


def address(product) -> str:
    return reverse("desk:listing", args=(product.pk,))


def submitted(**columns) -> Product:
    return ProductFactory(submitted=True, **columns)


def state(product) -> tuple[str, str]:
    product.refresh_from_db()
    return product.state, product.reason


def others_asking(*prices, **columns) -> None:
    today = timezone.localdate()
    for price_vnd in prices:
        ProductFactory(published=True, offer__price_vnd=price_vnd, offer__priced_on=today, **columns)


def test_the_page_shows_what_a_buyer_would_see_and_more(reviewer):
    product = submitted(farm=FarmFactory(farmer=FarmerFactory(phone="+84905123456")))

    text = text_of(reviewer.get(address(product)))

    shown = (
        product.name,
        "98.000\u00a0đ/kg",
        "300 kg",
        product.description,
        product.farm.name,
        "0905 123 456",
    )
    assert [part for part in shown if part not in text] == []


def test_a_review_costs_few_queries(reviewer, django_assert_max_num_queries):
    product = submitted()
    others_asking(90_000, 95_000, 100_000)
    reviewer.get(address(product))

    with django_assert_max_num_queries(22):
        reviewer.get(address(product))


def test_publishing_opens_a_lot_and_offers_its_labels(reviewer):
    product = submitted()

    answer = reviewer.post(address(product), {"decision": "publish"})

    lot = product.lots.get()
    product.refresh_from_db()
    assert (product.state, product.checked_by) == ("published", reviewer.user)
    assert answer["Location"] == reverse("wagtailadmin_home")
    told = str(next(iter(get_messages(answer.wsgi_request))))
    assert f"{reverse('desk:lot', args=(lot.pk,))}#in-tem" in told
    assert product.get_absolute_url() in told


def test_publishing_goes_on_to_the_next(reviewer):
    product, following = submitted(), submitted()

    assert reviewer.post(address(product), {"decision": "publish"})["Location"] == address(following)


def test_a_second_click_is_a_message_not_an_error(reviewer):
    product = submitted()
    reviewer.post(address(product), {"decision": "publish"})

    answer = reviewer.post(address(product), {"decision": "publish"})

    assert (answer.status_code, answer["Location"]) == (302, address(product))
    assert product.lots.count() == 1


def test_a_listing_is_returned_with_a_reason(reviewer):
    product = submitted()

    reviewer.post(address(product), {"decision": "return", "return-words": "Chụp lại ảnh giúp Hội."})

    assert state(product) == ("returned", "Chụp lại ảnh giúp Hội.")


def test_a_return_without_a_reason_changes_nothing(reviewer):
    product = submitted()

    page = reviewer.post(address(product), {"decision": "return"})

    assert page.status_code == 422
    assert state(product) == ("submitted", "")


def test_who_only_looks_decides_nothing(clerk):
    product = submitted()

    assert 'value="publish"' not in text_of(clerk.get(address(product)))
    assert clerk.post(address(product), {"decision": "publish"}).status_code == 404
    assert state(product) == ("submitted", "")


def test_papers_are_linked_where_they_may_be_opened(reviewer):
    own = CoverageFactory(certificate=CertificateFactory())
    foreign = CoverageFactory(certificate=CertificateFactory(farmer=FarmerFactory(branch=other_commune())))
    product = submitted()
    product.coverages.add(own, foreign)

    page = reviewer.get(address(product))

    assert [(paper.coverage, paper.may_open) for paper in page.context["papers"]] == [
        (own, True),
        (foreign, False),
    ]
    assert reverse("desk:certificate", args=(own.certificate_id,)) in text_of(page)
    assert reverse("desk:certificate", args=(foreign.certificate_id,)) not in text_of(page)


def test_a_verified_paper_that_does_not_cover_this_yet_is_an_open_question(reviewer):
    confirmed = CoverageFactory(confirmed=True)
    more = CoverageFactory(certificate=confirmed.certificate, produce="Hồ tiêu")
    product = submitted()
    product.coverages.add(confirmed, more)

    papers = reviewer.get(address(product)).context["papers"]

    assert [paper.is_open_question for paper in papers] == [False, True]


def test_a_price_stands_among_those_of_others(db):
    product = submitted()
    others_asking(90_000, 100_000, 120_000)
    others_asking(1_000, farm=product.farm)
    ProductFactory(submitted=True, offer__price_vnd=5_000)
    others_asking(9_000, unit="chai")

    asked = asked_by_others(product, on=timezone.localdate())

    assert (asked.count, asked.lowest_vnd, asked.middle_vnd, asked.highest_vnd) == (
        3,
        90_000,
        100_000,
        120_000,
    )
    assert not asked.is_far
    assert asked.marks == {"lowest": "225", "middle": "250", "highest": "300", "here": "245", "span": "75"}


def test_a_price_far_from_the_middle_is_told(reviewer):
    product = submitted(offer__price_vnd=9_800)
    others_asking(90_000, 100_000, 120_000)

    page = reviewer.get(address(product))

    assert page.context["asked"].is_far
    assert "desk-scale__here--far" in text_of(page)


def test_two_others_are_too_few_to_compare(db):
    product = submitted()
    others_asking(90_000, 100_000)

    assert asked_by_others(product, on=timezone.localdate()) is None
