"""What is kept about me, and how do I ask to have it corrected, copied, restricted or deleted?"""

import html

import pytest
from django.urls import reverse

from farmers.models import DataRequest, MemberConfidence
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, MemberFactory, commune, province
from tests.factories.products import ProductFactory, certify
from tests.factories.traceability import LotFactory

pytestmark = pytest.mark.django_db

URL = "/ban-hang/du-lieu-cua-toi/"
QUERIES = 29


@pytest.fixture
def me(client):
    user = UserFactory(name="Siu H'Bưn")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def text_of(page):
    return html.unescape(page.content.decode())


def test_all_that_is_kept_is_told_and_sealed_numbers_are_covered(client, me):
    member = MemberFactory(
        user=me, full_name="Siu H'Bưn", citizen_id="064185000123", notes="Ghi chú riêng", phone=me.phone
    )
    MemberConfidence.objects.create(member=member, party_committee="Chi bộ làng Ví Dụ")
    farmer = FarmerPersonFactory(user=me, member=member, farmer=FarmerFactory(name="Hộ Siu H'Bưn")).farmer
    product = ProductFactory(farm__farmer=farmer, published=True, name="Tiêu sọ")
    certificate = certify(product)
    lot = LotFactory(product=product)

    text = text_of(client.get(URL))

    for told in (
        "Siu H'Bưn",
        "Ghi chú riêng",
        "Hộ Siu H'Bưn",
        "Tiêu sọ",
        certificate.number,
        lot.code,
        "12-QĐ/HNDT",
    ):
        assert told in text
    for covered in ("064185000123", "Chi bộ làng Ví Dụ"):
        assert covered not in text


def test_nothing_of_anybody_else_is_told(client, me):
    MemberFactory(full_name="Zephyrin")
    shared = FarmerPersonFactory(farmer=FarmerFactory(name="Nhà Zephyrin")).farmer
    FarmerPersonFactory(user=me, farmer=shared, role="helper")

    assert "Zephyrin" not in text_of(client.get(URL))


def test_asking_makes_a_request_at_my_branch_once(client, me):
    MemberFactory(user=me, branch=commune())
    assert client.post(URL, {"words": "x"}).status_code == 400

    for _ in range(2):
        assert client.post(URL, {"kind": "delete", "words": "Xóa giúp tôi"})["Location"] == URL

    request = DataRequest.objects.get()
    assert (request.user, request.branch, request.recorded_by, request.kind) == (
        me,
        commune(),
        None,
        "delete",
    )
    assert client.get(URL).context["requests"][0]["asked"] == request


def test_only_what_is_offered_can_be_asked(client, me):
    province()

    assert client.post(URL, {"kind": "withdraw"}).status_code == 400
    assert not DataRequest.objects.exists()


def test_the_page_costs_the_same_for_one_and_three_listings(client, me, django_assert_num_queries):
    farmer = FarmerPersonFactory(user=me).farmer
    ProductFactory(farm__farmer=farmer)
    with django_assert_num_queries(QUERIES):
        client.get(URL)
    ProductFactory.create_batch(2, farm__farmer=farmer, farm=farmer.farms.get())

    with django_assert_num_queries(QUERIES):
        client.get(URL)


def test_the_way_there_stands_where_consents_are(client, me):
    assert URL in text_of(client.get(reverse("workspace:agreements")))


def test_who_is_not_signed_in_is_led_to_the_sign_in(client):
    assert client.get(URL).status_code == 302
