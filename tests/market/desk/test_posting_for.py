"""The desk's pages for posting for a farmer: finding, entering, agreeing, writing, sending, looking after."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from farmers.models import Farmer, RecordedConsent
from products.listing import return_product
from products.models import Draft, Offer, PriceChange, Product
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmFactory, MemberFactory, officer, other_commune
from tests.factories.products import CategoryFactory, ProductFactory
from tests.market.desk.conftest import at_the_desk, text_of
from tests.products.conftest import photo
from tests.products.test_posting_for import agree

FIND, NEW = reverse("desk:post_for_find"), reverse("desk:post_for_new")
CONSENT = {
    "consent-way": "paper",
    "consent-given_on": "2026-11-20",
    "consent-witness": "Chị Siu H'Ví, trưởng thôn",
}
HOUSEHOLD = CONSENT | {
    "name": "Rơ Châm H'Lan",
    "commune": "bien ho",
    "village": "làng Ví Dụ",
    "consent-purposes": ["post_for_me"],
}


@pytest.fixture
def farmer(db) -> Farmer:
    CategoryFactory()
    farm = FarmFactory(farmer=FarmerFactory(name="Siu H'Bim", is_public=False))
    agree(farm.farmer)
    return farm.farmer


def page_of(farmer) -> str:
    return reverse("desk:post_for", args=(farmer.pk,))


def answers(farmer, **changed) -> dict:
    return {
        "deed": "send",
        "draft": str(uuid.uuid4()),
        "category": "ca-phe-nhan",
        "name": "Cà phê nhân robusta",
        "amount": "3 tạ",
        "unit": "kg",
        "price": "98k",
        "farm": str(farmer.farms.get().pk),
        "harvested_on": "2026-11-02",
    } | changed


def test_finding_looks_for_farmers_and_members_of_the_own_branch(clerk, farmer):
    member = MemberFactory(full_name="Siu H'Bim")
    FarmerFactory(name="Siu H'Bim", branch=other_commune(), village="làng xa")
    MemberFactory(full_name="Siu H'Bim", branch=other_commune(), address="làng xa")

    page = clerk.get(FIND, {"q": "siu h'bim"})

    assert (page.context["farmers"], page.context["members"]) == ([farmer], [member])
    assert page_of(farmer) in text_of(page)
    assert "làng xa" not in text_of(page)


def test_a_household_is_entered_with_its_consent(clerk, db):
    member = MemberFactory(full_name="Rơ Châm H'Lan", address="làng Ví Dụ")
    from_member = clerk.get(NEW, {"hoi-vien": member.pk})
    assert from_member.context["form"]["name"].value() == "Rơ Châm H'Lan"
    assert "checked" not in str(from_member.context["consents"]["purposes"])

    answer = clerk.post(f"{NEW}?hoi-vien={member.pk}", HOUSEHOLD)

    farmer = Farmer.objects.get()
    assert answer["Location"] == page_of(farmer)
    assert farmer.recorded_consents.get().witness == "Chị Siu H'Ví, trưởng thôn"


@pytest.mark.parametrize(
    ("changed", "form", "field"),
    [
        ({"consent-purposes": []}, "consents", "purposes"),
        ({"consent-purposes": ["public_page"]}, "consents", "purposes"),
        ({"consent-witness": ""}, "consents", "witness"),
        ({"consent-given_on": "2999-01-01"}, "consents", "given_on"),
        ({"commune": "xã chư păh"}, "form", "commune"),
        ({"commune": "ha noi"}, "form", "commune"),
        ({"name": ""}, "form", "name"),
        ({"phone": "12"}, "form", "phone"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_entered(clerk, db, changed, form, field):
    other_commune()

    page = clerk.post(NEW, HOUSEHOLD | changed)

    assert page.status_code == 422
    assert list(page.context[form].errors) == [field]
    assert not Farmer.objects.exists()
    assert not RecordedConsent.objects.exists()


def test_the_same_name_is_asked_about_first(clerk, db):
    there = FarmerFactory(name="Rơ Châm H'Lan")

    page = clerk.post(NEW, HOUSEHOLD)
    assert (page.status_code, page.context["same"]) == (422, [there])
    assert page_of(there) in text_of(page)

    assert clerk.post(NEW, HOUSEHOLD | {"another": "yes"}).status_code == 302
    assert Farmer.objects.count() == 2


def test_a_listing_is_written_and_sent(clerk, farmer):
    page = clerk.get(page_of(farmer))
    assert page.context["may_post"]

    answer = clerk.post(page_of(farmer), answers(farmer, photos=[photo(), photo("blue")]))

    product = Product.objects.get()
    assert answer["Location"] == page_of(farmer)
    assert (product.state, product.farmer, product.posted_by) == ("submitted", farmer, clerk.user)
    assert (product.offer.offered_milli, product.offer.price_vnd) == (300_000, 98_000)
    assert product.photos.count() == 2
    assert product.name in text_of(clerk.get(page_of(farmer)))


def test_sent_twice_it_is_one_listing(clerk, farmer):
    sent = answers(farmer)
    for _ in range(2):
        assert clerk.post(page_of(farmer), sent | {"photos": [photo()]}).status_code == 302

    assert Product.objects.count() == 1
    assert not Draft.objects.exists()


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(clerk, farmer):
    sent = answers(farmer, amount="-5", price="12,5")

    page = clerk.post(page_of(farmer), sent | {"photos": [photo()]})

    assert page.status_code == 422
    wrong = {name: list(form.errors) for name, form in page.context["forms"].items() if form.errors}
    assert wrong == {"amount": ["amount"], "price": ["price"]}
    assert len(page.context["photos"]) == 1
    draft = Draft.objects.get()
    assert (str(draft.pk), draft.answers["price"]) == (sent["draft"], "12,5")
    assert sent["draft"] in text_of(clerk.get(FIND))

    assert clerk.post(page_of(farmer), sent | {"amount": "300", "price": "98k"}).status_code == 302
    assert Product.objects.get().photos.count() == 1


def test_unfinished_is_kept_and_thrown_away(clerk, farmer):
    sent = answers(farmer, deed="keep", photos=[photo()])
    kept = clerk.post(page_of(farmer), sent)
    page = clerk.get(kept["Location"])
    assert page.context["forms"]["name"]["name"].value() == "Cà phê nhân robusta"
    [(photo_id, _url)] = page.context["photos"]

    clerk.post(page_of(farmer), answers(farmer, draft=sent["draft"], remove=photo_id))
    assert clerk.get(kept["Location"]).context["photos"] == []

    clerk.post(page_of(farmer), {"deed": "discard", "draft": sent["draft"]})
    assert not Draft.objects.exists()


def test_without_consent_there_is_only_the_question(clerk, db):
    farm = FarmFactory(farmer=FarmerFactory(is_public=False))
    CategoryFactory()

    page = clerk.get(page_of(farm.farmer))
    assert not page.context["may_post"]
    assert 'name="price"' not in text_of(page)
    assert clerk.post(page_of(farm.farmer), answers(farm.farmer, photos=[photo()])).status_code == 422
    assert not Product.objects.exists()

    clerk.post(page_of(farm.farmer), CONSENT | {"deed": "agree", "consent-purposes": ["post_for_me"]})
    assert clerk.get(page_of(farm.farmer)).context["may_post"]


def test_a_consent_is_taken_back_at_the_desk(clerk, farmer):
    clerk.post(page_of(farmer), {"deed": "take_back", "purpose": "post_for_me"})

    assert RecordedConsent.objects.get().withdrawn_at is not None
    assert not clerk.get(page_of(farmer)).context["may_post"]


def test_listings_are_looked_after_for_the_farmer(clerk, farmer):
    product = ProductFactory(farm=farmer.farms.get(), published=True)

    def do(deed, **sent):
        product_of = {"deed": deed, "product": product.pk}
        assert clerk.post(page_of(farmer), product_of | sent).status_code == 302
        return Product.objects.get(pk=product.pk).state

    do("price", price="100k")
    assert Offer.objects.get().price_vnd == 100_000
    do("price", price="200k")
    assert (Offer.objects.get().price_vnd, PriceChange.objects.get().asked_by) == (100_000, clerk.user)
    assert [do("pause"), do("resume"), do("withdraw")] == ["paused", "published", "withdrawn"]


def test_a_price_that_cannot_be_read_is_said(clerk, farmer):
    product = ProductFactory(farm=farmer.farms.get(), published=True)

    page = clerk.post(page_of(farmer), {"deed": "price", "product": product.pk, "price": "12,5"})

    assert page.status_code == 422
    assert Offer.objects.get().price_vnd == 98_000


def test_what_was_sent_back_is_mended(clerk, farmer):
    clerk.post(page_of(farmer), answers(farmer, photos=[photo()]))
    product = Product.objects.get()
    return_product(product=product, reason="Giá lạ", by=UserFactory(), at=timezone.now())

    opened = clerk.post(page_of(farmer), {"deed": "revise", "product": product.pk})
    page = clerk.get(opened["Location"])
    assert (page.context["corrected"], "Giá lạ" in text_of(page)) == (product, True)
    clerk.post(page_of(farmer), answers(farmer, draft=str(product.client_draft_id), price="99k"))

    product.refresh_from_db()
    assert (product.state, product.offer.price_vnd) == ("submitted", 99_000)


@pytest.mark.parametrize(("role", "is_elsewhere"), [("head", True), ("reviewer", False), ("viewer", False)])
def test_who_enters_nothing_here_finds_nothing_and_changes_nothing(farmer, role, is_elsewhere):
    holder = officer(role=role, branch=other_commune() if is_elsewhere else None)
    client = at_the_desk(holder)
    member = MemberFactory()
    product = ProductFactory(farm=farmer.farms.get(), published=True)

    assert client.get(page_of(farmer)).status_code == 404
    for deed in ("send", "keep", "discard", "revise", "agree", "take_back", "price", "pause", "withdraw"):
        sent = answers(farmer, deed=deed, product=product.pk, purpose="post_for_me") | CONSENT
        assert client.post(page_of(farmer), sent).status_code == 404
    assert client.get(NEW, {"hoi-vien": member.pk}).status_code == 404
    if not is_elsewhere:
        assert client.get(FIND).status_code == client.post(NEW, HOUSEHOLD).status_code == 404
    else:
        assert (client.get(FIND, {"q": "siu"}).context["farmers"]) == []
        assert client.post(NEW, HOUSEHOLD).status_code == 422
    assert (Product.objects.get().state, Farmer.objects.count()) == ("published", 1)
    assert not Draft.objects.exists()


def test_a_listing_or_draft_of_another_farmer_is_not_touched_through_this_page(clerk, farmer):
    other = ProductFactory(published=True)
    foreign = Draft.objects.create(user=UserFactory(), answers={})
    own = Draft.objects.create(user=clerk.user, answers={"farmer": other.farmer_id})

    assert clerk.post(page_of(farmer), {"deed": "withdraw", "product": other.pk}).status_code == 404
    for draft in (foreign, own):
        assert (
            clerk.post(page_of(farmer), answers(farmer, deed="keep", draft=str(draft.pk))).status_code == 404
        )
        draft.refresh_from_db()
    assert (foreign.answers, Product.objects.get().state) == ({}, "published")
