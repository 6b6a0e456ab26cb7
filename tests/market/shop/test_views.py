import re
from datetime import date

import pytest
from django.utils import timezone

from products.models import Product
from tests.factories.accounts import UserFactory
from tests.factories.farmers import CHU_PAH, FarmFactory
from tests.factories.products import OfferFactory, ProductFactory, certify
from tests.factories.traceability import LabelFactory, LotFactory
from tests.market.shop.reading import en, main_of, titles, vi, words

pytestmark = pytest.mark.django_db


def certified(**more) -> Product:
    product = ProductFactory(published=True, **more)
    certify(product)
    return product


# --- The list --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_five_questions(client, django_assert_num_queries, rows):
    for _ in range(rows):
        certified()
        ProductFactory(published=True)

    with django_assert_num_queries(5):
        assert client.get("/nong-san/").status_code == 200


def test_list_says_by_what_it_is_ordered(client):
    certified()

    shown = words(client.get("/en/nong-san/"))

    assert "1 listing. Ordered by valid certificate, then the newest. Nobody can pay to come first." in shown


def test_list_shows_certified_ones_first_and_only_what_is_published(client):
    ProductFactory(published=True, name="Thường")
    certified(name="Có giấy")
    for state in ("draft", "submitted", "paused", "withdrawn", "returned"):
        ProductFactory(state=state, name=state, reason="Mờ ảnh.", published_at=timezone.now())

    assert titles(client.get("/nong-san/")) == ["Có giấy", "Thường"]


def test_list_is_found_without_accents(client):
    ProductFactory(published=True, name="Mật ong hoa cà phê")
    ProductFactory(published=True, name="Gạo Ba Chăm", category__key="gao", category__name="Gạo")

    assert titles(client.get("/nong-san/", {"q": "mat ong"})) == ["Mật ong hoa cà phê"]


def test_list_goes_on_page_by_page(client):
    first = ProductFactory(published=True, name="Tin 0")
    for n in range(1, 30):
        ProductFactory(
            published=True,
            name=f"Tin {n}",
            farm=first.farm,
            category=first.category,
            posted_by=first.posted_by,
        )

    page_1 = client.get("/nong-san/?nhom=ca-phe-nhan")
    page_2 = client.get(page_1.context["next_url"])

    assert titles(page_1) + titles(page_2) == [f"Tin {n}" for n in range(29, -1, -1)]
    assert len(titles(page_1)) == 24
    assert page_1.context["next_url"].startswith("/nong-san/?nhom=ca-phe-nhan&sau=k.")
    assert (page_2.context["next_url"], page_2.context["first_url"]) == ("", "/nong-san/?nhom=ca-phe-nhan")


def test_list_of_certified_ones_asks_once_and_shows_the_newest_first(client, django_assert_num_queries):
    certified(name="Cũ")
    certified(name="Mới")
    ProductFactory(published=True, name="Thường")

    with django_assert_num_queries(4):
        answer = client.get("/nong-san/?chung_nhan=vietgap")

    assert titles(answer) == ["Mới", "Cũ"]


def test_list_without_any_product_says_what_to_do(client):
    answer = client.get("/en/nong-san/")

    assert answer.status_code == 200
    assert "Nothing found" in words(answer)


@pytest.mark.parametrize(
    "query",
    [
        "q=zzzz",
        "q=" + "x" * 100,
        "q=%00&xa=1&nhom=%27&chung_nhan=%3Cscript%3E&sau=..",
        "sau=k.99999999999999999.99999999999999999",
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "q=%FF%FE",
        "&".join(["q=a"] * 50),
    ],
)
def test_list_stays_calm(client, query):
    certified()

    answer = client.get(f"/nong-san/?{query}")

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", "http://127.0.0.1:8000/nong-san/"),
        ("?utm_source=zalo", "http://127.0.0.1:8000/nong-san/"),
        ("?nhom=khong-co", "http://127.0.0.1:8000/nong-san/"),
        ("?nhom=ca-phe-nhan", "http://127.0.0.1:8000/nong-san/?nhom=ca-phe-nhan"),
        ("?q=ca", ""),
        (f"?xa={CHU_PAH}", ""),
        ("?chung_nhan=co", ""),
        ("?nhom=ca-phe-nhan&sau=k.1.1", ""),
    ],
)
def test_list_is_kept_by_search_engines_whole_and_by_category(client, query, canonical):
    ProductFactory(published=True)

    page = client.get(f"/nong-san/{query}").content.decode()

    assert re.findall(r'<link rel="canonical" href="([^"]*)"', page) == ([canonical] if canonical else [])
    assert len(re.findall('rel="alternate" hreflang', page)) == (3 if canonical else 0)
    assert ('<meta name="robots" content="noindex, follow">' in page) is (canonical == "")


