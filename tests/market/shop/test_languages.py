"""Does each page speak one language, all of it?"""

import re
import unicodedata

import pytest

from market.demo.front_door import open_front_door
from products.filters import commune_choices
from tests.factories.farmers import FarmFactory
from tests.factories.products import ProductFactory, certify
from tests.market.shop.reading import said

pytestmark = pytest.mark.django_db
# Names, marks and units stay as they are in every language.
NAMES = [
    "Chợ Nông Dân",
    "Gia Lai",
    "Cà phê nhân robusta",
    "Cà phê nhân",
    "Rơ Châm H'Lan",
    "làng Ví Dụ",
    "xã Biển Hồ",
]
NAMES += ["Trung tâm Ví Dụ", "Hội đồng Ví Dụ", "An, CC BY 4.0", "VN-GLOR-0042", "đ/", "kg"]
NAMES += ["VietGAP", "OCOP", "HACCP", "GlobalG.A.P.", *(name for _, name in commune_choices())]
NAMES.sort(key=len, reverse=True)


@pytest.fixture(
    params=["home", "list", "narrowed", "empty", "product", "bare", "paused", "farmer", "idle", "missing"]
)
def path(request, rich) -> str:
    """The address of a page without its language."""
    open_front_door()
    certify(rich, scheme="ocop", stars=4, issuer="Hội đồng Ví Dụ", number="OC-1")
    bare = ProductFactory(
        published=True,
        name="Cà phê nhân robusta",
        description="",
        harvested_on=None,
        farm=FarmFactory(farmer__is_public=False),
    )
    paused = ProductFactory(
        state="paused",
        published_at=bare.published_at,
        name="Cà phê nhân robusta",
        farm=FarmFactory(farmer__name="Rơ Châm H'Lan"),
    )
    return {
        "home": "/",
        "list": "/nong-san/",
        "narrowed": "/nong-san/?nhom=ca-phe-nhan&chung_nhan=co&xa=23590",
        "empty": "/nong-san/?chung_nhan=haccp",
        "product": f"/nong-san/{rich.slug}-{rich.pk}/",
        "bare": f"/nong-san/{bare.slug}-{bare.pk}/",
        "paused": f"/nong-san/{paused.slug}-{paused.pk}/",
        "farmer": f"/nong-dan/{rich.farmer.slug}-{rich.farmer_id}/",
        "idle": f"/nong-dan/{paused.farmer.slug}-{paused.farmer_id}/",
        "missing": "/nong-san/khong-co-1000000/",
    }[request.param]


def without_names(text: str) -> str:
    for name in NAMES:
        text = text.replace(name, "")
    return text


def is_vietnamese(text: str) -> bool:
    marks = {"COMBINING HORN", "COMBINING BREVE", "COMBINING CIRCUMFLEX ACCENT", "COMBINING DOT BELOW"}
    marks |= {"COMBINING HOOK ABOVE", "COMBINING ACUTE ACCENT", "COMBINING GRAVE ACCENT", "COMBINING TILDE"}
    letters = unicodedata.normalize("NFD", text.lower())
    return "đ" in letters or any(unicodedata.name(letter, "") in marks for letter in letters)


def test_english_page_says_nothing_in_vietnamese(client, path):
    spoken = said(client.get(f"/en{path}"))

    assert [text for text in spoken if is_vietnamese(without_names(text))] == []
    assert spoken != []


def test_vietnamese_page_says_nothing_in_english(client, path):
    in_english = {without_names(text) for text in said(client.get(f"/en{path}"))}
    spoken = {without_names(text) for text in said(client.get(path))}

    assert {text for text in spoken & in_english if re.search(r"[A-Za-z]{2}", text)} == set()
