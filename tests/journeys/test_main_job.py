"""From the field to the post office: one listing's whole way through the house."""

import io
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from accounts.models import User
from farmers.models import Certificate
from products.models import Product
from tests.conftest import opened_page
from tests.factories.accounts import UserFactory
from tests.factories.farmers import BIEN_HO, MemberFactory, OfficerFactory, commune, other_commune
from tests.factories.products import CategoryFactory
from tests.journeys.accessibility import findings
from tests.journeys.people import SECRET, photo_lying_on_its_side, prove, sign_in, small_photo
from traceability.models import Label, Lot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FARMER, OFFICER, STRANGER = "+84911000101", "+84900000101", "+84900000102"


@pytest.fixture
def house(settings, live_server):
    """Two communes with an officer each, and a kind of produce."""
    settings.PUBLIC_ADDRESS = live_server.url
    CategoryFactory()
    for phone, branch in ((OFFICER, commune()), (STRANGER, other_commune())):
        officer = UserFactory(phone=phone, name=f"Cán bộ {branch.name}")
        OfficerFactory(user=officer, branch=branch, role="head")
        TOTP.activate(officer, SECRET)
    MemberFactory(full_name="Nguyễn Thị Ví Dụ", branch=commune())
    return live_server.url


@pytest.fixture
def said(capsys):
    """What the console showed since it was last asked."""
    return lambda: capsys.readouterr().out


def go_on(page):
    page.locator("#question button[type=submit].main").click()


def say_who_sells(page):
    page.locator("input[name=kind][value=household]").check(force=True)
    go_on(page)
    page.locator("#id_name").fill("Rơ Châm H'Lan")
    go_on(page)
    page.locator("#id_commune").fill("bien ho")
    go_on(page)
    page.locator("#id_shows_phone").check()
    page.locator("#id_has_public_page").check()
    page.locator("#id_shares_with_post").check()
    go_on(page)


def show_photos(page):
    page.locator("#id_photos").set_input_files(
        [
            {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo_lying_on_its_side()},
            {"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": small_photo()},
        ]
    )
    expect(page.locator("[data-shown] figure")).to_have_count(2)
    go_on(page)


def say_what_and_how_much(page):
    page.locator("#id_category_ca-phe-nhan").click()
    page.locator("#id_name").fill("Cà phê nhân robusta")
    page.locator("#id_description").fill("Hái chín, phơi giàn.")
    go_on(page)
    page.locator("#id_amount").fill("300")
    page.locator("label:has(input[name=unit][value=kg])").first.click()
    go_on(page)
    page.locator("#id_price").fill("98k/kg")
    expect(page.locator("[data-read]")).to_contain_text("98.000")
    go_on(page)
    page.locator("#id_price, #id_commune").first.wait_for()
    if page.locator("#id_price").count():
        go_on(page)


def say_where_and_when(page):
    page.locator("#id_commune").fill("bien ho")
    page.locator("#id_harvested_on").fill("2026-11-02")
    go_on(page)


def add_certificate(page):
    page.locator("#add_certificate").click()
    page.locator("label:has(input[name=scheme][value=vietgap])").click()
    page.locator("#id_number").fill("VietGAP-TT-26-01-64-0007")
    page.locator("#id_issuer").fill("Trung tâm Chứng nhận Ví Dụ")
    page.locator("#id_valid_from").fill("2026-01-10")
    page.locator("#id_expires_on").fill("2031-01-09")
    page.locator("#id_scan").set_input_files(
        [{"name": "giay.jpg", "mimeType": "image/jpeg", "buffer": small_photo()}]
    )
    go_on(page)


def decoded(pdf: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(pdf)
    found = [
        code.text for page in pages for code in zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil())
    ]
    pages.close()
    return found


def cells(content: bytes, sheet: int = 0) -> list[list[object]]:
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(content))
        .get_sheet_by_index(sheet)
        .to_python(skip_empty_area=False)
    )


def take_file(page, kind: str) -> bytes:
    page.goto("/hoi/")
    page.locator(f"form[action$='/{kind}/'] button").click()
    with page.expect_download() as download:
        page.locator("a[download]").click()
    return download.value.path().read_bytes()


def farmer_posts(page, said):
    """Two photos, one lying on its side; "98k/kg", 300 kg, commune without accents, harvest day, certificate."""
    sign_in(page, "/ban-hang/dang/tung-buoc/", "0911 000 101", said)
    say_who_sells(page)
    page.goto("/ban-hang/dang/tung-buoc/")
    for answer in (show_photos, say_what_and_how_much, say_where_and_when, add_certificate):
        answer(page)
    page.locator("#send button[type=submit]").click()
    page.wait_for_url("**/ban-hang/**")
    expect(page.locator("main")).to_contain_text("Cà phê nhân robusta")

    product = Product.objects.select_related("offer", "farm").get()
    assert (product.name, product.state, product.commune_code) == (
        "Cà phê nhân robusta",
        "submitted",
        BIEN_HO,
    )
    assert (product.offer.price_vnd, product.offer.offered_milli, product.unit) == (98_000, 300_000, "kg")
    assert product.harvested_on == date(2026, 11, 2)
    cover, second = product.photos.all()
    assert (cover.state, second.state) == ("ready", "ready")
    assert cover.width_px < cover.height_px
    with storages["default"].open(cover.rendition_name(800)) as rendition:
        assert dict(Image.open(rendition).getexif()) == {}
    return product, Certificate.objects.get()


