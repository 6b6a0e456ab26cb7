"""What does axe find on a page?"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def findings(page: Page) -> list[str]:
    """Each finding as "rule: selector", nothing when the page is as it should be."""
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
