"""What was seen, on one sheet and in one table? Writes contact sheets and report.md."""

from __future__ import annotations

import html
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tools.environment import ROOT
from tools.screens.walk import Sight

FONT = ROOT / "static" / "fonts" / "ttf" / "BeVietnamPro-Regular.ttf"
WIDTH = {"phone": 160, "desktop": 320}
HEIGHT, GAP, LABEL = 330, 12, 34
SHEET_WIDTH, LINES_PER_SHEET = 2080, 6
PAPER, INK = (246, 244, 238), (40, 40, 36)


Row = tuple[str, list[Sight]]


def rows(sights: list[Sight]) -> list[Row]:
    """The sights of each page, phone first."""
    in_order = sorted(
        sights,
        key=lambda sight: (
            sight.shot.size != "phone",
            sight.shot.language != "vi",
            sight.shot.theme != "light",
        ),
    )
    names = list(dict.fromkeys(sight.shot.page.name for sight in sights))
    return [(name, [sight for sight in in_order if sight.shot.page.name == name]) for name in names]


def paste(sheet: Image.Image, folder: Path, sight: Sight, place: tuple[int, int]) -> None:
    """Put the upper part of one picture on the sheet."""
    source = folder / sight.shot.file
    if not source.is_file():
        return
    with Image.open(source) as picture:
        width = WIDTH[sight.shot.size]
        part = picture.convert("RGB").crop(
            (0, 0, picture.width, min(picture.height, picture.width * HEIGHT // width))
        )
        part.thumbnail((width, HEIGHT))
        sheet.paste(part, place)


def width_of(row: list[Sight]) -> int:
    """The width that the pictures of one page take."""
    return sum(WIDTH[sight.shot.size] + GAP for sight in row)


def placed(every: list[Row]) -> list[list[tuple[Row, int, int]]]:
    """Every page with its left and top, line by line as words are set, on as many sheets as needed."""
    sheets: list[list[tuple[Row, int, int]]] = []
    left, line = SHEET_WIDTH, LINES_PER_SHEET
    for row in every:
        if left + width_of(row[1]) > SHEET_WIDTH:
            left, line = 0, line + 1
        if line >= LINES_PER_SHEET:
            sheets.append([])
            left, line = 0, 0
        sheets[-1].append((row, left + GAP, line * (HEIGHT + LABEL + GAP)))
        left += width_of(row[1])
    return sheets


def write_sheets(sights: list[Sight], folder: Path) -> list[str]:
    """As many PNGs as it takes; their names."""
    font = ImageFont.truetype(str(FONT), 15)
    names = []
    for number, blocks in enumerate(placed(rows(sights)), 1):
        width = max(left + width_of(row) for (_, row), left, _ in blocks)
        height = max(top for _, _, top in blocks) + HEIGHT + LABEL + GAP
        sheet = Image.new("RGB", (width, height), PAPER)
        draw = ImageDraw.Draw(sheet)
        for (name, row), start, top in blocks:
            draw.text((start, top + 8), name, fill=INK, font=font)
            left = start
            for sight in row:
                paste(sheet, folder, sight, (left, top + LABEL))
                left += WIDTH[sight.shot.size] + GAP
        names.append(f"contact-{number}.png")
        sheet.save(folder / names[-1])
    return names


def write_page(sights: list[Sight], folder: Path) -> None:
    """The contact sheet as one web page, each picture a link to its full size."""
    parts = ['<!doctype html><meta charset="utf-8"><title>Chợ Nông Dân: màn hình</title>']
    for name, row in rows(sights):
        parts.append(f"<h2>{html.escape(name)} <code>{html.escape(row[0].shot.path)}</code></h2><p>")
        parts += [
            f'<a href="{sight.shot.file}"><img loading="lazy" alt="{sight.shot.file}" title="{sight.shot.file}"'
            f' width="{WIDTH[sight.shot.size]}" src="{sight.shot.file}"></a>'
            for sight in row
        ]
    (folder / "contact.html").write_text("\n".join(parts), encoding="utf-8")


def notes(sight: Sight) -> str:
    """All that is wrong with one page, in words."""
    words = [sight.failure] if sight.failure else []
    words += [f"axe: {finding}" for finding in sight.findings]
    words += [f"console: {text.splitlines()[0][:120]}" for text in sight.errors]
    words += [f"{sight.sideways_px} px too wide"] if sight.sideways_px else []
    return "; ".join(words)


def write_table(sights: list[Sight], folder: Path) -> None:
    """Bytes, requests, errors and findings of every shot."""
    lines = [
        "| page | user | size | theme | language | status | kB | requests | console errors | axe findings | notes |",
        "|---|---|---|---|---|---:|---:|---:|---:|---:|---|",
    ]
    for _, row in rows(sights):
        for sight in row:
            shot = sight.shot
            cells = [shot.page.name, shot.page.user or "visitor", shot.size, shot.theme, shot.language]
            cells += [str(sight.status), f"{sight.kilobytes:.0f}", str(sight.requests)]
            cells += [str(len(sight.errors)), str(len(sight.findings)), notes(sight).replace("|", "/")]
            lines.append(f"| {' | '.join(cells)} |")
    (folder / "report.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def print_summary(sights: list[Sight], seconds: float) -> None:
    """One line per page, then what is wrong, then the sum."""
    print(f"\n\n{'page':<28}{'kB':>6}{'requests':>10}{'errors':>8}{'axe':>5}")
    for name, row in rows(sights):
        kilobytes, requests = max(s.kilobytes for s in row), max(s.requests for s in row)
        errors, findings = sum(len(s.errors) for s in row), sum(len(s.findings) for s in row)
        print(f"{name:<28}{kilobytes:>6.0f}{requests:>10}{errors:>8}{findings:>5}")
    for sight in sights:
        if not sight.is_clean:
            print(f"! {sight.shot.file}: {notes(sight)}")
    clean = sum(sight.is_clean for sight in sights)
    print(f"{len(sights)} pictures in {seconds:.0f} s, {clean} without a finding")
