"""On the page of a listing: pausing, reporting, warning, taking down, and what each officer may press."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from products.listing import halt_product
from products.models import PriceChange, Product, TakeDown
from products.pricing import change_price
from products.taking_down import report_listing, warn_farmer
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmFactory, officer, other_commune, province
from tests.factories.products import ProductFactory
from tests.market.desk.conftest import at_the_desk, text_of


@pytest.fixture
def product(db) -> Product:
    return ProductFactory(published=True)


def address(product) -> str:
    return reverse("desk:listing", args=(product.pk,))


def press(client, product, decision, **sent):
    return client.post(address(product), {"decision": decision} | sent)


def state(product) -> str:
    return Product.objects.get(pk=product.pk).state


def report(product, ground="danger", words="Có thuốc cấm", at=None) -> TakeDown:
    at = at or timezone.now()
    return report_listing(product=product, ground=ground, words=words, by=UserFactory(), at=at)


def test_a_pause_needs_a_reason_and_only_an_officer_ends_it(reviewer, product):
    assert press(reviewer, product, "halt").status_code == 422
    assert state(product) == "published"

    answer = press(reviewer, product, "halt", **{"halt-sentence": "stock"})
    assert answer["Location"] == address(product)
    product.refresh_from_db()
    assert (product.state, product.reason_code, bool(product.reason)) == ("paused", "stock", True)
    assert product.reason in text_of(reviewer.get(address(product)))

    press(reviewer, product, "release")
    assert state(product) == "published"


def test_a_farmers_own_pause_has_no_button(reviewer, product):
    Product.objects.filter(pk=product.pk).update(state="paused")

    assert 'value="release"' not in text_of(reviewer.get(address(product)))
    assert press(reviewer, product, "release").status_code == 422
    assert state(product) == "paused"


def test_danger_is_reported_and_taken_down(reviewer, product):
    assert press(reviewer, product, "report", **{"report-ground": "danger"}).status_code == 422
    sent = {"report-ground": "danger", "report-words": "Có thuốc cấm"}

    press(reviewer, product, "report", **sent)

    page = reviewer.get(address(product))
    case = TakeDown.objects.get()
    assert (case.state, case.reported_by, page.context["can_be_taken_down"]) == (
        "reported",
        reviewer.user,
        True,
    )
    assert case.due_at - case.reported_at == timedelta(hours=1)
    press(reviewer, product, "take_down")
    product.refresh_from_db()
    assert (product.state, product.reason) == ("returned", "Có thuốc cấm")


def test_what_needs_a_warning_offers_the_warning_first(reviewer, product):
    report(product, "misleading", "Ảnh của người khác")

    page = reviewer.get(address(product))
    assert [page.context[name] for name in ("can_be_warned", "can_be_taken_down")] == [True, False]
    assert press(reviewer, product, "take_down").status_code == 422

    press(reviewer, product, "warn")

    page = reviewer.get(address(product))
    assert [page.context[name] for name in ("can_be_warned", "can_be_taken_down")] == [False, False]
    assert TakeDown.objects.get().state == "warned"
    assert state(product) == "published"


def test_after_the_days_of_the_warning_it_may_go(reviewer, product):
    at = timezone.now() - timedelta(days=7)
    warn_farmer(case=report(product, "misleading", at=at), by=UserFactory(), at=at)

    assert reviewer.get(address(product)).context["can_be_taken_down"]
    press(reviewer, product, "take_down")

    assert state(product) == "returned"


def test_a_report_is_dropped_with_words(reviewer, product):
    report(product)
    assert press(reviewer, product, "drop").status_code == 422

    press(reviewer, product, "drop", **{"drop-words": "Đã hỏi, không có gì"})

    assert (TakeDown.objects.get().outcome, state(product)) == ("Đã hỏi, không có gì", "published")


def test_what_is_late_is_marked(reviewer, product):
    report(product, at=timezone.now() - timedelta(hours=2))

    assert reviewer.get(address(product)).context["case_is_late"]
    assert 'class="desk-whole desk-overdue"' in text_of(reviewer.get(reverse("desk:take_downs")))


def test_a_decision_about_nothing_is_a_message(reviewer, product):
    for decision in ("warn", "take_down", "drop"):
        answer = press(reviewer, product, decision, **{"drop-words": "x"})
        assert (answer.status_code, answer["Location"]) == (302, address(product))
    assert state(product) == "published"


def test_the_soonest_due_stands_first(reviewer):
    now = timezone.now()
    for hours, name in ((0.5, "Sau"), (3, "Trước")):
        report(ProductFactory(published=True, name=name), at=now - timedelta(hours=hours))
    other = ProductFactory(published=True, farm=FarmFactory(farmer=FarmerFactory(branch=other_commune())))
    report(other)
    closed = report(ProductFactory(published=True, name="Xong"))
    TakeDown.objects.filter(pk=closed.pk).update(
        state="dropped", decided_at=now, decided_by=reviewer.user, outcome="Không sao"
    )

    page = reviewer.get(reverse("desk:take_downs"))

    assert [one.case.product.name for one in page.context["cases"]] == ["Trước", "Sau"]
    assert [one.is_late for one in page.context["cases"]] == [True, False]
    assert [case.product.name for case in page.context["closed"]] == ["Xong"]
    assert other.name not in text_of(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_reports_costs_ten_queries(reviewer, count, django_assert_num_queries):
    for _ in range(count):
        report(ProductFactory(published=True))
    address = reverse("desk:take_downs")
    reviewer.get(address)

    with django_assert_num_queries(10):
        reviewer.get(address)


DECISIONS = {
    "halt": {"halt-words": "x"},
    "release": {},
    "report": {"report-ground": "fake", "report-words": "x"},
    "warn": {},
    "take_down": {},
    "drop": {"drop-words": "x"},
    "approve_price": {},
    "refuse_price": {"price-words": "x"},
    "publish": {},
    "return": {"return-words": "x"},
}


def in_every_state() -> list[Product]:
    """A listing on which each button would do something."""
    waiting, reported, warned, halted = (ProductFactory(published=True) for _ in range(4))
    now = timezone.now()
    change_price(product=waiting, price_vnd=500_000, by=waiting.posted_by, at=now)
    report(reported)
    warn_farmer(case=report(warned, "rights"), by=UserFactory(), at=now)
    halt_product(product=halted, reason="Chờ", by=UserFactory(), at=now)
    return [waiting, reported, warned, halted, ProductFactory(submitted=True)]


def everything() -> list:
    rows = [
        *Product.objects.order_by("pk"),
        *TakeDown.objects.order_by("pk"),
        *PriceChange.objects.order_by("pk"),
    ]
    return [{**vars(row), "_state": None} for row in rows]


@pytest.mark.parametrize(
    ("role", "of"), [("clerk", None), ("approver", None), ("viewer", None), ("head", "other")]
)
def test_who_may_not_decide_finds_no_button_and_changes_nothing(db, role, of):
    client = at_the_desk(officer(role=role, branch=other_commune() if of else None))
    products = in_every_state()
    change = PriceChange.objects.get()
    before = everything()

    for product in products:
        page = client.get(address(product))
        assert page.status_code == (404 if of else 200)
        assert 'name="decision"' not in page.content.decode()
        for decision, sent in DECISIONS.items():
            answer = press(client, product, decision, change=change.pk, **sent)
            assert answer.status_code == 404, (decision, product)

    assert everything() == before


def test_lists_of_what_waits_open_to_who_reviews(db):
    for role, status in (("reviewer", 200), ("head", 200), ("clerk", 404), ("viewer", 404)):
        client = at_the_desk(officer(role=role))
        for name in ("price_changes", "take_downs"):
            assert client.get(reverse(f"desk:{name}")).status_code == status, (role, name)


def test_the_province_sees_what_is_reported_in_its_communes(db, product):
    report(product)
    above = at_the_desk(officer(role="reviewer", branch=province()))

    assert len(above.get(reverse("desk:take_downs")).context["cases"]) == 1
