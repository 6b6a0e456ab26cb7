"""An officer posts for a farmer who agreed, through the farmer's own verbs."""

import uuid
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from farmers.models import RecordedConsent
from products.drafting import MOST_DRAFTS, add_photos, begin_draft, draft_of_product, keep_answers, own_drafts
from products.listing import return_product, was_posted_for_farmer
from products.models import Draft, Product
from products.posting import send_draft
from products.posting_for import drafts_written_for, farmers_written_for, product_written_for
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    FarmerFactory,
    FarmerPersonFactory,
    FarmFactory,
    commune,
    officer,
    other_commune,
    province,
)
from tests.products.conftest import photo
from tests.products.test_posting import ANSWERS

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def clerk(db):
    return officer(role="clerk")


@pytest.fixture
def farm(category):
    return FarmFactory(farmer=FarmerFactory(is_public=False))


def agree(farmer, purpose="post_for_me") -> RecordedConsent:
    return RecordedConsent.objects.create(
        farmer=farmer,
        purpose=purpose,
        text="Tôi đồng ý",
        way="spoken",
        given_on=AT.date(),
        recorded_by=UserFactory(),
        recorded_at=AT,
    )


def written(user, farm, **answers) -> Draft:
    draft = begin_draft(draft_id=uuid.uuid4(), user=user, farmer=farm.farmer, by_officer=True)
    add_photos(draft, [photo()])
    keep_answers(draft, ANSWERS | {"farm": str(farm.pk)} | answers)
    return draft


def test_the_officer_wrote_it_the_farmer_sells_it(clerk, farm):
    agree(farm.farmer)

    product = send_draft(draft=written(clerk, farm), at=AT)

    assert (product.state, product.farmer, product.posted_by) == ("submitted", farm.farmer, clerk)
    assert was_posted_for_farmer(product)
    told = ModelLogEntry.objects.for_instance(product).order_by("id")
    assert [(entry.action, entry.user_id) for entry in told] == [
        ("products.product_posted_for", clerk.pk),
        ("products.product_submitted", clerk.pk),
    ]


def test_sent_twice_it_is_one_listing(clerk, farm):
    agree(farm.farmer)
    draft = written(clerk, farm)
    again = Draft(pk=draft.pk, user=clerk)

    assert send_draft(draft=draft, at=AT) == send_draft(draft=again, at=AT)
    assert Product.objects.count() == 1
    assert product_written_for(draft.pk, clerk) == Product.objects.get()


@pytest.mark.parametrize("given", ["nothing", "another", "taken back"])
def test_without_the_consent_nothing_is_posted(clerk, farm, given):
    if given == "another":
        agree(farm.farmer, "public_page")
    elif given == "taken back":
        RecordedConsent.objects.filter(pk=agree(farm.farmer).pk).update(withdrawn_at=AT)
    draft = written(clerk, farm)

    with pytest.raises(ValidationError) as refused:
        send_draft(draft=draft, at=AT)

    assert refused.value.code == "consent"
    assert not Product.objects.exists()
    assert Draft.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize(
    ("role", "branch", "may"),
    [
        ("clerk", commune, True),
        ("head", commune, True),
        ("clerk", province, True),
        ("reviewer", commune, False),
        ("viewer", commune, False),
        ("head", other_commune, False),
    ],
)
def test_only_who_enters_data_at_the_farmers_branch_writes_for_it(farm, role, branch, may):
    holder = officer(role=role, branch=branch())
    agree(farm.farmer)

    assert farmers_written_for(holder).filter(pk=farm.farmer_id).exists() is may
    if not may:
        with pytest.raises(ValidationError) as refused:
            send_draft(draft=written(holder, farm), at=AT)
        assert refused.value.code == "farmer"
        assert not Product.objects.exists()


def test_an_office_that_ended_ends_the_posting(clerk, farm):
    agree(farm.farmer)
    draft = written(clerk, farm)
    clerk.offices.update(until=datetime(2026, 11, 1, tzinfo=UTC).date())
    draft = Draft.objects.select_related("user").get(pk=draft.pk)

    with pytest.raises(ValidationError) as refused:
        send_draft(draft=draft, at=AT)

    assert refused.value.code == "farmer"


def test_a_listing_that_was_sent_back_is_mended_for_the_farmer(clerk, farm):
    agree(farm.farmer)
    product = send_draft(draft=written(clerk, farm), at=AT)
    product = return_product(product=product, reason="Giá lạ", by=officer(), at=AT)
    successor = officer(role="clerk")

    draft = draft_of_product(product=product, user=successor, by_officer=True)
    keep_answers(draft, {"price": "99k"})
    mended = send_draft(draft=draft, at=AT)

    assert (mended, mended.state, mended.posted_by) == (product, "submitted", clerk)
    assert mended.offer.price_vnd == 99_000


def test_what_is_written_for_others_is_apart_from_the_own(clerk, farm):
    own = FarmerPersonFactory(user=clerk).farmer
    mine = begin_draft(draft_id=uuid.uuid4(), user=clerk, farmer=own)
    for_others = [written(clerk, farm) for _ in range(MOST_DRAFTS + 1)]

    assert list(own_drafts(clerk)) == [mine]
    assert set(drafts_written_for(clerk, farm.farmer)) == set(for_others)
    assert not drafts_written_for(clerk, own).exists()
