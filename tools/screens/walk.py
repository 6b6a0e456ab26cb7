"""What does Chromium see on each page? Takes the pictures and counts bytes, requests, errors, findings."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Error,
    FilePayload,
    Response,
    sync_playwright,
)
from playwright.sync_api import Page as Tab

from tools import chromium
from tools.screens.pages import SIZES, Page, Shot

SCROLL_THROUGH = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await new Promise(done => setTimeout(done, 30));
  }
  scrollTo(0, 0);
  await document.fonts.ready;
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Sight:
    """What was seen of one shot."""

    shot: Shot
    status: int = 0
    kilobytes: float = 0.0
    requests: int = 0
    errors: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    sideways_px: int = 0
    failure: str = ""

    @property
    def is_clean(self) -> bool:
        """True when there is nothing to mend."""
        return not (self.errors or self.findings or self.sideways_px or self.failure)


class Counter:
    """Counts what one page loads, as the wire carries it."""

    def __init__(self, cdp: CDPSession) -> None:
        self.bytes = 0.0
        self.requests = 0
        cdp.send("Network.enable")
        cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
        cdp.on("Network.loadingFinished", self.add_bytes)
        cdp.on("Network.requestWillBeSent", self.add_request)

    def add_bytes(self, event: dict[str, Any]) -> None:
        """Add one finished answer."""
        self.bytes += event["encodedDataLength"]

    def add_request(self, event: dict[str, Any]) -> None:
        """Add one request; pictures written into the page are none."""
        if not event["request"]["url"].startswith("data:"):
            self.requests += 1

    def reset(self) -> None:
        """Begin again, for the page that is meant."""
        self.bytes, self.requests = 0.0, 0


def open_context(browser: Browser, shot: Shot, base: str, session: str | None) -> BrowserContext:
    """A browser window of the shot's shape, signed in as its user."""
    width, height = SIZES[shot.size]
    context = browser.new_context(
        base_url=base,
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.theme == "dark" else "light",
        locale="vi-VN" if shot.language == "vi" else "en-GB",
        timezone_id="Asia/Ho_Chi_Minh",
        is_mobile=shot.size == "phone",
        has_touch=shot.size == "phone",
        reduced_motion="reduce",
        service_workers="block",
    )
    context.set_default_timeout(15_000)
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
    return context


def put_in(tab: Tab, step: dict[str, str]) -> None:
    """Put a file into an input: a photo, or a list of members."""
    photo: FilePayload = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": tab.screenshot(type="jpeg")}
    table: FilePayload = {
        "name": "hoi-vien.csv",
        "mimeType": "text/csv",
        "buffer": step.get("with", "").encode(),
    }
    selector, file = (step["bring"], table) if "bring" in step else (step["photograph"], photo)
    tab.locator(selector).first.set_input_files(file)


def take_step(tab: Tab, step: dict[str, str]) -> None:
    """Do one step of the way to a page; see the head of tools/screens.toml."""
    match step:
        case {"follow": selector}:
            tab.goto(tab.locator(selector).first.get_attribute("href") or "")
        case {"goto": path}:
            tab.goto(urljoin(tab.url, path))
        case {"fill": selector, "with": text}:
            tab.locator(selector).first.fill(text)
        case {"choose": selector}:
            tab.locator(selector).first.check(force=True)
        case {"click": selector}:
            tab.locator(selector).first.click()
        case {"send": selector}:
            with tab.expect_navigation():
                tab.locator(selector).first.click()
        case {"photograph": _} | {"bring": _}:
            put_in(tab, step)
        case {"offline": _}:
            tab.context.set_offline(True)
        case {"wait": selector}:
            tab.locator(selector).first.wait_for(timeout=60_000)
        case _:
            raise Error(f"unknown step {step}")


def reach(tab: Tab, shot: Shot, counter: Counter) -> int:
    """Go to the page that is meant, by its steps; its status."""
    statuses = [0]

    def note(response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == tab.main_frame:
            statuses.append(response.status)

    tab.on("response", note)
    tab.goto(shot.path)
    for step in shot.page.steps:
        if step.keys() & {"follow", "goto", "send"}:
            counter.reset()
        take_step(tab, step)
    tab.wait_for_load_state("networkidle")
    return statuses[-1]


def see(context: BrowserContext, shot: Shot, folder: Path) -> Sight:
    """Take one picture and note what there is to note."""
    sight = Sight(shot)
    tab = context.new_page()
    tab.on("console", lambda message: sight.errors.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: sight.errors.append(str(error)))
    counter = Counter(context.new_cdp_session(tab))
    try:
        sight.status = reach(tab, shot, counter)
        sight.kilobytes, sight.requests = counter.bytes / 1000, counter.requests
        tab.evaluate(SCROLL_THROUGH)
        sight.sideways_px = max(0, tab.evaluate(SIDEWAYS))
        tab.screenshot(path=folder / shot.file, full_page=True, animations="disabled")
        for violation in Axe().run(tab).response["violations"]:
            sight.findings.append(f"{violation['id']} ×{len(violation['nodes'])}")
    except Error as error:
        sight.failure = str(error).splitlines()[0]
    finally:
        context.set_offline(False)
        tab.close()
    if sight.status != shot.page.status and not sight.failure:
        sight.failure = f"status {sight.status}, expected {shot.page.status}"
    if any("offline" in step for step in shot.page.steps):
        sight.errors = [text for text in sight.errors if "ERR_INTERNET_DISCONNECTED" not in text]
    if shot.page.status >= 400:
        # Chromium itself logs the status that was asked for.
        sight.errors = [text for text in sight.errors if f"status of {shot.page.status}" not in text]
    return sight


def go_before(listed: list[Page], base: str, sessions: dict[str, str]) -> None:
    """Do what has to be done before the pictures, one after the other."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
        for page in listed:
            shot = Shot(page, "desktop", "light", "vi")
            context = open_context(browser, shot, base, sessions.get(page.user))
            tab = context.new_page()
            status = reach(tab, shot, Counter(context.new_cdp_session(tab)))
            if status != page.status:
                raise SystemExit(f"before the pictures: {page.name} ended at {tab.url} with status {status}")
            context.close()
        browser.close()


def walk(shots: list[Shot], base: str, sessions: dict[str, str], folder: Path) -> list[Sight]:
    """Take all pictures in one browser; shots of one user and shape share a window."""

    def shape(shot: Shot) -> tuple[str, str, str, str]:
        return (shot.page.user, shot.size, shot.theme, shot.language)

    sights = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
        for _, group in itertools.groupby(sorted(shots, key=shape), key=shape):
            alike = list(group)
            context = open_context(browser, alike[0], base, sessions.get(alike[0].page.user))
            for shot in alike:
                sights.append(see(context, shot, folder))
                print("." if sights[-1].is_clean else "!", end="", flush=True)
            context.close()
        browser.close()
    return sights