# --- The product -----------------------------------------------------------------------------------------------


def test_product_page_asks_four_questions_and_notes_the_look(client, rich, django_assert_num_queries):
    with django_assert_num_queries(5):
        assert client.get(vi(rich)).status_code == 200


def test_product_page_tells_who_where_when_and_which_paper(client, rich):
    shown = words(client.get(en(rich)))

    assert shown.index("Cà phê nhân robusta") < shown.index("98,000") < shown.index("Rơ Châm H&#x27;Lan")
    for said in (
        "300 bag left · from 5 bag · price of 20 Nov 2026",
        "Farmer Rơ Châm H&#x27;Lan làng Ví Dụ, xã Biển Hồ, Gia Lai",
        "Place of production xã Biển Hồ, Gia Lai Planting area VN-GLOR-0042",
        "Harvested on 2 Nov 2026",
        "VietGAP Valid through",
        "No. VG-1, issued by Trung tâm Ví Dụ.",
        "Call to buy: 0905 123 456",
        "Season months 10 to 1",
        "Net weight of one bag 1.5 kg",
        "Keeps for 270 days",
        "Ingredients 100% cà phê",
        "How to use and store Nơi khô",
        "2611-7 · 300 bag · harvested 2 Nov 2026",
        "Picture: An, CC BY 4.0",
    ):
        assert said in shown


def test_product_page_has_one_cherry_action(client, rich):
    page = main_of(client.get(vi(rich)))

    assert re.findall(r'class="button main[^"]*" href="([^"]*)"', page) == ["tel:+84905123456"]


def test_product_page_is_only_for_what_is_or_was_on_sale(client):
    answers = {}
    for state in Product.State.values:
        product = ProductFactory(state=state, reason="Mờ ảnh.", published_at=timezone.now(), name="Bơ sáp")
        answers[state] = client.get(vi(product)).status_code

    assert answers == {
        "draft": 404,
        "submitted": 404,
        "published": 200,
        "paused": 200,
        "withdrawn": 404,
        "returned": 404,
    }


def test_product_that_is_paused_says_so_and_offers_no_call(client):
    product = ProductFactory(state="paused", published_at=timezone.now())

    answer = client.get(en(product))

    assert "Not on sale now." in words(answer)
    assert b"tel:" not in answer.content


def test_product_that_is_sold_out_says_so_and_offers_no_call(client):
    product = ProductFactory(published=True, offer=None)
    OfferFactory(product=product, offered_milli=5000, sold_milli=5000)

    answer = client.get(en(product))

    assert "Sold out for now." in words(answer)
    assert b"tel:" not in answer.content


def test_product_without_paper_photo_and_phone_says_so(client):
    product = ProductFactory(published=True, farm__farmer__phone="", harvested_on=None)

    shown = words(client.get(en(product)))

    assert "Certificate None yet It is sold as the farmer describes it." in shown
    assert "A drawing: the farmer has sent no photo." in shown
    assert "Ask the Farmers' Association of xã Biển Hồ." in shown
    assert "Harvested on" not in shown


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        (
            {"standing": "declared"},
            "VietGAP: self-declared So says the farmer; the association has not checked it.",
        ),
        ({"standing": "revoked"}, "VietGAP: revoked It was revoked. Do not rely on this mark any more."),
        ({"expires_on": date(2026, 10, 31)}, "VietGAP: expired It ended on 31 Oct 2026."),
        ({"standing": "returned"}, "Certificate None yet"),
    ],
)
def test_product_page_says_what_a_paper_is_worth(client, paper, said):
    product = ProductFactory(published=True)
    checked = {"checked_by": UserFactory(), "checked_at": timezone.now(), "reason": "Sai số."}
    certify(product, valid_from=date(2025, 1, 1), **(checked if "standing" in paper else {}), **paper)

    answer = client.get(en(product))

    assert said in words(answer)
    assert b'class="badge verified"' not in answer.content


