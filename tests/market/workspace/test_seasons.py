"""A season ends, the next one begins: in three taps from the stall."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from market.desk.reasons import LISTING_RETURNED
from market.workspace.views import STEP_TO_MEND
from products.listing import halt_product
from products.models import Draft, Offer, Product, ProductPhoto
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory, officer
from tests.factories.products import ProductFactory

HOME = "/ban-hang/"


@pytest.fixture
def person(db):
    return FarmerPersonFactory(farmer=FarmerFactory())


@pytest.fixture
def product(person):
    product = ProductFactory(
        farm=FarmFactory(farmer=person.farmer), published=True, offer__priced_on=timezone.localdate()
    )
    original = storages["private"].save("originals/a.jpg", ContentFile(b"jpeg"))
    ProductPhoto.objects.create(product=product, original=original, state="ready")
    return product


@pytest.fixture
def farmer_client(client, person):
    client.force_login(person.user)
    return client


def at(name, product):
    return reverse(f"workspace:{name}", args=[product.pk])


def test_the_season_ends_once_and_begins_again(farmer_client, product):
    for _ in range(2):
        assert farmer_client.post(at("season_over", product)).url == at("product", product)
    ended = Product.objects.get(pk=product.pk)
    assert (ended.state, ended.season_ended_on) == ("paused", timezone.localdate())
    item = farmer_client.get(HOME).context["stall"].items[0]
    assert (item["state_words"], item["may_resume"], item["may_end_season"]) == (
        gettext("season over"),
        True,
        False,
    )

    farmer_client.post(at("resume", product))

    again = Product.objects.get(pk=product.pk)
    assert (again.state, again.season_ended_on) == ("published", None)


def test_a_paused_listing_can_end_its_season_too(farmer_client, product):
    farmer_client.post(at("pause", product))

    farmer_client.post(at("season_over", product))

    assert Product.objects.get(pk=product.pk).season_ended_on == timezone.localdate()


def test_an_officers_pause_is_no_end_of_a_season(farmer_client, product):
    halt_product(product=product, reason="Chờ xem lại giấy", by=officer(), at=timezone.now())

    farmer_client.post(at("season_over", product))

    assert Product.objects.get(pk=product.pk).season_ended_on is None
    assert at("season_over", product) not in farmer_client.get(at("product", product)).text


def test_a_listing_is_posted_again_in_three_taps(farmer_client, product):
    farmer_client.post(at("season_over", product))
    shown = farmer_client.get(HOME).context["stall"].items[0]
    assert at("again", product) in farmer_client.get(HOME).text

    for _ in range(2):  # a double tap
        check = farmer_client.post(at("again", product), {"draft": shown["again_id"]})
    assert check.url == f"/ban-hang/dang/{shown['again_id']}/xem-lai/"
    page = farmer_client.get(check.url)
    numbers = [(one.lines, one.url) for one in page.context["told"] if one.is_number]
    assert [lines for lines, _ in numbers] == [["300 kg"], ["98.000\u00a0đ mỗi kg"]]
    assert page.context["is_complete"]

    sent = farmer_client.post(check.url)

    new = Product.objects.get(client_draft_id=shown["again_id"])
    assert sent.url == at("product", new)
    assert (new.state, new.name, new.farmer) == ("submitted", product.name, product.farmer)
    assert not Draft.objects.exists()
    late = farmer_client.post(at("again", product), {"draft": shown["again_id"]})
    assert late.url == at("product", new)


def test_an_old_price_is_asked_first(farmer_client, product):
    Offer.objects.filter(product=product).update(priced_on="2026-01-02")
    draft_id = uuid.uuid4()

    asked = farmer_client.post(at("again", product), {"draft": draft_id})
    assert asked.url == f"/ban-hang/dang/{draft_id}/gia/?sau=xem-lai"
    read = farmer_client.post(asked.url, {"price": "99k"})
    checked = farmer_client.post(asked.url, {"price": "99k", "confirmed": "99000/kg"})

    assert read.status_code == 200
    assert checked.url == f"/ban-hang/dang/{draft_id}/xem-lai/"
    assert farmer_client.get(checked.url).context["is_complete"]


def test_an_id_that_is_no_id_begins_a_draft_all_the_same(farmer_client, product):
    farmer_client.post(at("again", product), {"draft": "x"})

    assert Draft.objects.count() == 1


@pytest.mark.parametrize("code", [code for code, _words in LISTING_RETURNED])
def test_correcting_leads_to_what_the_officer_found(farmer_client, product, code):
    Product.objects.filter(pk=product.pk).update(state="returned", reason="Ảnh mờ", reason_code=code)

    answer = farmer_client.post(at("revise", product))

    step = STEP_TO_MEND[code]
    assert answer.url == f"/ban-hang/dang/{product.client_draft_id}/{step}/?sau=xem-lai"
    assert "Ảnh mờ" in farmer_client.get(answer.url).text


def test_a_season_is_the_farmers_alone(client, person, product):
    revoked = FarmerPersonFactory(farmer=person.farmer, revoked_at=timezone.now())

    for stranger in (FarmerPersonFactory().user, officer(), revoked.user, UserFactory()):
        client.force_login(stranger)
        for name in ("season_over", "again"):
            assert client.post(at(name, product), {"draft": uuid.uuid4()}).status_code == 404
    assert Product.objects.get(pk=product.pk).state == "published"
    assert not Draft.objects.exists()


def test_somebody_elses_draft_is_not_opened_by_its_id(farmer_client, product):
    foreign = Draft.objects.create(user=FarmerPersonFactory().user)

    assert farmer_client.post(at("again", product), {"draft": foreign.pk}).status_code == 404
    assert foreign.files.count() == 0
