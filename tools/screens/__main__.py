"""The command: walk the pages, take the pictures, write the sheet and the table."""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from tools import chromium
from tools.environment import ROOT, stop
from tools.screens import pages, report
from tools.screens.application import running, sign_in
from tools.screens.walk import Sight, go_before, walk

FOLDER = ROOT / "var" / "screens"


def parse() -> argparse.Namespace:
    """The wishes of the command line."""
    parser = argparse.ArgumentParser(prog="make screens", description="Take a picture of every page.")
    parser.add_argument(
        "--only", action="append", metavar="NAME", help="pages whose name begins so; may be repeated"
    )
    parser.add_argument("--user", action="append", help="pages of this user; may be repeated")
    parser.add_argument("--size", choices=sorted(pages.SIZES), action="append")
    parser.add_argument("--theme", choices=pages.THEMES, action="append")
    parser.add_argument("--language", choices=pages.LANGUAGES, action="append")
    parser.add_argument("--browsers", type=int, default=2, help="how many work at once (2)")
    parser.add_argument("--keep", action="store_true", help="take up the database of the last time")
    return parser.parse_args()


def chosen(wish: argparse.Namespace, listed: list[pages.Page]) -> list[pages.Shot]:
    """The shots that were wished for."""
    wanted = [
        page
        for page in listed
        if (not wish.only or page.name.startswith(tuple(wish.only)))
        and (not wish.user or page.user in wish.user)
    ]
    return pages.shots(
        wanted,
        wish.size or list(pages.SIZES),
        wish.theme or list(pages.THEMES),
        wish.language or list(pages.LANGUAGES),
    )


def take(shots: list[pages.Shot], browsers: int, *, address: str, sessions: dict[str, str]) -> list[Sight]:
    """Share the shots among several browsers; the sights in the order of the list."""
    shares = [shots[number::browsers] for number in range(browsers)]
    with ProcessPoolExecutor(browsers) as pool:
        waiting = [pool.submit(walk, share, address, sessions, FOLDER) for share in shares if share]
        sights = [sight for share in waiting for sight in share.result()]
    order = {shot: number for number, shot in enumerate(shots)}
    return sorted(sights, key=lambda sight: order[sight.shot])


def main() -> int:
    """Take the pictures; 1 when a page could not be reached."""
    wish = parse()
    if not chromium.ensure():
        stop("Không có Chromium. Chạy: make services", "There is no Chromium. Run: make services")
    listed = pages.read()
    shots = chosen(wish, listed.pages)
    if not shots:
        stop("Không có trang nào khớp.", "No page matches.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    began = time.monotonic()
    with running(FOLDER / "app", keep=wish.keep) as (address, env):
        needed = {shot.page.user for shot in shots}
        sessions = sign_in({name: user for name, user in listed.users.items() if name in needed}, env)
        go_before([page for page in listed.before if page.user in needed], address, sessions)
        sights = take(shots, wish.browsers, address=address, sessions=sessions)
    report.write_page(sights, FOLDER)
    report.write_table(sights, FOLDER)
    sheets = report.write_sheets(sights, FOLDER)
    report.print_summary(sights, time.monotonic() - began)
    print(f"var/screens/: contact.html, report.md, {', '.join(sheets)}")
    return int(any(sight.failure for sight in sights))


if __name__ == "__main__":
    sys.exit(main())