def test_product_page_leads_to_the_origin_of_a_labelled_lot(client, rich):
    LabelFactory(lot=rich.lots.get(), code="ABCDEFGHJKLC")

    page = main_of(client.get(vi(rich)))

    assert re.findall(r'href="([^"]*)">See|href="([^"]*ABCDEFGHJKLC[^"]*)"', page) == [
        ("", "/T/ABCDEFGHJKLC")
    ]


def test_product_page_warns_of_a_recalled_lot(client, rich):
    LotFactory(product=rich, code="2611-8", state="recalled")

    assert "Recalled: do not use it." in words(client.get(en(rich)))


# --- The farmer ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_farmer_page_asks_five_questions(client, django_assert_num_queries, rows):
    farm = FarmFactory()
    for _ in range(rows):
        certified(farm=farm)

    with django_assert_num_queries(5):
        assert client.get(vi(farm.farmer)).status_code == 200


def test_farmer_page_tells_who_where_what_and_which_papers(client):
    farm = FarmFactory(
        farmer__name="Hợp tác xã Ví Dụ", farmer__kind="cooperative", farmer__story="Bốn mươi hộ."
    )
    product = certified(farm=farm, name="Cà phê nhân")
    paper = certify(product, scheme="ocop", stars=4, covered={"produce": "Cà phê rang"})
    certify(product, scheme="haccp", standing="declared")
    ProductFactory(farm=farm, name="Chưa đăng")
    ProductFactory(published=True, name="Của nhà khác")

    answer = client.get(en(farm.farmer))
    shown = words(answer)

    assert titles(answer) == ["Cà phê nhân"]
    assert (
        "Hợp tác xã Ví Dụ Cooperative · làng Ví Dụ, xã Biển Hồ, Gia Lai Call 0905 000 001 Bốn mươi hộ."
        in shown
    )
    assert f"OCOP 4 stars Cà phê rang through {paper.expires_on.day} " in shown
    assert "HACCP" not in shown


def test_farmer_page_without_listings_says_so(client):
    assert "Nothing on sale now" in words(client.get(en(FarmFactory().farmer)))


def test_farmer_page_goes_on_page_by_page(client):
    farm = FarmFactory()
    first = certified(farm=farm, name="Tin 0")
    for n in range(1, 26):
        ProductFactory(
            published=True, name=f"Tin {n}", farm=farm, category=first.category, posted_by=first.posted_by
        )

    page_1 = client.get(vi(farm.farmer))
    page_2 = client.get(page_1.context["next_url"])

    assert titles(page_1) + titles(page_2) == [f"Tin {n}" for n in range(25, -1, -1)]
    assert page_2.context["first_url"] == vi(farm.farmer)
    assert b"noindex" in page_2.content
    assert b"noindex" not in page_1.content


# --- Addresses -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_wrong_slug_leads_to_the_right_one_for_good(client, prefix):
    product = ProductFactory(published=True, name="Bơ sáp", farm__farmer__name="Siu Blơ")

    for wrong, right in (
        (f"{prefix}/nong-san/gi-do-{product.pk}/", f"{prefix}/nong-san/bo-sap-{product.pk}/"),
        (f"{prefix}/nong-dan/gi-do-{product.farmer_id}/", f"{prefix}/nong-dan/siu-blo-{product.farmer_id}/"),
    ):
        answer = client.get(wrong)
        assert (answer.status_code, answer["Location"]) == (301, right)


@pytest.mark.parametrize("address", ["/nong-san/x-{}/", "/nong-dan/x-{}/"])
@pytest.mark.parametrize("pk", ["0", "999999", "9" * 19, "9" * 60])
def test_id_that_nothing_has_is_not_found(client, address, pk):
    assert client.get(address.format(pk)).status_code == 404


def test_pages_answer_head_without_a_body_and_refuse_post(client, rich):
    for address in ("/nong-san/", vi(rich), vi(rich.farmer)):
        head = client.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert client.post(address).status_code == 405
