"""Does every address of the house (but /hoi/, walked in tests/market/desk) open only to those it is for?

A new address without a row in the table fails. People: nobody signed in, a farmer of another household, an officer
of another commune who acts for no farmer, and, to show that the addresses are real, whose records they are.
"""

import io
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from market.demo.front_door import open_front_door
from market.workspace.taking_along import order_my_data
from products.availability import note_outside_sale
from products.drafting import begin_draft
from products.models import Draft, DraftFile
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory, officer, other_commune
from tests.factories.products import ProductFactory, certify
from tests.factories.traceability import LabelFactory, LotFactory

MARK = "Zephyrin"
PEOPLE = ("nobody", "stranger", "officer", "owner")

# GET by nobody, by a farmer of another household, by an officer of another commune, by the owner;
# then POST by the first three. 302 of nobody leads to the sign-in.
TABLE = {
    # Open to all.
    "health": (200, 200, 200, 200, 200, 200, 200),
    "robots": (200, 200, 200, 200, 405, 405, 405),
    "sitemap": (200, 200, 200, 200, 405, 405, 405),
    "sitemap_part": (200, 200, 200, 200, 405, 405, 405),
    "favicon": (302, 302, 302, 302, 405, 405, 405),
    "media": (404, 404, 404, 404, 404, 404, 404),
    "home": (200, 200, 200, 200, 200, 200, 200),
    "wagtail_serve": (404, 404, 404, 404, 404, 404, 404),
    "wagtailcore_login": (302, 302, 302, 302, 302, 302, 302),
    "wagtailcore_authenticate_with_password": (404, 404, 404, 404, 404, 404, 404),
    "shop:list": (200, 200, 200, 200, 405, 405, 405),
    "shop:board": (200, 200, 200, 200, 405, 405, 405),
    "shop:product": (200, 200, 200, 200, 405, 405, 405),
    "shop:farmer": (404, 404, 404, 404, 405, 405, 405),
    "farmers:find_commune": (200, 200, 200, 200, 405, 405, 405),
    "farmers:near_commune": (405, 405, 405, 405, 200, 200, 200),
    # Of nobody, so that a phone may keep them.
    "products:post": (200, 200, 200, 200, 405, 405, 405),
    "workspace:no_network": (200, 200, 200, 200, 405, 405, 405),
    "service_worker": (200, 200, 200, 200, 405, 405, 405),
    "manifest": (200, 200, 200, 200, 405, 405, 405),
    "products:read_price": (200, 200, 200, 200, 405, 405, 405),
    "traceability:origin": (200, 200, 200, 200, 405, 405, 405),
    "traceability:^T/?$": (302, 302, 302, 302, 302, 302, 302),
    "traceability:type_code": (200, 200, 200, 200, 405, 405, 405),
    "traceability:typed": (302, 302, 302, 302, 405, 405, 405),
    # For machines with a token.
    "figures_api:figures": (401, 401, 401, 401, 405, 405, 405),
    # Coming in, the second factor, going out: each his own, whoever it is.
    "accounts:sign_in": (200, 302, 302, 302, 200, 302, 302),
    "account_login": (200, 302, 302, 302, 200, 302, 302),
    "accounts:answer": (302, 302, 302, 302, 302, 302, 302),
    "accounts:ask_again": (405, 405, 405, 405, 302, 302, 302),
    "accounts:sign_out": (405, 405, 405, 405, 302, 302, 302),
    "mfa_index": (302, 200, 200, 200, 302, 405, 405),
    "mfa_authenticate": (302, 302, 302, 302, 302, 302, 302),
    "mfa_reauthenticate": (302, 403, 403, 403, 302, 403, 403),
    "mfa_activate_totp": (302, 200, 200, 200, 302, 200, 200),
    "mfa_deactivate_totp": (302, 404, 404, 404, 302, 404, 404),
    "mfa_view_recovery_codes": (302, 404, 404, 404, 302, 405, 405),
    "mfa_generate_recovery_codes": (302, 200, 200, 200, 302, 200, 200),
    "mfa_download_recovery_codes": (302, 404, 404, 404, 302, 404, 404),
    "account_reauthenticate": (302, 302, 302, 302, 302, 302, 302),
    # Each his own stall; an officer who acts for no farmer is asked who sells.
    "workspace:home": (302, 200, 200, 200, 302, 405, 405),
    "workspace:agreements": (302, 200, 200, 200, 302, 302, 302),
    "workspace:my_data": (302, 200, 200, 200, 302, 400, 400),
    "workspace:notices": (302, 200, 200, 200, 302, 405, 405),
    "workspace:certificates": (302, 200, 200, 200, 302, 405, 405),
    "workspace:add_certificate": (302, 200, 302, 200, 302, 400, 302),
    "workspace:board": (302, 200, 200, 200, 302, 405, 405),
    "workspace:leaving": (302, 200, 200, 200, 302, 404, 404),
    "workspace:order_mine": (302, 405, 405, 405, 302, 302, 302),
    "workspace:take_mine": (302, 404, 404, 200, 302, 405, 405),
    "workspace:own_page": (302, 200, 200, 200, 302, 404, 404),
    "products:post_stepwise": (302, 200, 302, 200, 302, 405, 405),
    # Asked by scripts, answered without leading anywhere.
    "products:session": (200, 200, 200, 200, 405, 405, 405),
    "products:send_answers": (405, 405, 405, 405, 401, 403, 403),
    "products:send_file": (401, 404, 404, 200, 401, 404, 404),
    "products:send_whole": (405, 405, 405, 405, 401, 404, 404),
    "products:seller": (302, 302, 200, 302, 302, 302, 200),
    "workspace:join": (302, 200, 200, 200, 302, 405, 405),
    "workspace:apply": (302, 200, 200, 200, 302, 200, 200),
    "workspace:claim": (302, 200, 200, 200, 302, 400, 400),
    "workspace:helpers": (302, 200, 302, 200, 302, 400, 302),
    # The owner's alone; an invitation is for the phone that was asked, which is none of these.
    "workspace:revoke_helper": (302, 405, 405, 405, 302, 404, 404),
    "workspace:uninvite_helper": (302, 405, 405, 405, 302, 404, 404),
    "workspace:answer_invitation": (302, 405, 405, 405, 302, 404, 404),
    "workspace:product": (302, 404, 404, 200, 302, 405, 405),
    "workspace:price": (302, 405, 405, 405, 302, 404, 404),
    "workspace:pause": (302, 405, 405, 405, 302, 404, 404),
    "workspace:resume": (302, 405, 405, 405, 302, 404, 404),
    "workspace:revise": (302, 405, 405, 405, 302, 404, 404),
    "workspace:withdraw": (302, 404, 404, 200, 302, 404, 404),
    "workspace:left": (302, 405, 405, 405, 302, 404, 404),
    "workspace:sold": (302, 405, 405, 405, 302, 404, 404),
    "workspace:undo_sold": (302, 405, 405, 405, 302, 404, 404),
    "workspace:season_over": (302, 405, 405, 405, 302, 404, 404),
    "workspace:again": (302, 405, 405, 405, 302, 404, 404),
    "workspace:code": (302, 404, 404, 200, 302, 405, 405),
    "workspace:code_picture": (302, 404, 404, 200, 302, 405, 405),
    "workspace:ready_post": (302, 404, 404, 200, 302, 405, 405),
    "workspace:post_picture": (302, 404, 404, 404, 302, 405, 405),
    "products:post_step": (302, 404, 404, 200, 302, 404, 404),
    "products:draft_file": (302, 404, 404, 200, 302, 405, 405),
    "products:discard": (302, 405, 405, 405, 302, 404, 404),
    "traceability:labels": (302, 404, 404, 200, 302, 404, 404),
    "traceability:reprint_labels": (302, 405, 405, 405, 302, 404, 404),
    "traceability:void_labels": (302, 405, 405, 405, 302, 404, 404),
    "traceability:stall_sign": (302, 404, 404, 200, 302, 405, 405),
}
# Pages of the stall that name no listing in their address.
OF_NO_LISTING = {
    "workspace:home",
    "workspace:no_network",
    "workspace:agreements",
    "workspace:my_data",
    "workspace:notices",
    "workspace:certificates",
    "workspace:add_certificate",
    "workspace:own_page",
    "workspace:leaving",
    "workspace:order_mine",
    "workspace:take_mine",
    "workspace:board",
    "workspace:join",
    "workspace:apply",
    "workspace:claim",
    "workspace:helpers",
}
LEADS_TO_THE_SIGN_IN = {
    name
    for name in TABLE
    if name.startswith(("workspace:", "products:", "mfa_"))
    or name
    in {
        "traceability:labels",
        "traceability:reprint_labels",
        "traceability:void_labels",
        "traceability:stall_sign",
    }
} - {
    "products:read_price",
    "products:post",
    "products:session",
    "products:send_answers",
    "products:send_file",
    "products:send_whole",
    "workspace:no_network",
}


