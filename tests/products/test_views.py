import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import Consent
from farmers.models import Farmer
from products.drafting import add_photos, begin_draft, keep_answers, put_scan
from products.models import Draft, Product
from products.questions import Step
from products.retelling import photo_url, step_url
from products.units import Unit
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CHU_PAH,
    CertificateFactory,
    FarmerPersonFactory,
    FarmFactory,
    commune,
    officer,
)
from tests.factories.products import CategoryFactory, ProductFactory
from tests.products.conftest import photo
from tests.products.test_photos import header_bomb
from tests.products.test_posting import ANSWERS, PAPER

BEGIN, SELLER = "/ban-hang/dang/", "/ban-hang/nguoi-ban/"


@pytest.fixture
def draft(person, category):
    return begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)


@pytest.fixture
def farmer_client(client, person):
    client.force_login(person.user)
    return client


def answers_of(draft):
    return Draft.objects.get(pk=draft.pk).answers


def post(client, draft, step, **data):
    return client.post(step_url(draft, step), data)


# --- Beginning ---------------------------------------------------------------------------------------------


def test_begin_asks_first_who_sells(client, db):
    client.force_login(UserFactory())

    assert client.get(BEGIN).url == SELLER
    assert client.get(SELLER).status_code == 200


def test_seller_makes_a_household_by_consent_once(client, db):
    commune()
    user = UserFactory()
    client.force_login(user)
    page = client.get(SELLER).text
    data = {"name": "Siu H'Ví Dụ", "commune": "bien ho", "shows_phone": "on", "has_public_page": "on"}

    assert "checked" not in page
    assert client.post(SELLER, data).url == BEGIN
    assert client.post(SELLER, data).url == BEGIN
    farmer = Farmer.objects.get()
    assert (farmer.name, farmer.commune_code, farmer.phone, farmer.is_public) == (
        "Siu H'Ví Dụ",
        "23590",
        user.phone,
        True,
    )
    assert Consent.objects.get().user == user


def test_seller_keeps_what_was_typed_when_refused(client, db):
    commune()
    client.force_login(UserFactory())

    unknown = client.post(SELLER, {"name": "Siu H'Ví Dụ", "commune": "Thung Lũng Mây"})
    several = client.post(SELLER, {"name": "Siu H'Ví Dụ", "commune": "chu pah"})
    chosen = client.post(SELLER, {"name": "Siu H'Ví Dụ", "commune": "chu pah", "commune_code": CHU_PAH})

    assert 'value="Thung Lũng Mây"' in unknown.text
    assert "Siu H&#x27;Ví Dụ" in unknown.text
    assert list(unknown.context["form"].errors) == ["commune"]
    assert list(several.context["form"].errors) == ["commune_code"]
    assert f'value="{CHU_PAH}"' in several.text
    assert chosen.url == BEGIN


def test_begin_by_looking_makes_nothing(farmer_client, draft):
    Draft.objects.all().delete()

    page = farmer_client.get(BEGIN)

    assert (page.status_code, Draft.objects.count()) == (200, 0)
    assert 'name="photos"' in page.text


def test_begin_shows_what_is_unfinished(farmer_client, draft):
    add_photos(draft, [photo()])
    keep_answers(draft, ANSWERS)

    page = farmer_client.get(BEGIN).text

    assert "Cà phê nhân robusta" in page
    assert step_url(draft, Step.CHECK) in page
    assert photo_url(draft.files.get()) in page


def test_begin_asks_for_whom_when_there_are_several(farmer_client, person):
    second = FarmerPersonFactory(user=person.user)

    page = farmer_client.get(BEGIN).text
    chosen = farmer_client.get(BEGIN, {"nguoi-ban": second.farmer.pk})

    assert 'name="photos"' not in page
    assert str(second.farmer) in page.replace("&#x27;", "'")
    assert chosen.context["farmer_id"] == str(second.farmer.pk)


