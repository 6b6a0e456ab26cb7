"""Every text an officer can meet at the desk is Vietnamese, whatever the browser prefers."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import wagtail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import HandedFile
from farmers.models import Certificate
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmFactory,
    MemberFactory,
    officer,
    other_commune,
    province,
)
from tests.factories.products import ProductFactory
from tests.factories.traceability import LotFactory
from tests.market.desk.conftest import at_the_desk

# Common English words that are no Vietnamese syllables and stand in no name, number or address.
ENGLISH = frozenset(
    """
    about account action actions add after again all already and any are area as ascending back be been before below
    bold branch breadcrumb breadcrumbs but cannot certificate certificates change changes check checked choose clear
    close code comments confirm copy could count create created date dates days declared delete descending dialog
    disabled download edit editing enter error errors every expired farm farmer farmers file files filter filters find
    first for found from go has have header height history home hour hours if image images info insert is issued item
    items javascript keyboard label labels last left less lines link list listing listings load log lot lots main
    manage march match matches may members menu minimap minutes monday more move name names new next nothing number of
    off on-sale only open opened options order other our page pages pagination panel paper paste period permission
    phone photos preview previous print published query reason record records redo reload reply required results
    returned revoke revoked save saved scan search section see select selected selection sent settings shortcut
    shortcuts show side sidebar since skip sort standing start state status submit sunday system term than that the
    their then there these they this those time title today toggle try undo unsaved until updated upload use user
    valid verified view wait waiting waits was were what when where which will with without words would write yes you
    your
    """.split()  # noqa: SIM905 easier to read and to add to
)
SHOWN_ATTRIBUTES = {
    "title",
    "aria-label",
    "placeholder",
    "alt",
    "aria-description",
    "data-w-progress-active-value",
}
SILENT = {"script", "style", "noscript"}


class Shown(HTMLParser):
    """The texts of a page that a person reads or hears, and the sidebar's, which a script draws."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.within: list[str] = []
        self.data_of = ""

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.texts += [value or "" for name, value in attrs if name in SHOWN_ATTRIBUTES]
        if tag == "input" and named.get("type") in {"submit", "button"}:
            self.texts.append(named.get("value") or "")
        if tag in SILENT:
            self.within.append(tag)
            self.data_of = named.get("id") or ""

    def handle_endtag(self, tag):
        if self.within and tag == self.within[-1]:
            self.within.pop()

    def handle_data(self, data):
        if not self.within:
            self.texts.append(data)
        elif self.data_of == "wagtail-sidebar-props":
            self.texts += labels_of(json.loads(data))
        elif self.data_of == "wagtail-config":
            strings = json.loads(data)["STRINGS"]
            self.texts += [*strings["MONTHS"], *strings["WEEKDAYS"], *strings["WEEKDAYS_SHORT"]]


def labels_of(packed) -> list[str]:
    """Every label in the sidebar's data."""
    if isinstance(packed, dict):
        own = [packed["label"]] if isinstance(packed.get("label"), str) else []
        return own + [text for value in packed.values() for text in labels_of(value)]
    if isinstance(packed, list):
        return [text for value in packed for text in labels_of(value)]
    return []


def english_in(markup: str) -> list[str]:
    """Texts of a page that hold a common English word."""
    shown = Shown()
    shown.feed(markup)
    found = []
    for text in shown.texts:
        words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", text.casefold())
        if ENGLISH & set(words):
            found.append(" ".join(text.split()))
    return sorted(set(found))


@pytest.fixture
def head(db) -> Client:
    """Somebody who may do everything, so that every button is there."""
    return at_the_desk(officer(role="head", name="Nguyễn Thị Lành"))


@pytest.fixture
def records(head) -> dict[str, object]:
    """Enough of everything that no part of a page stays empty."""
    coverage = CoverageFactory(
        farm=FarmFactory(), certificate__number="VG-1", certificate__scan="scans/a.jpg"
    )
    certificate = coverage.certificate
    certificate.scan_type = "image/jpeg"
    certificate.save()
    CoverageFactory(certificate__number="VG-1", certificate__farmer__branch=other_commune())
    CertificateFactory(number="VG-1")
    paper = CoverageFactory(confirmed=True)
    more = CoverageFactory(certificate=paper.certificate, produce="Hồ tiêu")
    product = ProductFactory(farm=paper.certificate.farmer.farms.first() or FarmFactory(), submitted=True)
    product.coverages.add(paper, more)
    for price_vnd in (10_000, 11_000, 12_000):
        ProductFactory(published=True, offer__price_vnd=price_vnd)
    lot = LotFactory()
    Certificate.objects.filter(pk=certificate.pk).update(
        declared_at=timezone.now() - timezone.timedelta(days=4)
    )
    return {
        "member": MemberFactory(phone="+84905123456"),
        "farmer": certificate.farmer,
        "declared": certificate,
        "verified": paper.certificate,
        "product": product,
        "lot": lot,
    }


