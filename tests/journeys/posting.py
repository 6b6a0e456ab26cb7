"""A farmer posts on a phone: what fingers do, for the journeys without a network."""

import uuid
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

POSTING = "/ban-hang/dang/"


def picture(number: int, size: tuple[int, int] = (1600, 1200)) -> dict[str, object]:
    """One photo as a phone gives it; another number makes another photo."""
    target = BytesIO()
    noise = Image.effect_noise((size[0] // 8, size[1] // 8), 40 + number).resize(size)
    Image.merge("RGB", [noise, noise, Image.new("L", size, 20 * number)]).save(target, "JPEG", quality=90)
    return {"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": target.getvalue()}


def screen(page: Page, name: str):
    """The screen of a question, once it is shown."""
    found = page.locator(f"[data-screen='{name}']")
    expect(found).to_be_visible()
    return found


def go_on(page: Page) -> None:
    page.locator("[data-screen]:not([hidden]) [data-go-on]").tap()


def take_photos(page: Page, many: int, of: str = "start") -> None:
    found = screen(page, of)
    if of == "start":
        expect(found.locator("[data-begin]")).to_be_visible()
    found.locator("[data-take][multiple]").set_input_files([picture(number) for number in range(many)])
    expect(page.locator("[data-photos] figure")).to_have_count(many, timeout=60_000)


def answer_all(page: Page, *, price: str = "98k") -> None:
    """From the photos to the last screen: the taps a farmer makes."""
    go_on(page)
    screen(page, "mat-hang").locator("[data-category='ca-phe-nhan']").tap()
    screen(page, "so-luong").locator("#id_amount").fill("300")
    go_on(page)
    screen(page, "gia").locator("#id_price").fill(price)
    expect(page.locator("[data-read]")).to_contain_text("98.000")
    go_on(page)
    screen(page, "noi-trong")
    go_on(page)
    screen(page, "chung-nhan")
    go_on(page)
    screen(page, "xem-lai")


def send(page: Page) -> None:
    page.locator("[data-send]").tap()
    screen(page, "start")


def kept_drafts(page: Page) -> int:
    """How many drafts lie in this browser, whoever they are of."""
    return page.evaluate(
        """() => new Promise((done) => {
          indexedDB.open("cho-nong-dan", 1).onsuccess = (event) => {
            const database = event.target.result;
            database.transaction("drafts").objectStore("drafts").count().onsuccess = (counted) => {
              database.close();
              done(counted.target.result);
            };
          };
        })"""
    )


def cookie_of(client, address: str) -> dict[str, object]:
    """The session of a signed-in test client, for a browser."""
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}


def new_id() -> str:
    return str(uuid.uuid4())