def test_begin_refuses_more_than_can_be_kept(farmer_client, person):
    for _ in range(10):
        begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)

    page = farmer_client.get(BEGIN)
    refused = farmer_client.post(
        reverse("products:post_step", args=[uuid.uuid4(), "anh"]), {"farmer": person.farmer.pk}
    )

    assert page.context["is_full"]
    assert (refused.url, Draft.objects.count()) == (BEGIN, 10)


def test_the_first_photos_make_the_draft_once(farmer_client, person):
    address = reverse("products:post_step", args=[uuid.uuid4(), "anh"])

    for _ in range(2):
        answer = farmer_client.post(address, {"farmer": person.farmer.pk, "photos": [photo(), photo("blue")]})
        assert answer.url.endswith("/mat-hang/")

    assert (Draft.objects.count(), Draft.objects.get().files.count()) == (1, 2)


def test_discard_throws_a_draft_away(farmer_client, draft):
    answer = farmer_client.post(reverse("products:discard", args=[draft.pk]))

    assert (answer.url, Draft.objects.count()) == (BEGIN, 0)


# --- The questions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", list(Step))
def test_every_question_can_be_looked_at_before_and_after_it_is_answered(farmer_client, draft, step):
    keep_answers(draft, {"unit": "kg"})
    assert farmer_client.get(step_url(draft, step)).status_code == 200

    add_photos(draft, [photo()])
    put_scan(draft, photo("green"))
    keep_answers(draft, ANSWERS | PAPER)

    assert farmer_client.get(step_url(draft, step)).status_code == 200


def test_photos_refused_stand_beside_the_field_and_the_good_ones_stay(farmer_client, draft):
    files = [
        SimpleUploadedFile("ghi-chu.jpg", b"Gia ca phe hom nay", "image/jpeg"),
        SimpleUploadedFile("khong-lo.png", header_bomb(20_000, 10_000), "image/png"),
        SimpleUploadedFile("rong.jpg", b"", "image/jpeg"),
        photo(name="tot.jpg"),
    ]

    page = post(farmer_client, draft, Step.PHOTOS, photos=files)

    assert page.status_code == 200
    assert [line.split(":")[0] for line in page.context["form"].errors["photos"]] == [
        "ghi-chu.jpg",
        "khong-lo.png",
        "rong.jpg",
    ]
    assert photo_url(draft.files.get()) in page.text
    assert post(farmer_client, draft, Step.PHOTOS).url == step_url(draft, Step.WHAT)


def test_photos_none_is_refused_and_one_can_be_removed(farmer_client, draft):
    assert list(post(farmer_client, draft, Step.PHOTOS).context["form"].errors) == ["photos"]
    add_photos(draft, [photo(), photo("blue")])
    first = draft.files.order_by("position").first()

    answer = post(farmer_client, draft, Step.PHOTOS, remove=first.pk)

    assert answer.url == step_url(draft, Step.PHOTOS)
    assert first not in draft.files.all()


def test_what_is_searched_without_accents(farmer_client, draft):
    CategoryFactory(key="sau-rieng", path="sau-rieng/", name="Sầu riêng", name_en="Durian", is_leaf=True)
    address = step_url(draft, Step.WHAT)

    everything = farmer_client.get(address)
    found = farmer_client.get(address, {"q": "sau rieng"})
    nothing = farmer_client.get(address, {"q": "khong co dau"})

    assert [len(group.categories) for group in everything.context["groups"]] == [2]
    assert [one.key for group in found.context["groups"] for one in group.categories] == ["sau-rieng"]
    assert nothing.context["groups"] == []


def test_what_then_name_goes_on_with_the_name_of_the_kind(farmer_client, draft):
    assert list(post(farmer_client, draft, Step.WHAT).context["form"].errors) == ["category"]
    assert post(farmer_client, draft, Step.WHAT, category="ca-phe-nhan").url == step_url(draft, Step.NAME)

    page = farmer_client.get(step_url(draft, Step.NAME)).text

    assert 'value="Cà phê nhân"' in page
    assert list(post(farmer_client, draft, Step.NAME, name="").context["form"].errors) == ["name"]
    assert post(farmer_client, draft, Step.NAME, name="Cà phê", description="").url == step_url(
        draft, Step.AMOUNT
    )


