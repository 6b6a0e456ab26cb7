"""The lists: few queries whatever their length, found without accents, nobody else's records."""

import pytest
from django.urls import reverse
from django.utils import timezone

from farmers.models import Member
from farmers.tree import open_branch
from market.desk.finding import MOST_COUNTED, CappedPaginator
from products.models import Product
from tests.factories.farmers import (
    CertificateFactory,
    FarmerFactory,
    FarmFactory,
    MemberFactory,
    commune,
    officer,
    other_commune,
    province,
)
from tests.factories.products import ProductFactory
from tests.factories.traceability import LotFactory
from tests.market.desk.conftest import at_the_desk
from traceability.models import Lot


def product_of(farmer, **columns) -> Product:
    return ProductFactory(farm=FarmFactory(farmer=farmer), **columns)


def lot_of(farmer) -> Lot:
    return LotFactory(product=product_of(farmer, published=True))


MAKERS = {
    "desk_members": lambda branch: MemberFactory(branch=branch, full_name=f"Rơ Châm của {branch.name}"),
    "desk_farmers": lambda branch: FarmerFactory(branch=branch, name=f"Nhà của {branch.name}"),
    "desk_certificates": lambda branch: CertificateFactory(
        farmer=FarmerFactory(branch=branch, name=f"Nhà của {branch.name}")
    ),
    "desk_listings": lambda branch: product_of(
        FarmerFactory(branch=branch), name=f"Nông sản của {branch.name}"
    ),
    "desk_lots": lambda branch: lot_of(FarmerFactory(branch=branch, name=f"Nhà của {branch.name}")),
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", MAKERS)
def test_a_list_costs_eleven_queries_whatever_its_length(head, name, count, django_assert_num_queries):
    for _number in range(count):
        MAKERS[name](commune())
    url = reverse(f"{name}:index")
    head.get(url)  # content types are read once per process

    with django_assert_num_queries(11):
        page = head.get(url)

    assert len(page.context["object_list"]) == count


@pytest.mark.parametrize("name", MAKERS)
def test_a_list_shows_nobody_elses_records(head, name):
    own, foreign = MAKERS[name](commune()), MAKERS[name](other_commune())

    page = head.get(reverse(f"{name}:index"))

    assert list(page.context["object_list"]) == [own]
    assert other_commune().name not in page.content.decode()
    assert page.context["paginator"].count == 1
    assert str(foreign) not in page.content.decode()


@pytest.mark.parametrize("name", MAKERS)
def test_a_filter_does_not_widen_what_is_seen(head, name):
    MAKERS[name](other_commune())

    for query in (f"branch={other_commune().pk}", f"branch={province().pk}", "q=cua", "p=2", "export=csv"):
        page = head.get(f"{reverse(f'{name}:index_results')}?{query}")
        assert page.status_code == 200
        assert other_commune().name not in page.content.decode()


@pytest.mark.parametrize("name", MAKERS)
def test_wagtails_own_export_gives_no_file(head, name):
    MAKERS[name](commune())

    for ending in ("csv", "xlsx"):
        page = head.get(f"{reverse(f'{name}:index')}?export={ending}")
        assert page["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("typed", ["ro cham h lan", "RƠ CHĂM", "lan", "Rơ Châm H'Lan"])
def test_people_are_found_without_accents(head, typed):
    found = MemberFactory(full_name="Rơ Châm H'Lan")
    MemberFactory(full_name="Siu H'Bưn")

    page = head.get(reverse("desk_members:index"), {"q": typed.replace("h lan", "lan")})

    assert list(page.context["object_list"]) == [found]


@pytest.mark.parametrize("typed", ["0905123456", "0905 123 456", "+84905123456"])
def test_a_member_is_found_by_the_whole_phone(head, typed):
    found = MemberFactory(phone="+84905123456")
    MemberFactory(phone="+84905123457")

    assert list(head.get(reverse("desk_members:index"), {"q": typed}).context["object_list"]) == [found]


def test_a_member_is_found_by_the_card_number(head):
    found = MemberFactory(card_number="19.00042")
    MemberFactory(card_number="19.00043")

    assert list(head.get(reverse("desk_members:index"), {"q": "19.00042"}).context["object_list"]) == [found]


def test_a_list_masks_what_is_personal(head):
    MemberFactory(phone="+84905123456", citizen_id="064085001234", old_id="230123456")

    page = head.get(reverse("desk_members:index")).content.decode()

    assert "••• 456" in page
    for secret in ("905123456", "905 123", "064085001234", "1234", "230123456"):
        assert secret not in page


def test_certificates_are_found_by_number_and_by_farmer(head):
    by_number = CertificateFactory(number="VietGAP-TT-26-01-64-0777")
    by_farmer = CertificateFactory(farmer=FarmerFactory(name="Bùi Thị Nga"))
    url = reverse("desk_certificates:index")

    assert list(head.get(url, {"q": "64-0777"}).context["object_list"]) == [by_number]
    assert list(head.get(url, {"q": "bui nga"}).context["object_list"]) == [by_farmer]


def test_lots_are_found_by_code_and_by_listing(head):
    lot = lot_of(FarmerFactory())
    url = reverse("desk_lots:index")

    assert list(head.get(url, {"q": lot.code}).context["object_list"]) == [lot]
    assert list(head.get(url, {"q": "ca phe robusta"}).context["object_list"]) == [lot]
    assert list(head.get(url, {"q": "sau rieng"}).context["object_list"]) == []


@pytest.mark.parametrize(
    ("standing", "days_left", "found_by"),
    [
        ("declared", 600, {"declared"}),
        ("verified", 600, {"valid"}),
        ("verified", 60, {"valid", "runs_out"}),
        ("verified", 0, {"valid", "runs_out"}),
        ("verified", -1, {"expired"}),
        ("revoked", 600, {"revoked"}),
        ("returned", 600, {"returned"}),
    ],
)
def test_certificates_are_filtered_by_the_standing_of_today(head, standing, days_left, found_by):
    checked = {} if standing == "declared" else {"checked_by": officer(), "checked_at": timezone.now()}
    certificate = CertificateFactory(
        standing=standing,
        reason="x",
        expires_on=timezone.localdate() + timezone.timedelta(days=days_left),
        **checked,
    )
    url = reverse("desk_certificates:index")
    keys = ("declared", "valid", "runs_out", "expired", "returned", "revoked")

    found = {
        key for key in keys if list(head.get(url, {"standing": key}).context["object_list"]) == [certificate]
    }

    assert found == found_by


def test_a_province_filters_by_commune_and_a_commune_by_chapter(head):
    chapter = open_branch(level="chapter", name="Chi hội làng Ví Dụ", parent=commune())
    other_commune()
    inside, beside = MemberFactory(branch=chapter), MemberFactory(branch=commune())
    above = at_the_desk(officer(branch=province(), role="viewer"))
    url = reverse("desk_members:index")

    def offered(client):
        return set(client.get(url).context["filters"].form.fields["branch"].queryset)

    assert offered(above) == {commune(), other_commune()}
    assert offered(head) == {commune(), chapter}
    assert set(above.get(url, {"branch": commune().pk}).context["object_list"]) == {inside, beside}
    assert list(head.get(url, {"branch": chapter.pk}).context["object_list"]) == [inside]


def test_names_sort_by_the_column_that_has_an_index(head):
    later, earlier = MemberFactory(full_name="Ông Văn Ân"), MemberFactory(full_name="Đinh Văn Bé")

    page = head.get(reverse("desk_members:index"), {"ordering": "full_name_folded"})

    assert list(page.context["object_list"]) == [earlier, later]


def test_nothing_is_counted_beyond_1001(db, django_assert_num_queries):
    branch = commune()
    Member.objects.bulk_create(
        [MemberFactory.build(branch=branch, card_number=f"20.{n:05d}") for n in range(MOST_COUNTED + 5)]
    )

    paginator = CappedPaginator(Member.objects.order_by("-pk"), 20)

    with django_assert_num_queries(1):
        assert (paginator.count, paginator.is_capped, paginator.num_pages) == (1_001, True, 51)
    few = CappedPaginator(Member.objects.filter(card_number__startswith="20.0000").order_by("pk"), 20)
    assert (few.count, few.is_capped) == (10, False)


def test_a_list_too_long_to_count_asks_for_a_filter(head):
    branch = commune()
    Member.objects.bulk_create(
        [MemberFactory.build(branch=branch, card_number=f"20.{n:05d}") for n in range(MOST_COUNTED)]
    )

    page = head.get(reverse("desk_members:index"))

    assert page.context["paginator"].is_capped
    assert "desk-hint" in page.content.decode()


@pytest.mark.parametrize("name", ["desk_members", "desk_farmers", "desk_listings", "desk_lots"])
def test_a_search_for_thousands_of_words_is_answered(head, name):
    assert head.get(reverse(f"{name}:index"), {"q": "a " * 3_000}).status_code == 200
