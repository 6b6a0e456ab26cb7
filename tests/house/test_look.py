"""Is the look held in one place: numbers in tokens.css, drawings small and whole, icons that exist?"""

import gzip
import re
import tomllib
from xml.etree import ElementTree as ET

import pytest

from tests.house.source import ROOT, text, tracked

STATIC = ROOT / "static"
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
STYLES = [
    path
    for path in tracked()
    if path.suffix == ".css" and path.parts[0] == "static" and path.name != "tokens.css"
]
ART = sorted((STATIC / "art").glob("*.svg"))
ART_BYTES = 6 * 1024
# What a phone loads, and what the desk adds for itself.
STYLES_BYTES_GZIPPED, DESK_STYLES_BYTES_GZIPPED = 11 * 1024, 12 * 1024
SVG = "{http://www.w3.org/2000/svg}"
# A number of pixels or rem, or a colour. Media queries can't read custom properties, so their widths are let through.
NUMBER = re.compile(r"(?<![\w-])\d*\.?\d+(?:px|rem)\b|#[0-9a-fA-F]{3,8}\b(?=[^{]*[;}])|\brgba?\(|\bhsla?\(")


def icons() -> set[str]:
    sheets = [ET.parse(STATIC / "icons" / name).getroot() for name in ("sprite.svg", "produce.svg")]
    ids = [symbol.attrib["id"] for sheet in sheets for symbol in sheet.iter(f"{SVG}symbol")]
    assert len(ids) == len(set(ids))
    return set(ids)


@pytest.mark.parametrize("path", STYLES, ids=str)
def test_numbers_of_the_look_are_tokens(path):
    rules = re.sub(r"/\*.*?\*/|@media[^{]*\{", "", text(path), flags=re.DOTALL)

    assert NUMBER.findall(rules) == []


@pytest.mark.parametrize("path", STYLES, ids=str)
def test_tokens_that_are_used_exist(path):
    used = set(re.findall(r"var\((--[\w-]+)", text(path)))

    assert sorted(used - set(re.findall(r"(--[\w-]+):", TOKENS))) == []


def test_dark_tokens_are_the_same_by_wish_and_by_choice():
    by_wish = TOKENS.split(':root:not([data-theme="light"]) {')[1].split("}")[0]
    by_choice = TOKENS.split(':root[data-theme="dark"] {')[1].split("}")[0]

    assert by_wish.split() == by_choice.split()


def test_stylesheets_stay_small():
    desk = {path for path in STYLES if "desk" in path.parts}
    public, officers = (
        b"".join((ROOT / path).read_bytes() for path in STYLES if (path in desk) == is_desk)
        for is_desk in (False, True)
    )

    assert len(gzip.compress(public + TOKENS.encode())) <= STYLES_BYTES_GZIPPED
    assert len(gzip.compress(officers)) <= DESK_STYLES_BYTES_GZIPPED


def test_icons_named_in_templates_exist():
    named = set()
    for path in tracked():
        if path.parts[0] == "templates" and path.suffix == ".html":
            source = text(path)
            named |= set(re.findall(r'components/icon\.html" with (?:[^%]*\s)?name="([^"]+)"', source))
            named |= set(re.findall(r'\bicon="([^"]+)"', source))

    assert sorted(named - icons()) == []


def test_every_unit_scheme_and_diary_kind_has_an_icon():
    from farmers.models import Certificate  # noqa: PLC0415 - needs Django's settings
    from products.units import Unit  # noqa: PLC0415
    from traceability.models import Event  # noqa: PLC0415

    needed = {f"unit-{key}" for key in Unit.values}
    needed |= {f"scheme-{key}" for key in Certificate.Scheme.values}
    needed |= {f"diary-{key}" for key in Event.Kind.values}

    assert sorted(needed - icons()) == []


def test_icons_and_art_of_the_demo_exist():
    named_icons, named_art = set(), set()
    for path in tracked():
        if path.parts[:2] == ("market", "demo") and path.suffix == ".toml":
            for rows in tomllib.loads(text(path)).values():
                if isinstance(rows, list):
                    named_icons |= {row["icon"] for row in rows if row.get("icon")}
                    arts = [row["art"] for row in rows if row.get("art")]
                    named_art |= {name for art in arts for name in ([art] if isinstance(art, str) else art)}

    assert sorted(named_icons - icons()) == []
    assert sorted(named_art - {path.stem for path in ART}) == []


@pytest.mark.parametrize("path", ART, ids=lambda path: path.stem)
def test_drawing_is_small_and_whole(path):
    root = ET.parse(path).getroot()
    ids = {node.attrib["id"] for node in root.iter() if "id" in node.attrib}
    meant = {
        link.removeprefix("#") for node in root.iter() for key, link in node.attrib.items() if key == "href"
    }
    meant |= set(re.findall(r"url\(#([\w-]+)\)", path.read_text(encoding="utf-8")))

    assert path.stat().st_size <= ART_BYTES
    assert sorted(meant - ids) == []
    assert {node.tag for node in root.iter()} & {
        f"{SVG}script",
        f"{SVG}image",
        f"{SVG}filter",
        f"{SVG}style",
    } == set()