def names(resolver: Any = None, space: str = "") -> Iterator[str]:
    """The name of every address, or its pattern where it has none."""
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry, URLResolver):
            yield f"{space}{entry.name or entry.pattern}"
        elif str(entry.pattern) != "hoi/":
            yield from names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def address(name: str, world: dict[str, Any]) -> str:
    """The address of a name for the owner's records, in the language of the moment."""
    product, draft = world["product"], world["draft"]
    known: dict[str, dict[str, Any]] = {
        "figures_api:figures": {"ending": "json"},
        "sitemap_part": {"kind": "nong-san", "part": 1},
        "media": {"path": "photos/none.webp"},
        "products:discard": {"draft": draft.pk},
        "products:send_answers": {"draft": draft.pk},
        "products:send_whole": {"draft": draft.pk},
        "products:send_file": {"draft": draft.pk, "upload": uuid.UUID(int=7)},
        "workspace:undo_sold": {"pk": product.pk, "sale": world["sale"].pk},
        "traceability:stall_sign": {"pk": product.farm_id},
        "products:draft_file": {"draft": draft.pk, "pk": world["file"].pk},
        "products:post_step": {"draft": draft.pk, "step": "ten"},
        "workspace:take_mine": {"pk": world["own_file"].pk},
        "traceability:origin": {"code": world["label"].code},
        "traceability:typed": {"code": world["label"].code.lower()},
        "shop:product": {"slug": product.slug, "pk": product.pk},
        "shop:farmer": {"slug": product.farmer.slug, "pk": product.farmer_id},
        "wagtailcore_authenticate_with_password": {"page_view_restriction_id": 1, "page_id": 1},
    }
    if name == "traceability:^T/?$":
        return reverse("traceability:type_code").replace("/t/", "/T/")
    if name == "wagtail_serve":
        return f"{reverse('home')}khong-co/"
    if name.startswith("workspace:") and name not in OF_NO_LISTING and name not in known:
        return reverse(name, kwargs={"pk": product.pk})
    if name.endswith("labels"):
        return reverse(name, kwargs={"pk": world["lot"].pk})
    return reverse(name, kwargs=known.get(name, {}))


