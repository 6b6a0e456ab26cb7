"""What does axe find on a page?"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SETTLE = """() => document.getAnimations()
    .filter(one => one.effect.getComputedTiming().endTime !== Infinity)
    .forEach(one => one.finish())"""


def findings(page: Page) -> list[str]:
    """Each finding as "rule: selector", nothing when the page is as it should be.

    Colours on their way to others are no finding: what moves is brought to its end first.
    """
    page.evaluate(SETTLE)
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]


def in_the_dark(page: Page) -> list[str]:
    """The same when the machine is dark."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found = findings(page)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


def findings_at(page: Page, size: str) -> list[str]:
    """The same at one of two sizes: dark on a phone, light on a desk, since a colour is the same at both."""
    return in_the_dark(page) if size == "phone" else findings(page)
