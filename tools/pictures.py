"""Which pictures does the demo hang? Draws static/art/*.svg as 1600×1200 WebP into market/demo/pictures/.

Run after the artwork changed (`python tools/pictures.py`, with the project's environment); the results are committed,
because the demo must load without a browser.
"""

from __future__ import annotations

import io
import sys
import tomllib

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tools import chromium
from tools.environment import ROOT, stop

DEMO = ROOT / "market" / "demo"
SIZE_PX = (1600, 1200)
QUALITY = 78


def stems() -> list[str]:
    """The artwork that the demo's listings name."""
    named: set[str] = set()
    for path in DEMO.glob("products_*.toml"):
        for product in tomllib.loads(path.read_text(encoding="utf-8"))["product"]:
            named.update(product["art"])
    return sorted(named)


def draw(page: Page, stem: str) -> bytes:
    """One picture."""
    page.goto((ROOT / "static" / "art" / f"{stem}.svg").as_uri())
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=QUALITY, method=6)
    return target.getvalue()


def main() -> int:
    """Draw all; the number of bytes is printed, because they are committed."""
    path = chromium.find()
    if path is None:
        stop("Không có Chromium: chạy `make services`.", "No Chromium: run `make services`.")
    folder = DEMO / "pictures"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.flags())
        page = browser.new_page(viewport={"width": 800, "height": 600}, device_scale_factor=2)
        for stem in stems():
            (folder / f"{stem}.webp").write_bytes(draw(page, stem))
        browser.close()
    sizes = [picture.stat().st_size for picture in folder.glob("*.webp")]
    print(f"{len(sizes)} pictures, {sum(sizes) // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
