"""Join by the citizen card: read by the camera or from a photo, in the browser alone, and typed where neither works."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import qrcode
from PIL import Image, ImageFilter
from playwright.sync_api import Page, expect

from accounts.models import Consent
from farmers.models import Member
from tests.conftest import opened_page
from tests.factories.farmers import commune
from tests.journeys.people import sign_in
from tools import chromium
from vietnam.citizen_id import parse_qr

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CARD = "064185000001|230000001|Rơ Châm H'Ví Dụ|05031985|Nữ|Làng Ví Dụ, Gào, Pleiku, Gia Lai|12082021"
LABEL = "https://cho.example/T/7K4M9QX2RTPA/"
APPLY, PHONE = "/ban-hang/hoi-vien/", "0905 123 456"
FILLED = {
    "full_name": "Rơ Châm H'Ví Dụ",
    "citizen_id": "064185000001",
    "born": "05/03/1985",
    "issued_on": "12/08/2021",
    "permanent_address": "Làng Ví Dụ, Gào, Pleiku, Gia Lai",
    "old_id": "230000001",
}
SAMPLES = Path(__file__).parents[1] / "vietnam" / "data" / "cccd_qr_samples.json"
FRAMES, WIDTH, HEIGHT = 10, 640, 480


def code(text: str, size: int) -> Image.Image:
    drawn = qrcode.make(text, error_correction=qrcode.ERROR_CORRECT_M).get_image().convert("L")
    return drawn.resize((size, size))


def held_up(path: Path, *texts: str) -> Path:
    """A camera's picture (Y4M): an empty room, then each code held up, a little blurred."""
    frames = [Image.new("L", (WIDTH, HEIGHT), 128)]
    for text in texts:
        room = Image.new("L", (WIDTH, HEIGHT), 128)
        room.paste(code(text, 420), (110, 30))
        frames.append(room.filter(ImageFilter.GaussianBlur(0.6)))
    colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode())
        for frame in frames:
            for _ in range(FRAMES):
                file.write(b"FRAME\n" + frame.tobytes() + colourless)
    return path


@pytest.fixture
def camera_page(browser, live_server, tmp_path, request) -> Iterator[Page]:
    """A phone whose camera looks at the codes a test names."""
    film = held_up(tmp_path / "camera.y4m", *request.param)
    flags = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    opened = browser.browser_type.launch(executable_path=chromium.find(), args=[*chromium.flags(), *flags])
    with opened_page(opened, live_server.url, "phone") as page:
        yield page
    opened.close()


@pytest.fixture
def said(capsys):
    """What the console showed since it was last asked."""
    return lambda: capsys.readouterr().out


def sent_by(page: Page) -> list[str]:
    """What leaves the phone from now on: addresses and bodies."""
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(f"{request.method} {request.url} {request.post_data or ''}")
    )
    return sent


def expect_filled(page: Page) -> None:
    for name, value in FILLED.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)
    expect(page.locator("[name=gender][value=female]")).to_be_checked()


def expect_said(page: Page, which: str) -> None:
    words = page.locator(".card-reader").get_attribute(f"data-words-{which}")
    assert words
    expect(page.locator(".card-reader [data-said]")).to_have_text(words)


def go_on(page: Page) -> None:
    page.locator("#question .button.main").click()


@pytest.mark.parametrize("camera_page", [(LABEL, CARD)], indirect=True)
def test_the_camera_reads_the_card_and_an_application_follows(camera_page, said):
    commune()
    page = camera_page
    sign_in(page, APPLY, PHONE, said)
    sent = sent_by(page)
    assert not page.evaluate("!!globalThis.jsQR")

    page.locator("[data-scan]").click()
    expect_filled(page)
    expect(page.locator("video")).to_be_hidden()
    assert page.evaluate("document.querySelector('video').srcObject") is None
    assert [line for line in sent if not line.startswith("GET")] == []
    assert not any("064185" in line for line in sent)

    go_on(page)
    page.locator("[name=commune]").fill("bien ho")
    go_on(page)
    assert not page.locator("[name=member_data]").is_checked()
    page.locator("[name=member_data]").check()
    go_on(page)
    page.get_by_role("heading", level=1).wait_for()
    expect(page.locator("main")).to_contain_text("Rơ Châm H'Ví Dụ")

    member = Member.objects.get()
    assert (member.citizen_id, member.old_id, member.birth_year, member.standing) == (
        "064185000001",
        "230000001",
        1985,
        "applied",
    )
    assert Consent.objects.get().purpose == "member_data"
    assert not any("|" in line or "multipart" in line for line in sent)


@pytest.mark.parametrize("camera_page", [(LABEL,)], indirect=True)
def test_another_code_is_told_apart_and_the_camera_goes_on(camera_page, said):
    page = camera_page
    sign_in(page, APPLY, PHONE, said)

    page.locator("[data-scan]").click()

    expect_said(page, "other")
    expect(page.locator("video")).to_be_visible()
    assert page.locator("[name=citizen_id]").input_value() == ""
    page.locator("[data-stop]").click()
    expect(page.locator("video")).to_be_hidden()


def photographed(text: str | None) -> dict[str, object]:
    """A photo of the card as a phone takes it: large, the code small in it."""
    picture = Image.new("RGB", (2400, 1800), "#c9b79a")
    if text:
        picture.paste(code(text, 520).convert("RGB"), (1500, 900))
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=80)
    return {"name": "the.jpg", "mimeType": "image/jpeg", "buffer": target.getvalue()}


def test_a_photo_of_the_card_is_read_on_the_phone(phone_page, said):
    page = phone_page
    sign_in(page, APPLY, PHONE, said)
    sent = sent_by(page)
    expect(page.locator("[data-scan]")).to_be_visible()  # the script has begun to listen

    page.locator(".card-reader input[type=file]").set_input_files([photographed(None)])
    expect_said(page, "none")
    page.locator(".card-reader input[type=file]").set_input_files([photographed(CARD)])
    expect_filled(page)

    assert [line for line in sent if not line.startswith("GET")] == []
    assert page.locator(".card-reader input[type=file]").input_value() == ""


def test_a_camera_that_is_refused_leaves_typing(phone_page, said):
    page = phone_page
    sign_in(page, APPLY, PHONE, said)

    page.locator("[data-scan]").click()

    expect_said(page, "refused")
    page.locator("[name=citizen_id]").fill("064185000001")
    expect(page.locator("[name=citizen_id]")).to_have_value("064185000001")


def test_the_browser_reads_cards_as_the_server_does(phone_page, said):
    page = phone_page
    sign_in(page, APPLY, PHONE, said)
    texts = [sample["qr"] for sample in json.loads(SAMPLES.read_text("utf-8"))["samples"]]
    texts += [
        CARD + "|x|y",
        CARD.replace("|Nữ|", "|nu|"),
        CARD.replace("05031985", "31021985"),
        "\ufeff" + CARD,
        "",
    ]

    read = page.evaluate(
        """async (texts) => {
            const address = new URL(document.querySelector(".card-reader").dataset.module, document.baseURI);
            const { readCard } = await import(address);
            return texts.map(readCard);
        }""",
        texts,
    )

    for text, card in zip(texts, read, strict=True):
        try:
            known = parse_qr(text)
        except ValueError:
            assert card is None, text
            continue
        assert card == {
            "citizen_id": known.id,
            "old_id": known.old_id,
            "full_name": known.name,
            "born": f"{known.born:%d/%m/%Y}",
            "gender": known.gender,
            "permanent_address": known.address,
            "issued_on": f"{known.issued:%d/%m/%Y}",
        }
