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

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

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


def fill_in_who_sells(page):
    page.locator("#id_name").fill("Rơ Châm H'Lan")
    page.locator("#id_commune").fill("bien ho")
    page.locator("#id_shows_phone").check()
    page.locator("#id_has_public_page").check()
    page.locator("#id_shares_with_post").check()
    go_on(page)


def post_coffee(page):
    """Answer every question; the second factor of the story is that nothing needs a keyboard with accents."""
    page.locator("#id_photos").set_input_files(
        [
            {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo_lying_on_its_side()},
            {"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": small_photo()},
        ]
    )
    expect(page.locator("[data-shown] figure")).to_have_count(2)
    go_on(page)
    page.locator("label:has(#id_category_ca-phe-nhan)").click()
    go_on(page)
    page.locator("#id_name").fill("Cà phê nhân robusta")
    page.locator("#id_description").fill("Hái chín, phơi giàn.")
    go_on(page)
    page.locator("#id_amount").fill("300")
    page.locator("label:has(input[name=unit][value=kg])").first.click()
    page.locator("#id_price").fill("98k/kg")
    expect(page.locator("[data-read]")).to_contain_text("98.000")
    go_on(page)
    if page.locator("#id_price").count():
        go_on(page)
    page.locator("#id_commune").fill("bien ho")
    page.locator("#id_harvested_on").fill("2026-11-02")
    go_on(page)
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
    page.locator("#send button[type=submit]").click()


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


def test_listing_goes_from_the_field_to_the_post_office(
    house, browser, phone_page, desktop_page, said, tmp_path
):
    # 1. The farmer posts.
    sign_in(phone_page, "/ban-hang/dang/", "0911 000 101", said)
    fill_in_who_sells(phone_page)
    phone_page.goto("/ban-hang/dang/")
    if phone_page.locator("#id_photos").count() == 0:
        phone_page.locator("main form button[type=submit]").first.click()
    post_coffee(phone_page)
    expect(phone_page.locator("h1")).to_be_visible()
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
    certificate = Certificate.objects.get()

    # 2. The wrong officer sees neither.
    with opened_page(browser, house, "desktop") as stranger_page:
        sign_in(stranger_page, "/hoi/", "0900 000 102", said)
        prove(stranger_page)
        stranger_page.goto("/hoi/")
        assert "Cà phê nhân robusta" not in stranger_page.content()
        for path in (
            f"/hoi/chung-nhan/{certificate.pk}/",
            f"/hoi/chung-nhan/{certificate.pk}/ban-quet/",
            f"/hoi/tin-dang/{product.pk}/",
        ):
            assert stranger_page.request.get(path).status == 404

    # 3. The commune's officer checks, and publishes.
    sign_in(desktop_page, "/hoi/", "0900 000 101", said)
    prove(desktop_page)
    desktop_page.goto("/hoi/")
    expect(desktop_page.get_by_role("link", name="VietGAP VietGAP-TT-26-01-64-0007")).to_be_visible()
    desktop_page.get_by_role("link", name="VietGAP VietGAP-TT-26-01-64-0007").click()
    scan = desktop_page.request.get(f"/hoi/chung-nhan/{certificate.pk}/ban-quet/")
    assert (scan.status, scan.headers["content-type"]) == (200, "image/jpeg")
    desktop_page.locator("button[value=verify]").click()
    desktop_page.goto(f"/hoi/tin-dang/{product.pk}/")
    desktop_page.locator("button[value=publish]").click()
    certificate.refresh_from_db()
    product.refresh_from_db()
    assert (certificate.standing, product.state) == ("verified", "published")
    assert certificate.coverages.get().confirmed_by == User.objects.get(phone=OFFICER)

    # 4. The first lot is open; its label is printed by command and by button.
    lot = Lot.objects.get()
    assert (lot.product, lot.amount_milli, lot.harvested_from) == (product, 300_000, date(2026, 11, 2))
    call_command("print_labels", lot.code, "--count", "3", "--out", str(tmp_path / "tem.pdf"))
    by_command = decoded((tmp_path / "tem.pdf").read_bytes())
    assert len(by_command) == 3
    assert len(set(by_command)) == 1
    desktop_page.goto(f"/hoi/lo/{lot.pk}/")
    with desktop_page.expect_download() as download:
        desktop_page.locator("form button[type=submit]").last.click()
    by_button = set(decoded(download.value.path().read_bytes()))
    assert {address.rpartition("/")[2] for address in by_button | set(by_command)} <= set(
        Label.objects.values_list("code", flat=True)
    )

    # 5. A buyer scans it.
    with opened_page(browser, house, "phone") as buyer_page:
        address = by_command[0]
        buyer_page.goto(address.replace(house.upper(), house))
        expect(buyer_page.locator("h1").first).to_contain_text("Truy được nguồn gốc")
        for words in (
            "Cà phê nhân robusta",
            "Rơ Châm H'Lan",
            "xã Biển Hồ",
            "02/11/2026",
            "VietGAP",
            lot.code,
        ):
            expect(buyer_page.locator("main")).to_contain_text(words)
        expect(buyer_page.locator("main")).to_contain_text("Hội Nông dân xã Biển Hồ")
        assert findings(buyer_page) == []
        buyer_page.locator(f"main a[href='{product.get_absolute_url()}']").first.click()
        expect(buyer_page.locator("h1")).to_have_text("Cà phê nhân robusta")
        expect(buyer_page.locator(".badge.verified").first).to_contain_text("VietGAP")

        # 6. The officer's two workbooks.
        draft = cells(take_file(desktop_page, "postmart"))
        row = dict(zip(draft[2], draft[3], strict=True))
        assert draft[0][0] == "Bản nháp – chưa đối chiếu mẫu của Bưu điện"
        assert (row["Tên sản phẩm"], row["Giá bán (VND)"], row["Tồn kho"]) == (
            "Cà phê nhân robusta",
            98000.0,
            300.0,
        )
        assert row["Chứng nhận"].startswith("VietGAP: VietGAP-TT-26-01-64-0007")
        members = cells(take_file(desktop_page, "members"))
        assert [member[1] for member in members[3:]] == ["Nguyễn Thị Ví Dụ"]

        # 7. Revoked: the badge is gone everywhere within three seconds.
        desktop_page.goto(f"/hoi/chung-nhan/{certificate.pk}/")
        revoke = desktop_page.locator("form", has=desktop_page.locator("button[value=revoke]"))
        if not revoke.locator("textarea").is_visible():
            desktop_page.locator("details", has=desktop_page.locator("button[value=revoke]")).locator(
                "summary"
            ).click()
        revoke.locator("textarea").fill("Số trên giấy không có thật.")
        revoke.locator("button[value=revoke]").click()
        revoked_at = timezone.now()
        for path in ("/nong-san/", product.get_absolute_url()):
            buyer_page.goto(path)
            expect(buyer_page.locator(".badge.verified")).to_have_count(0)
        buyer_page.goto(address.replace(house.upper(), house))
        expect(buyer_page.locator(".banner.verified")).to_have_count(0)
        expect(buyer_page.locator(".badge.verified")).to_have_count(0)
        assert (timezone.now() - revoked_at).total_seconds() < 3
        draft = cells(take_file(desktop_page, "postmart"))
        assert dict(zip(draft[2], draft[3], strict=True))["Chứng nhận"] == ""
