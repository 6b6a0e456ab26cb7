"""Every address below /hoi/, walked by people who have no business there: nothing is shown, nothing is changed."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.forms.models import model_to_dict
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Page

from accounts.models import HandedFile, User
from farmers.certification import verify_certificate
from market.desk.guard import GuardedDocuments, GuardedImages
from market.desk.wall import is_open
from market.pages.models import EditorialImage
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmFactory,
    MemberFactory,
    officer,
    other_commune,
)
from tests.factories.products import ProductFactory
from tests.factories.traceability import LabelFactory, LotFactory
from tests.market.desk.conftest import at_the_desk

MARK = "Zephyrin"
REFUSED = {302, 403, 404, 405}
POSTED = (
    {},
    {"decision": "verify", "covering": "1"},
    {"decision": "return", "return-words": "x"},
    {"decision": "revoke", "revoke-words": "x"},
    {"decision": "publish"},
    {"kind": "lot", "count": "3", "layout": "a4"},
    {"full_name": "Changed", "title": "Changed", "name": "Changed", "action-publish": "1"},
)


@pytest.fixture
def foreign(db) -> dict[str, Any]:
    """One of everything in a commune where the walker has no office, all of it bearing the mark."""
    branch = other_commune()
    branch.name = f"Hội Nông dân xã {MARK}"
    branch.save()
    theirs = officer(branch=branch, role="head", name=f"Cán bộ {MARK}")
    farmer = FarmerFactory(branch=branch, name=f"Nhà {MARK}", village=f"làng {MARK}")
    farm = FarmFactory(farmer=farmer, name=f"Rẫy {MARK}")
    certificate = CertificateFactory(farmer=farmer, number=f"{MARK}-1", issuer=f"Trung tâm {MARK}")
    certificate.scan.save("scan.jpg", ContentFile(b"\xff\xd8\xff" + MARK.encode()))
    coverage = CoverageFactory(certificate=certificate, farm=farm, produce=f"Tiêu {MARK}")
    waiting = CertificateFactory(farmer=farmer, number=f"{MARK}-2")
    verify_certificate(certificate=certificate, covering=[coverage.pk], by=theirs, at=timezone.now())
    lot = LotFactory(
        product=ProductFactory(farm=farm, name=f"Hàng {MARK}", published=True), code=f"{MARK.upper()}-1"
    )
    LabelFactory(lot=lot, printed_by=theirs)
    records = {
        "desk_members": MemberFactory(branch=branch, full_name=f"Hội viên {MARK}"),
        "desk_farmers": farmer,
        "desk_certificates": waiting,
        "desk_listings": ProductFactory(farm=farm, name=f"Tin {MARK}", submitted=True),
        "desk_lots": lot,
    }
    for record in records.values():
        log(record, "wagtail.edit", user=theirs)
    return records | editorial(theirs) | {"handed": handed_to(theirs, branch.path)}


def editorial(by: User) -> dict[str, Any]:
    """What the editors keep: a picture, a document, an unpublished change of a page."""
    image = EditorialImage.objects.create(
        title=f"Ảnh {MARK}", file=get_test_image_file(), uploaded_by_user=by
    )
    document = Document(title=f"Tài liệu {MARK}", uploaded_by_user=by)
    document.file.save("paper.txt", ContentFile(MARK.encode()))
    page = Page.objects.filter(depth=2).first() or Page.get_first_root_node()
    page.title = f"Trang {MARK}"
    page.save_revision(user=by)
    return {"wagtailimages": image, "wagtaildocs": document, "page": page}


def handed_to(user: User, scope: str) -> HandedFile:
    return HandedFile.objects.create(
        kind="members",
        scope=scope,
        made_for=user,
        made_at=timezone.now(),
        name=f"{MARK}.xlsx",
        content_type="application/octet-stream",
    )


def patterns(
    resolver: URLResolver, route: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, Any]]:
    """Every pattern below a resolver: namespace, route, pattern."""
    for part in resolver.url_patterns:
        whole = route + str(part.pattern)
        if isinstance(part, URLPattern):
            yield ":".join(names), whole, part
        else:
            yield from patterns(part, whole, (*names, *([part.namespace] if part.namespace else [])))


def desk_patterns() -> list[tuple[str, str, Any]]:
    desk = next(
        part
        for part in get_resolver().url_patterns
        if isinstance(part, URLResolver) and str(part.pattern) == "hoi/"
    )
    return list(patterns(desk))


def addresses(foreign: dict[str, Any]) -> list[str]:
    """Every address of the desk, its arguments filled with what belongs to somebody else."""
    own_pages = {"chung-nhan": "desk_certificates", "tin-dang": "desk_listings", "lo": "desk_lots"}
    found = []
    for namespace, route, _pattern in desk_patterns():
        key = own_pages.get(route.split("/")[0], "") if namespace == "desk" else namespace.split(":")[0]
        record = foreign.get(key, foreign["page"])
        values = {
            "uuid": str(foreign["handed"].pk),
            "int": str(record.pk),
            "slug": "farmers",
            "str": "farmers",
            "path": "x",
        }
        address = re.sub(r"<(\w+):\w+>", lambda match, v=values: v[match[1]], route)
        address = re.sub(r"\(\?P<\w+>[^)]*\)|\[\^.*?\]\+|<\w+>", str(record.pk), address)
        found.append(
            "/hoi/" + address.replace("^", "").replace("$", "").replace("\\Z", "").replace(".*", "any")
        )
    return sorted(set(found))


def body(response) -> str:
    content = b"".join(response) if response.streaming else response.content
    return html.unescape(content.decode(errors="replace"))


def values_of(foreign: dict[str, Any]) -> dict[str, Any]:
    """Everything that could have been changed."""
    return {
        name: type(record).objects.filter(pk=record.pk).values().get()
        | {"children": len(model_to_dict(record))}
        for name, record in foreign.items()
    }


def walk(client: Client, foreign: dict[str, Any]) -> list[str]:
    """What is wrong: addresses that show the mark, fail, or answer a record that is not the walker's."""
    wrong = []
    for address in addresses(foreign):
        answers = [("GET", client.get(address)), ("GET q", client.get(address, {"q": MARK[:4], "p": "1"}))]
        answers += [("POST", client.post(address, posted)) for posted in POSTED]
        for how, answer in answers:
            if MARK.casefold() in body(answer).casefold():
                wrong.append(f"{how} {address} shows it ({answer.status_code})")
            elif answer.status_code >= 500:
                wrong.append(f"{how} {address} fails ({answer.status_code})")
            elif re.search(r"/[\d-]+/|/\d", address) and answer.status_code not in REFUSED:
                wrong.append(f"{how} {address} answers {answer.status_code}")
    return wrong