def test_what_keeps_the_choice_of_somebody_who_goes_back(farmer_client, draft):
    keep_answers(draft, {"category": "ca-phe-nhan"})

    assert post(farmer_client, draft, Step.WHAT, back="1").url == step_url(draft, Step.PHOTOS)
    assert answers_of(draft)["category"] == "ca-phe-nhan"


def test_amount_offers_the_unit_of_the_kind_first(farmer_client, draft):
    CategoryFactory(key="mat-ong", path="mat-ong/", name="Mật ong", default_unit="chai")
    keep_answers(draft, {"category": "mat-ong"})

    page = farmer_client.get(step_url(draft, Step.AMOUNT))

    tiles = page.context["units"]
    assert [(tile.key, tile.is_chosen) for tile in tiles[:2]] == [("chai", True), ("kg", False)]
    assert {tile.key for tile in [*tiles, *page.context["other_units"]]} == set(Unit.values)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [({"amount": "-3", "unit": "kg"}, ["amount"]), ({"amount": "300"}, ["unit"]), ({}, ["amount", "unit"])],
)
def test_amount_refused_keeps_what_was_typed(farmer_client, draft, typed, wrong):
    page = post(farmer_client, draft, Step.AMOUNT, **typed)

    assert list(page.context["form"].errors) == wrong
    assert answers_of(draft)["amount"] == typed.get("amount", "")


def test_another_unit_asks_for_the_price_again(farmer_client, draft):
    keep_answers(draft, {"unit": "kg", "amount": "300", "price": "98k"})
    address = f"{step_url(draft, Step.AMOUNT)}?sau=xem-lai"

    same = farmer_client.post(address, {"amount": "250", "unit": "kg"})
    other = farmer_client.post(address, {"amount": "3", "unit": "ta"})

    assert same.url == step_url(draft, Step.CHECK)
    assert other.url == f"{step_url(draft, Step.PRICE)}?sau=xem-lai"


def test_price_waits_for_the_unit(farmer_client, draft):
    assert farmer_client.get(step_url(draft, Step.PRICE)).url == step_url(draft, Step.AMOUNT)


def test_price_is_read_back_before_going_on(farmer_client, draft):
    keep_answers(draft, {"unit": "kg"})
    typed = {"price": "9tr/tạ"}

    asked = post(farmer_client, draft, Step.PRICE, **typed)
    changed = post(farmer_client, draft, Step.PRICE, **typed | {"price": "98k", "confirmed": "90000/kg"})
    agreed = post(farmer_client, draft, Step.PRICE, **typed | {"confirmed": "90000/kg"})

    assert (asked.status_code, changed.status_code) == (200, 200)
    assert 'name="confirmed" value="90000/kg"' in asked.text
    assert 'name="confirmed" value="98000/kg"' in changed.text
    assert agreed.url == step_url(draft, Step.PLACE)


@pytest.mark.parametrize("price", ["-5", "12,5", "95", "98k/chai", ""])
def test_price_refused_keeps_what_was_typed(farmer_client, draft, price):
    keep_answers(draft, {"unit": "kg"})

    page = post(farmer_client, draft, Step.PRICE, price=price)

    assert list(page.context["form"].errors) == ["price"]
    assert (f'value="{price}"' in page.text) is bool(price)
    assert answers_of(draft)["price"] == price


def test_price_shows_what_others_ask(farmer_client, draft, category):
    today = timezone.localdate()
    for price_vnd in (95_000, 101_500):
        ProductFactory(published=True, offer__price_vnd=price_vnd, offer__priced_on=today)
    keep_answers(draft, {"category": category.key, "unit": "kg"})

    page = farmer_client.get(step_url(draft, Step.PRICE))

    assert page.context["range"]["lowest"] == "95.000\u00a0đ"
    assert page.context["range"]["highest"] == "101.500\u00a0đ"


