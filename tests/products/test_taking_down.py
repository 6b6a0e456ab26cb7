"""A listing that breaks a rule: the hour, the warning, the mending, the end."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from products.drafting import add_photos, draft_of_product
from products.listing import pause_product, publish_product, return_product, withdraw_product
from products.models import Product, TakeDown
from products.posting import send_draft
from products.taking_down import drop_report, report_listing, take_down, warn_farmer
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerPersonFactory
from tests.factories.products import ProductFactory
from tests.products.conftest import photo

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def reported(ground="danger", **columns) -> TakeDown:
    product = ProductFactory(published=True, client_draft_id=uuid.uuid4(), **columns)
    return report_listing(product=product, ground=ground, words=" Có thuốc cấm ", by=UserFactory(), at=AT)


def warned(**columns) -> TakeDown:
    return warn_farmer(case=reported("misleading", **columns), by=UserFactory(), at=AT)


def product_of(case) -> Product:
    return Product.objects.get(pk=case.product_id)


def state_of(case) -> tuple[str, str]:
    return product_of(case).state, TakeDown.objects.get(pk=case.pk).state


@pytest.mark.parametrize(
    ("ground", "hours"), [("authority", 1), ("danger", 1), ("fake", 1), ("rights", 24), ("complaints", 24)]
)
def test_a_report_starts_the_clock_of_its_ground(ground, hours):
    case = reported(ground)

    assert (case.state, case.words, case.due_at) == ("reported", "Có thuốc cấm", AT + timedelta(hours=hours))
    entry = ModelLogEntry.objects.for_instance(case.product).get()
    assert (entry.action, entry.data) == (
        "products.take_down_reported",
        {"ground": ground, "reason": "Có thuốc cấm"},
    )


def test_the_hours_are_a_setting(settings):
    settings.TAKE_DOWN_HOURS = settings.TAKE_DOWN_HOURS | {"authority": 12}

    assert reported("authority").due_at == AT + timedelta(hours=12)


@pytest.mark.parametrize("state", ["published", "paused"])
def test_danger_goes_at_once_and_the_farmer_reads_why(state):
    case = reported(state=state)

    take_down(case=case, by=UserFactory(), at=AT + timedelta(minutes=5))

    product = product_of(case)
    assert state_of(case) == ("returned", "done")
    assert (product.reason, product.reason_code) == ("Có thuốc cấm", "danger")


@pytest.mark.parametrize("ground", ["rights", "misleading", "complaints"])
def test_what_endangers_nobody_is_warned_of_first(ground):
    case = reported(ground)

    with pytest.raises(ValidationError) as refused:
        take_down(case=case, by=UserFactory(), at=AT)

    assert refused.value.code == "warn_first"
    assert state_of(case) == ("published", "reported")


def test_for_danger_nobody_is_warned():
    with pytest.raises(ValidationError) as refused:
        warn_farmer(case=reported(), by=UserFactory(), at=AT)

    assert refused.value.code == "at_once"


def test_a_warning_leaves_five_whole_days():
    case = warned()
    assert (case.takes_effect_on, case.due_at) == (
        date(2026, 11, 30),
        datetime(2026, 11, 30, 16, 59, 59, 999_999, tzinfo=UTC),
    )

    with pytest.raises(ValidationError) as refused:
        take_down(case=case, by=UserFactory(), at=datetime(2026, 11, 29, 16, 59, tzinfo=UTC))
    assert refused.value.code == "too_early"

    take_down(case=case, by=UserFactory(), at=datetime(2026, 11, 29, 17, 0, tzinfo=UTC))
    assert state_of(case) == ("returned", "done")


def test_nothing_wrong_was_found():
    case = reported()
    with pytest.raises(ValidationError):
        drop_report(case=case, words="", by=UserFactory(), at=AT)

    drop_report(case=case, words="Giấy thật, đã gọi nơi cấp", by=UserFactory(), at=AT)

    assert state_of(case) == ("published", "dropped")
    assert TakeDown.objects.get().outcome == "Giấy thật, đã gọi nơi cấp"


def test_one_report_at_a_time():
    case = reported()

    with pytest.raises(ValidationError) as refused:
        report_listing(product=case.product, ground="fake", words="Giấy giả", by=UserFactory(), at=AT)
    assert refused.value.code == "moved"

    drop_report(case=case, words="Không sao", by=UserFactory(), at=AT)
    report_listing(product=case.product, ground="fake", words="Giấy giả", by=UserFactory(), at=AT)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "withdrawn"])
def test_only_what_buyers_may_see_is_reported(state):
    product = ProductFactory(state=state, reason="x" if state == "returned" else "")

    with pytest.raises(ValidationError) as refused:
        report_listing(product=product, ground="fake", words="Giấy giả", by=UserFactory(), at=AT)

    assert refused.value.code == "moved"


def test_a_second_click_finds_it_done():
    case = reported()
    take_down(case=case, by=UserFactory(), at=AT)

    for verb in (take_down, warn_farmer, lambda **with_: drop_report(words="x", **with_)):
        with pytest.raises(ValidationError) as refused:
            verb(case=case, by=UserFactory(), at=AT)
        assert refused.value.code == "moved"


def mended(case) -> Product:
    """The warned farmer photographs anew, writes true words and sends the listing while it is on sale."""
    product = product_of(case)
    person = FarmerPersonFactory(farmer=product.farmer)
    draft = draft_of_product(product=product, user=person.user)
    add_photos(draft, [photo()])
    return send_draft(draft=draft, at=AT + DAY)


def test_who_is_warned_may_mend_while_it_is_on_sale():
    case = warned()

    assert mended(case).state == "submitted"

    assert state_of(case) == ("submitted", "warned")


def test_who_is_not_warned_mends_nothing_that_is_on_sale():
    with pytest.raises(ValidationError) as refused:
        mended(reported())

    assert refused.value.code == "moved"


@pytest.mark.parametrize("end", ["publish", "return", "withdraw", "drop"])
def test_what_becomes_of_the_mended_closes_the_case(end):
    case = warned()
    product, looker = mended(case), UserFactory()
    at = AT + 2 * DAY
    if end == "publish":
        publish_product(product=product, by=looker, at=at)
    elif end == "return":
        return_product(product=product, reason="Vẫn còn sai", by=looker, at=at)
    elif end == "withdraw":
        withdraw_product(product=product, by=looker, at=at)
    else:
        drop_report(case=case, words="Đã sửa", by=looker, at=at)

    case.refresh_from_db()
    assert (product_of(case).state, case.state, case.outcome) == {
        "publish": ("published", "dropped", ""),
        "return": ("returned", "done", "Vẫn còn sai"),
        "withdraw": ("withdrawn", "done", ""),
        "drop": ("submitted", "dropped", "Đã sửa"),
    }[end]
    assert (case.decided_by, case.decided_at) == (looker, at)


def test_a_pause_answers_nothing():
    case = warned()

    pause_product(product=case.product, by=UserFactory(), at=AT)

    assert state_of(case) == ("paused", "warned")