@pytest.fixture
def world(db) -> dict[str, Any]:
    """One of everything of a farmer who did not agree to be named; the mark is on all that is private."""
    open_front_door()
    farmer = FarmerFactory(name=f"Nhà {MARK}", village=f"làng {MARK}", story=MARK, is_public=False)
    owner = FarmerPersonFactory(farmer=farmer, user=UserFactory(name=MARK)).user
    farm = FarmFactory(farmer=farmer, name=f"Rẫy {MARK}")
    product = ProductFactory(farm=farm, published=True, posted_by=owner, name="Bơ sáp")
    certificate = certify(product)
    certificate.scan.save(f"{MARK}.jpg", ContentFile(MARK.encode()))
    lot = LotFactory(product=product)
    draft = begin_draft(draft_id=uuid.uuid4(), user=owner, farmer=farmer)
    Draft.objects.filter(pk=draft.pk).update(answers=draft.answers | {"name": MARK})
    file = DraftFile.objects.create(draft=draft, kind="photo", media_type="image/jpeg", sha256="0" * 64)
    file.file.save("photo.jpg", ContentFile(picture()))
    return {
        "owner": owner,
        "stranger": FarmerPersonFactory(farmer=FarmerFactory(branch=other_commune())).user,
        "officer": officer(branch=other_commune(), role="head"),
        "farmer": farmer,
        "product": product,
        "offer": product.offer,
        "sale": note_outside_sale(
            product=product, amount_milli=1000, client_id=uuid.uuid4(), by=owner, at=timezone.now()
        ),
        "certificate": certificate,
        "lot": lot,
        "label": LabelFactory(lot=lot),
        "draft": draft,
        "file": file,
        "own_file": order_my_data(user=owner, at=timezone.now()),
    }


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(target, "JPEG")
    return target.getvalue()