def test_place_unknown_several_and_chosen(farmer_client, draft):
    unknown = post(farmer_client, draft, Step.PLACE, commune="Thung Lũng Mây")
    several = post(farmer_client, draft, Step.PLACE, commune="chu pah")
    chosen = post(farmer_client, draft, Step.PLACE, commune="chu pah", commune_code=CHU_PAH)

    assert list(unknown.context["form"].errors) == ["commune"]
    assert 'value="Thung Lũng Mây"' in unknown.text
    assert list(several.context["form"].errors) == ["commune_code"]
    assert chosen.url == step_url(draft, Step.PAPERS)


def test_place_offers_the_farms_there_are(farmer_client, draft, person):
    farm = FarmFactory(farmer=person.farmer)

    page = farmer_client.get(step_url(draft, Step.PLACE)).text

    assert farm.name in page
    assert post(farmer_client, draft, Step.PLACE, farm=farm.pk).url == step_url(draft, Step.PAPERS)
    assert answers_of(draft)["farm"] == str(farm.pk)


def test_papers_none_is_fine(farmer_client, draft):
    assert post(farmer_client, draft, Step.PAPERS).url == step_url(draft, Step.CHECK)


def test_papers_half_written_are_refused_and_nothing_is_lost(farmer_client, draft):
    text = SimpleUploadedFile("giay.jpg", b"khong phai anh", "image/jpeg")

    page = post(farmer_client, draft, Step.PAPERS, scheme="ocop", number="12/QĐ", scan=text)

    assert set(page.context["form"].errors) == {"issuer", "valid_from", "expires_on", "stars", "scan"}
    assert page.context["form"].errors["scan"][0].startswith("giay.jpg:")
    assert 'value="12/QĐ"' in page.text
    done = post(
        farmer_client, draft, Step.PAPERS, **PAPER | {"scheme": "ocop", "stars": "4"}, scan=photo("green")
    )
    assert done.url == step_url(draft, Step.CHECK)


def test_papers_can_be_left_out_again(farmer_client, draft):
    put_scan(draft, photo())
    keep_answers(draft, PAPER)

    answer = post(farmer_client, draft, Step.PAPERS, **PAPER, drop="1")

    assert answer.url == step_url(draft, Step.PAPERS)
    assert (draft.files.count(), answers_of(draft)["number"]) == (0, "")


def test_papers_of_mine_are_offered(farmer_client, draft, person):
    mine = CertificateFactory(farmer=person.farmer, verified=True)
    theirs = CertificateFactory()

    page = farmer_client.get(step_url(draft, Step.PAPERS)).text

    assert (mine.number in page, theirs.number in page) == (True, False)
    assert post(farmer_client, draft, Step.PAPERS, certificates=mine.pk).url == step_url(draft, Step.CHECK)


@pytest.mark.parametrize(
    ("step", "typed", "before"),
    [
        (Step.NAME, {"name": "Cà phê", "description": "dở d"}, Step.WHAT),
        (Step.AMOUNT, {"amount": "ba trăm", "unit": ""}, Step.NAME),
        (Step.PRICE, {"price": "-5"}, Step.AMOUNT),
        (Step.PLACE, {"commune": "Thung Lũng Mây", "harvested_on": "hôm qua"}, Step.PRICE),
        (Step.PAPERS, {"number": "dở"}, Step.PLACE),
    ],
)
def test_back_loses_nothing(farmer_client, draft, step, typed, before):
    answer = post(farmer_client, draft, step, **typed, back="1")

    assert answer.url == step_url(draft, before)
    assert {name: answers_of(draft)[name] for name in typed} == typed


def test_an_answer_changed_from_the_last_page_leads_back_there(farmer_client, draft):
    answer = farmer_client.post(f"{step_url(draft, Step.NAME)}?sau=xem-lai", {"name": "Cà phê"})

    assert answer.url == step_url(draft, Step.CHECK)


def test_check_marks_what_is_missing_and_sends_nothing(farmer_client, draft):
    page = post(farmer_client, draft, Step.CHECK)

    assert page.context["was_refused"]
    assert [bool(one.problems) for one in page.context["told"]] == [
        True,
        True,
        True,
        True,
        True,
        False,
        False,
    ]
    assert Product.objects.count() == 0


