"""Do the components look and behave as they should where scripts run, in both themes?"""

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.accessibility import findings

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.journeys.gallery_urls"),
]

FILES = "[...document.querySelector('input[name=photos]').files]"


@pytest.fixture
def gallery(phone_page):
    phone_page.goto("/trang-mau/")
    return phone_page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone_page", "desktop_page"])
def test_gallery_has_no_findings(request, size, theme):
    page = request.getfixturevalue(size)
    page.emulate_media(color_scheme=theme)
    page.goto("/trang-mau/")

    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_theme_can_be_chosen_against_the_system(gallery):
    gallery.emulate_media(color_scheme="light")
    by_system = gallery.evaluate("getComputedStyle(document.body).backgroundColor")
    gallery.evaluate("document.documentElement.dataset.theme = 'dark'")

    assert by_system == "rgb(250, 246, 238)"
    assert gallery.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 26, 20)"


def test_photo_is_sent_upright_and_small(gallery, tmp_path):
    lying = Image.new("RGB", (4000, 3000), "olive")
    exif = Image.Exif()
    exif[0x0112] = 6
    lying.save(tmp_path / "lying.jpg", exif=exif)
    (tmp_path / "text.jpg").write_text("not a photo")
    (tmp_path / "nothing.jpg").touch()

    gallery.locator("input[name=photos]").first.set_input_files(
        [tmp_path / "lying.jpg", tmp_path / "text.jpg", tmp_path / "nothing.jpg"]
    )

    expect(gallery.locator("[data-module*=photos] [data-said]").first).to_contain_text(
        "text.jpg, nothing.jpg"
    )
    assert gallery.evaluate(f"{FILES}.map(file => file.name + ' ' + file.type)") == ["lying.jpg image/jpeg"]
    assert gallery.evaluate(f"createImageBitmap({FILES}[0]).then(one => [one.width, one.height])") == [
        1536,
        2048,
    ]


def test_photo_can_be_taken_back(gallery, tmp_path):
    for name in ("a.png", "b.png"):
        Image.new("RGB", (40, 30), "olive").save(tmp_path / name)
        gallery.locator("input[name=photos]").first.set_input_files([tmp_path / name])
        expect(gallery.locator(f"[data-new] img[alt='{name[0]}.jpg']")).to_be_visible()

    gallery.locator("[data-new] .drop").first.click()

    assert gallery.evaluate(f"{FILES}.map(file => file.name)") == ["b.jpg"]


def test_commune_is_found_without_accents_by_the_keyboard(gallery):
    box = gallery.locator("input[name=commune]").first
    box.click()
    box.press_sequentially("bien ho")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    chosen = gallery.locator("[role=option][aria-selected=true]").get_attribute("data-text")
    box.press("Enter")

    assert "Biển Hồ" in chosen
    expect(box).to_have_value(chosen)
    expect(box).to_have_attribute("aria-expanded", "false")


def test_price_is_read_back_while_typing(gallery):
    box = gallery.locator("input[name=price]").first
    box.fill("1tr2")

    expect(gallery.locator("[data-read]").first).to_contain_text("1.200.000")


def test_dialog_replaces_the_link_and_closes(gallery):
    gallery.locator("[data-opens=ask]").click()
    expect(gallery.locator("dialog#ask")).to_be_visible()
    gallery.locator("dialog form[method=dialog] button").click()

    expect(gallery.locator("dialog#ask")).to_be_hidden()


def test_form_is_sent_once_however_often_the_button_is_tapped(gallery):
    sent = []
    gallery.route(
        "**/*",
        lambda route: route.fulfill(status=204) if route.request.method == "POST" else route.continue_(),
    )
    gallery.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    form = gallery.locator("form[data-module*=once]")
    form.evaluate("form => form.noValidate = true")
    button = form.locator("button.main")
    button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    gallery.wait_for_timeout(300)

    assert sent == ["POST"]