def clients(world: dict[str, Any]) -> dict[str, Client]:
    came_in = {person: Client() for person in PEOPLE}
    for person in PEOPLE[1:]:
        came_in[person].force_login(world[person])
    return came_in


def state(world: dict[str, Any]) -> dict[str, Any]:
    records = ("farmer", "product", "offer", "sale", "certificate", "lot", "label", "draft", "file")
    return {name: model_to_dict(type(world[name]).objects.get(pk=world[name].pk)) for name in records}


def body(answer: Any) -> str:
    sent = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return sent.decode("utf-8", "replace")


def test_every_address_has_a_row():
    assert sorted(set(names())) == sorted(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_address_opens_only_to_those_it_is_for(world, name):
    people, before = clients(world), state(world)
    sent = {"farmer": world["farmer"].pk, "answer": "no"}
    for language in ("en", "vi"):
        with override(language):
            url = address(name, world)
        got = [people[person].get(url) for person in PEOPLE]

        assert tuple(answer.status_code for answer in got) == TABLE[name][:4]
        assert [person for person, answer in zip(PEOPLE[:3], got, strict=False) if MARK in body(answer)] == []
        if name in LEADS_TO_THE_SIGN_IN:
            assert "/dang-nhap/" in got[0]["Location"]

    posted = [people[person].post(url, sent) for person in PEOPLE[:3]]

    assert tuple(answer.status_code for answer in posted) == TABLE[name][4:]
    assert [person for person, answer in zip(PEOPLE, posted, strict=False) if MARK in body(answer)] == []
    assert state(world) == before


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE[:3])
def test_somebody_elses_id_and_an_id_that_is_not_there_answer_alike(world, person):
    other = clients(world)[person]
    for name in ("workspace:product", "traceability:labels", "workspace:withdraw"):
        with override("vi"):
            there, missing = address(name, world), reverse(name, kwargs={"pk": 999_999})
        theirs, nobodys = other.get(there), other.get(missing)
        assert theirs.status_code == nobodys.status_code
        assert body(theirs).replace(there, "") == body(nobodys).replace(missing, "")


# --- Files below /media/ -----------------------------------------------------------------------------------------


@pytest.fixture
def secret() -> str:
    """A private file whose name is known."""
    return str(storages["private"].save("scans/known.jpg", ContentFile(MARK.encode())))


WAYS = [
    "/media/{name}",
    "/media/../private/{name}",
    "/media/%2e%2e/private/{name}",
    "/media/..%2fprivate%2f{name}",
    "/media/%2e%2e%2fprivate%2f{name}",
    "/media/..%5cprivate%5c{name}",
    "/media/photos/../../private/{name}",
    "/media/photos/..%2f..%2fprivate%2f{name}",
    "/media/....//private/{name}",
    "/media//{root}/{name}",
    "/media/%2f{root}/{name}",
    "/media/file:%2f%2f{root}/{name}",
    "/media/{name}%00.webp",
    "/media/../../private/{name}",
    "/media/../test.sqlite3",
    f"/media/{300 * 'a'}.webp",
    "/media/photos/",
    "/media/./",
    "/media/.",
    "/media/..",
    "/static/../private/{name}",
    "/static/%2e%2e/private/{name}",
]


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_nothing_private_is_reached_below_media(client, secret, way):
    storages["default"].save("photos/public.webp", ContentFile(b"public"))

    answer = client.get(way.format(name=secret, root=str(settings.PRIVATE_ROOT).strip("/")))

    assert answer.status_code in {301, 302, 400, 404}
    assert MARK not in body(answer)


@pytest.mark.django_db
def test_public_file_is_reached_below_media(client):
    name = storages["default"].save("photos/public.webp", ContentFile(b"public"))

    answer = client.get(f"/media/{name}")

    assert (answer.status_code, body(answer)) == (200, "public")


def test_private_files_lie_outside_the_media_folder():
    media, private = Path(settings.MEDIA_ROOT).resolve(), Path(settings.PRIVATE_ROOT).resolve()

    assert media not in {private, *private.parents}
    with pytest.raises(ValueError, match="private"):
        storages["private"].url("scans/known.jpg")