def test_check_sends_once_and_leads_to_the_listing(farmer_client, draft):
    add_photos(draft, [photo()])
    keep_answers(draft, ANSWERS)

    first = post(farmer_client, draft, Step.CHECK)
    second = post(farmer_client, draft, Step.CHECK)
    late = farmer_client.get(step_url(draft, Step.NAME))

    product = Product.objects.get()
    assert {first.url, second.url, late.url} == {reverse("workspace:product", args=[product.pk])}


# --- Whose is it? ------------------------------------------------------------------------------------------


def addresses(draft):
    found = [step_url(draft, step) for step in Step]
    return [
        *found,
        *(photo_url(file) for file in draft.files.all()),
        reverse("products:discard", args=[draft.pk]),
    ]


def statuses(client, draft):
    found = set()
    for address in addresses(draft):
        found |= {client.post(address, {"farmer": "1"}).status_code}
        found |= {client.get(address).status_code}
    return found - {405}


def test_a_draft_is_its_writers_alone(client, draft, person):
    add_photos(draft, [photo()])
    keep_answers(draft, ANSWERS)

    assert statuses(client, draft) == {302}
    assert all(client.get(address).url.startswith("/dang-nhap/") for address in addresses(draft)[:-1])
    strangers = [FarmerPersonFactory().user, FarmerPersonFactory(farmer=person.farmer).user, officer()]
    for stranger in strangers:
        client.force_login(stranger)
        assert statuses(client, draft) == {404}
    assert answers_of(draft) == draft.answers


def test_a_draft_closes_for_somebody_revoked(farmer_client, draft, person):
    add_photos(draft, [photo()])
    person.revoked_at = "2026-11-24T03:00:00Z"
    person.save()

    for address in addresses(draft)[:-1]:
        assert farmer_client.get(address).status_code == 404


def test_a_draft_cannot_be_begun_for_another_farmer(farmer_client):
    other = FarmerPersonFactory()

    answer = farmer_client.post(
        reverse("products:post_step", args=[uuid.uuid4(), "anh"]), {"farmer": other.farmer.pk}
    )

    assert (answer.status_code, Draft.objects.count()) == (404, 0)


def test_an_unknown_step_or_draft_is_not_found(farmer_client, draft):
    assert farmer_client.get(reverse("products:post_step", args=[draft.pk, "khac"])).status_code == 404
    assert farmer_client.get(reverse("products:post_step", args=[uuid.uuid4(), "gia"])).status_code == 404


def test_a_file_of_a_draft_is_shown_small_and_private(farmer_client, draft):
    add_photos(draft, [photo(size=(1600, 1200))])
    put_scan(draft, SimpleUploadedFile("giay.pdf", b"%PDF-1.7 ..."))
    picture, scan = (farmer_client.get(photo_url(draft.files.get(kind=kind))) for kind in ("photo", "scan"))

    with Image.open(BytesIO(picture.content)) as shown:
        assert (shown.format, shown.size) == ("WEBP", (320, 240))
    assert picture["Cache-Control"] == "private, max-age=3600"
    assert (scan["Content-Type"], scan["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="scan.pdf"',
    )
    assert scan.getvalue() == b"%PDF-1.7 ..."


# --- Reading a price back ----------------------------------------------------------------------------------


def test_read_price_answers_with_a_fragment(client, db):
    read = client.get("/doc-gia/", {"text": "98k", "unit": "kg"}).text
    refused = client.get("/doc-gia/", {"text": "-5", "unit": "kg"}).text

    assert "98.000\u00a0đ" in read
    assert 'name="confirmed" value="98000/kg"' in read
    assert "Giá không thể âm" in refused
    assert client.get("/doc-gia/", {"text": "98k", "unit": "xe"}).content == b""
    assert client.get("/doc-gia/").content == b""
    assert "9.000.000\u00a0đ" in client.get("/doc-gia/", {"text": "9tr/tạ", "unit": "kg"}).text