def pages(records) -> dict[str, str]:
    """Every page an officer can open, by what it is."""
    member, lot, product = records["member"], records["lot"], records["product"]
    declared, verified, farmer = records["declared"], records["verified"], records["farmer"]
    lists = ("desk_members", "desk_farmers", "desk_certificates", "desk_listings", "desk_lots")
    found = {"home": reverse("wagtailadmin_home"), "nothing": "/hoi/khong-co/"}
    for name in lists:
        index = reverse(f"{name}:index")
        found |= {
            name: index,
            f"{name} nothing found": f"{index}?q=zzzz",
            f"{name} found": f"{index}?q=a&ordering=x",
        }
        found[f"{name} results"] = f"{reverse(f'{name}:index_results')}?q=zz&_w_filter_fragment=1"
    found["filtered"] = (
        f"{reverse('desk_members:index')}?standing=active&gender=female&branch={member.branch_id}"
    )
    found["sorted"] = f"{reverse('desk_members:index')}?ordering=-full_name_folded"
    for name, record in zip(lists, (member, farmer, declared, product, lot), strict=True):
        found[f"{name} history"] = reverse(f"{name}:history", args=(record.pk,))
    return found | {
        "edit": reverse("desk_members:edit", args=(member.pk,)),
        "farmer": reverse("desk_farmers:inspect", args=(farmer.pk,)),
        "declared": reverse("desk:certificate", args=(declared.pk,)),
        "verified": reverse("desk:certificate", args=(verified.pk,)),
        "listing": reverse("desk:listing", args=(product.pk,)),
        "lot": reverse("desk:lot", args=(lot.pk,)),
    }


def answers(head, records) -> dict[str, HttpResponse]:
    """What comes back from forms filled in badly, and the page after each thing that was done."""
    declared = reverse("desk:certificate", args=(records["declared"].pk,))
    verified = reverse("desk:certificate", args=(records["verified"].pk,))
    listing = reverse("desk:listing", args=(records["product"].pk,))
    lot = reverse("desk:labels", args=(records["lot"].pk,))
    edit = reverse("desk_members:edit", args=(records["member"].pk,))
    member = records["member"]
    good = {"full_name": "Siu H'Bưn", "branch": member.branch_id}
    covering = records["declared"].coverages.get().pk
    posts = {
        "nothing ticked": (declared, {"decision": "verify"}),
        "no reason": (declared, {"decision": "return"}),
        "long reason": (declared, {"decision": "return", "return-words": "dài " * 100}),
        "bad member": (edit, {"full_name": "", "phone": "12", "birth_year": "1800", "branch": "0"}),
        "bad labels": (lot, {"kind": "x", "count": "0", "layout": "x"}),
        "good member": (edit, good),
        "verify": (declared, {"decision": "verify", "covering": covering}),
        "verify again": (declared, {"decision": "verify", "covering": covering}),
        "revoke": (verified, {"decision": "revoke", "revoke-sentence": "withdrawn"}),
        "publish": (listing, {"decision": "publish"}),
        "publish again": (listing, {"decision": "publish"}),
        "labels": (lot, {"kind": "lot", "count": "3", "layout": "a4"}),
        "order": (reverse("handed:order", args=("members",)), {}),
    }
    return {name: head.post(address, posted, follow=True) for name, (address, posted) in posts.items()}


def test_every_page_is_vietnamese(head, records):
    found = {
        name: english
        for name, address in pages(records).items()
        if (english := english_in(head.get(address).content.decode()))
    }

    assert found == {}


def test_what_is_said_after_a_deed_is_vietnamese(head, records):
    done = answers(head, records)
    found = {
        name: english
        for name, answer in done.items()
        if answer["Content-Type"].startswith("text/html") and (english := english_in(answer.content.decode()))
    }

    assert found == {}
    # And once more, now that there is history everywhere.
    later = {name: english_in(head.get(address).content.decode()) for name, address in pages(records).items()}
    assert {name: english for name, english in later.items() if english} == {}


@pytest.mark.parametrize("state", HandedFile.State.values)
def test_a_file_on_its_way_is_told_in_vietnamese(head, state):
    handed = HandedFile.objects.create(
        kind="members",
        scope="1.",
        made_for=head.user,
        made_at=timezone.now(),
        name="hoi-vien.xlsx",
        content_type="application/octet-stream",
        state=state,
        sha256="0" * 64,
    )

    assert english_in(head.get(reverse("handed:file", args=(handed.pk,))).content.decode()) == []


def test_an_empty_desk_is_vietnamese_at_every_level(db):
    found = {}
    for branch in (province(), other_commune()):
        for role in ("viewer", "clerk", "reviewer", "head"):
            client = at_the_desk(officer(branch=branch, role=role, name="Siu H'Bưn"))
            for name in ("wagtailadmin_home", "desk_members:index", "desk_certificates:index"):
                if english := english_in(client.get(reverse(name)).content.decode()):
                    found[f"{role} {name}"] = english

    assert found == {}


def test_a_farmer_named_in_english_would_be_found(head):
    FarmerFactory(name="The Hill Farm")

    assert english_in(head.get(reverse("desk_farmers:index")).content.decode()) != []


def test_the_scripts_of_the_desk_speak_vietnamese(head):
    catalog = head.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    known = json.loads(re.search(r"const newcatalog = (\{.*?\});", catalog, re.DOTALL)[1])
    source = Path(wagtail.__file__).parent / "admin" / "locale" / "en" / "LC_MESSAGES" / "djangojs.po"
    asked = re.findall(r'^msgid "(.+)"$', source.read_text(encoding="utf-8"), re.MULTILINE)

    assert [text for text in asked if text.replace('\\"', '"') not in known] == []
