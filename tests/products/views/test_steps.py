import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from products.drafting import add_photos, keep_answers, put_scan
from products.models import Product
from products.questions import Step
from products.retelling import photo_url, step_url
from products.units import Unit
from tests.factories.farmers import (
    CHU_PAH,
    CertificateFactory,
    FarmFactory,
)
from tests.factories.products import CategoryFactory, ProductFactory
from tests.products.conftest import answers_of, photo, post
from tests.products.test_photos import header_bomb
from tests.products.test_posting import ANSWERS, PAPER


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


@pytest.mark.parametrize("count", [1, 3])
def test_what_asks_six_questions_of_the_database(farmer_client, draft, count, django_assert_num_queries):
    for number in range(count):
        CategoryFactory(key=f"mon-{number}", path=f"mon-{number}/", name=f"Món {number}")

    with django_assert_num_queries(6):
        farmer_client.get(step_url(draft, Step.WHAT))


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


def test_place_refuses_a_farm_number_that_no_computer_reads(farmer_client, draft):
    assert post(farmer_client, draft, Step.PLACE, farm="9" * 5_000).status_code == 200
    assert farmer_client.get(step_url(draft, Step.CHECK)).status_code == 200


def test_name_with_a_character_no_database_keeps_is_refused_and_the_rest_of_it_stays(farmer_client, draft):
    assert post(farmer_client, draft, Step.NAME, name="Cà\0 phê").status_code == 200
    assert answers_of(draft)["name"] == "Cà phê"