def test_the_walk_reaches_everything(foreign):
    names = {f"{namespace}:{pattern.name}" for namespace, _route, pattern in desk_patterns()}

    assert len(names) > 200
    assert {
        "desk:certificate",
        "desk:scan",
        "desk_members:edit",
        "wagtailimages:edit",
        "handed:take",
    } <= names
    text = " ".join(addresses(foreign))
    for record in foreign.values():
        assert f"/{record.pk}/" in text
    assert "<" not in text


@pytest.mark.parametrize("role", ["head", "viewer"])
def test_an_officer_of_another_commune_sees_and_changes_nothing(foreign, role):
    before = values_of(foreign)

    wrong = walk(at_the_desk(officer(role=role)), foreign)

    assert wrong == []
    assert values_of(foreign) == before


def test_whoever_is_no_officer_gets_no_page_at_all(foreign):
    client = at_the_desk(UserFactory())

    statuses = {client.get(address).status_code for address in addresses(foreign) if "logout" not in address}

    assert statuses <= {302, 403}
    assert walk(client, foreign) == []


def test_somebody_unknown_is_led_to_the_sign_in(foreign):
    client = Client()
    sign_in = reverse("accounts:sign_in")

    for address in addresses(foreign):
        answer = client.get(address)
        assert (address, answer.status_code) == (address, 302)
        assert answer["Location"].startswith((sign_in, "/hoi/"))


def test_only_what_is_listed_is_open(foreign):
    client = at_the_desk(officer(role="head"))

    for address in addresses(foreign):
        answer = client.get(address)
        if answer.status_code == 200:
            assert is_open(answer.resolver_match), address


@pytest.mark.parametrize(
    "address", ["/hoi/failwhale/", "/hoi/api/main/images/", "/hoi/reports/site-history/", "/hoi/users/"]
)
def test_an_absent_page_looks_the_same_as_a_foreign_one(foreign, address):
    client = at_the_desk(officer(role="head"))
    csrf = re.compile(r"csrf\w+")

    closed, theirs, nowhere = (
        csrf.sub("", client.get(path).content.decode())
        for path in (
            address,
            reverse("desk:certificate", args=(foreign["desk_certificates"].pk,)),
            "/hoi/none/",
        )
    )

    assert closed == theirs == nowhere


@pytest.mark.parametrize(
    ("endpoint", "key"), [(GuardedImages, "wagtailimages"), (GuardedDocuments, "wagtaildocs")]
)
def test_wagtails_lists_of_files_follow_the_policy(foreign, endpoint, key):
    def listed(user):
        view = endpoint()
        view.request = RequestFactory().get("/hoi/api/main/")
        view.request.user = user
        return list(view.get_queryset())

    assert listed(officer(role="head")) == []
    assert listed(User.objects.create_superuser("+84900000097")) == [foreign[key]]


def test_an_office_that_ended_yesterday_opens_nothing(foreign):
    holder = officer(role="head")
    client = at_the_desk(holder)
    holder.offices.update(until=timezone.localdate() - timezone.timedelta(days=1))

    assert client.get(reverse("wagtailadmin_home")).status_code == 403