def wrong_officer_sees_neither(page, said, product, certificate):
    sign_in(page, "/hoi/", "0900 000 102", said)
    prove(page)
    page.wait_for_url("**/hoi/")
    assert "Cà phê nhân robusta" not in page.content()
    addresses = [
        f"/hoi/chung-nhan/{certificate.pk}/",
        f"/hoi/chung-nhan/{certificate.pk}/ban-quet/",
        f"/hoi/tin-dang/{product.pk}/",
    ]
    assert [page.request.get(address).status for address in addresses] == [404, 404, 404]


def officer_verifies_and_publishes(page, said, product, certificate):
    sign_in(page, "/hoi/", "0900 000 101", said)
    prove(page)
    page.wait_for_url("**/hoi/")
    expect(page.get_by_role("link", name="Cà phê nhân robusta")).to_be_visible()
    page.get_by_role("link", name="VietGAP-TT-26-01-64-0007").click()
    scan = page.request.get(f"/hoi/chung-nhan/{certificate.pk}/ban-quet/")
    assert (scan.status, scan.headers["content-type"]) == (200, "image/jpeg")
    page.locator("button[value=verify]").click()
    expect(page.locator("button[value=verify]")).to_have_count(0)
    page.goto(f"/hoi/tin-dang/{product.pk}/")
    page.locator("button[value=publish]").click()
    expect(page.locator("button[value=publish]")).to_have_count(0)
    certificate.refresh_from_db()
    product.refresh_from_db()
    assert (certificate.standing, product.state) == ("verified", "published")
    assert certificate.coverages.get().confirmed_by == User.objects.get(phone=OFFICER)


def labels_are_printed(page, product, folder):
    """By command and by the button; the address that the QR holds."""
    lot = Lot.objects.get()
    assert (lot.product, lot.amount_milli, lot.harvested_from) == (product, 300_000, date(2026, 11, 2))
    call_command("print_labels", lot.code, "--count", "3", "--out", str(folder / "tem.pdf"))
    by_command = decoded((folder / "tem.pdf").read_bytes())
    page.goto(f"/hoi/lo/{lot.pk}/")
    with page.expect_download() as download:
        page.locator("#in-tem form button").click()
    by_button = decoded(download.value.path().read_bytes())
    codes = set(Label.objects.values_list("code", flat=True))
    assert (len(by_command), len(set(by_command))) == (3, 1)
    assert {address.rpartition("/")[2] for address in by_command + by_button} == codes
    return by_command[0]


def buyer_scans(page, address, product):
    page.goto(address)
    expect(page.locator("h1").first).to_contain_text("Truy được nguồn gốc")
    told = (
        "Cà phê nhân robusta",
        "Rơ Châm H'Lan",
        "xã Biển Hồ",
        "02/11/2026",
        "VietGAP",
        Lot.objects.get().code,
    )
    for words in (*told, "Hội Nông dân xã Biển Hồ"):
        expect(page.locator("main")).to_contain_text(words)
    assert findings(page) == []
    page.locator(f"main a[href='{product.get_absolute_url()}']").first.click()
    expect(page.locator("h1")).to_have_text("Cà phê nhân robusta")
    expect(page.locator(".badge.verified").first).to_contain_text("VietGAP")


def officer_takes_both_workbooks(page):
    draft = cells(take_file(page, "postmart"))
    assert draft[0][0] == "Bản nháp – chưa đối chiếu mẫu của Bưu điện"
    row = dict(zip(draft[2], draft[3], strict=True))
    assert (row["Tên sản phẩm"], row["Giá bán (VND)"], row["Tồn kho"]) == (
        "Cà phê nhân robusta",
        98000.0,
        300.0,
    )
    assert row["Chứng nhận"].startswith("VietGAP: VietGAP-TT-26-01-64-0007")
    members = cells(take_file(page, "members"))
    assert [member[1] for member in members if isinstance(member[0], float)] == ["Nguyễn Thị Ví Dụ"]


def officer_revokes(page, certificate):
    page.goto(f"/hoi/chung-nhan/{certificate.pk}/")
    revoking = page.locator("form", has=page.locator("button[value=revoke]"))
    if not revoking.locator("textarea").is_visible():
        page.locator("details", has=page.locator("button[value=revoke]")).locator("summary").first.click()
    revoking.locator("textarea").fill("Số trên giấy không có thật.")
    revoking.locator("button[value=revoke]").click()
    expect(page.locator("button[value=revoke]")).to_have_count(0)
    return timezone.now()


def badge_is_gone_everywhere(page, address, product, since):
    for path in ("/nong-san/", product.get_absolute_url(), address):
        page.goto(path)
        assert page.locator(".badge.verified, .banner.verified").count() == 0
    assert (timezone.now() - since).total_seconds() < 3


def test_listing_goes_from_the_field_to_the_post_office(
    house, browser, phone_page, desktop_page, said, tmp_path
):
    product, certificate = farmer_posts(phone_page, said)
    with opened_page(browser, house, "desktop") as stranger_page:
        wrong_officer_sees_neither(stranger_page, said, product, certificate)
    officer_verifies_and_publishes(desktop_page, said, product, certificate)
    address = labels_are_printed(desktop_page, product, tmp_path)
    with opened_page(browser, house, "phone") as buyer_page:
        buyer_scans(buyer_page, address, product)
        officer_takes_both_workbooks(desktop_page)
        revoked_at = officer_revokes(desktop_page, certificate)
        badge_is_gone_everywhere(buyer_page, address, product, revoked_at)
        draft = cells(take_file(desktop_page, "postmart"))
        assert dict(zip(draft[2], draft[3], strict=True))["Chứng nhận"] == ""
