import uuid

from django.urls import reverse

from accounts.models import Consent
from farmers.models import Farmer
from products.drafting import add_photos, begin_draft, keep_answers
from products.models import Draft
from products.questions import Step
from products.retelling import photo_url, step_url
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CHU_PAH,
    FarmerPersonFactory,
    commune,
)
from tests.products.conftest import photo
from tests.products.test_posting import ANSWERS

BEGIN, SELLER = "/ban-hang/dang/tung-buoc/", "/ban-hang/nguoi-ban/"
POSTING = "/ban-hang/dang/"
WHO = {"kind": "household", "name": "Siu H'Ví Dụ"}


def test_begin_asks_first_who_sells(client, db):
    client.force_login(UserFactory())

    assert client.get(BEGIN).url == SELLER
    assert client.get(SELLER).status_code == 200


def test_seller_makes_a_household_by_consent_once(client, db):
    commune()
    user = UserFactory()
    client.force_login(user)
    page = client.get(SELLER).text
    data = WHO | {"commune": "bien ho", "shows_phone": "on", "has_public_page": "on"}

    assert "checked" not in page
    assert client.post(SELLER, data).url == POSTING
    assert client.post(SELLER, data).url == POSTING
    farmer = Farmer.objects.get()
    assert (farmer.name, farmer.commune_code, farmer.phone, farmer.is_public) == (
        "Siu H'Ví Dụ",
        "23590",
        user.phone,
        True,
    )
    assert sorted(Consent.objects.filter(user=user).values_list("purpose", flat=True)) == [
        "public_page",
        "show_phone",
    ]


def test_seller_keeps_what_was_typed_when_refused(client, db):
    commune()
    client.force_login(UserFactory())

    unknown = client.post(SELLER, WHO | {"commune": "Thung Lũng Mây"})
    several = client.post(SELLER, WHO | {"commune": "chu pah"})
    chosen = client.post(SELLER, WHO | {"commune": "chu pah", "commune_code": CHU_PAH})

    assert 'value="Thung Lũng Mây"' in unknown.text
    assert "Siu H&#x27;Ví Dụ" in unknown.text
    assert list(unknown.context["form"].errors) == ["commune"]
    assert list(several.context["form"].errors) == ["commune_code"]
    assert f'value="{CHU_PAH}"' in several.text
    assert chosen.url == POSTING


def test_begin_by_looking_makes_nothing(farmer_client, draft):
    Draft.objects.all().delete()

    page = farmer_client.get(BEGIN)

    assert (page.status_code, Draft.objects.count()) == (200, 0)
    assert 'name="photos"' in page.text


def test_begin_shows_what_is_unfinished(farmer_client, draft):
    add_photos(draft, [photo()])
    keep_answers(draft, ANSWERS)

    page = farmer_client.get(BEGIN).text

    assert "Cà phê nhân robusta" in page
    assert step_url(draft, Step.CHECK) in page
    assert photo_url(draft.files.get()) in page


def test_begin_asks_for_whom_when_there_are_several(farmer_client, person):
    second = FarmerPersonFactory(user=person.user)

    page = farmer_client.get(BEGIN).text
    chosen = farmer_client.get(BEGIN, {"nguoi-ban": second.farmer.pk})

    assert 'name="photos"' not in page
    assert str(second.farmer) in page.replace("&#x27;", "'")
    assert chosen.context["farmer_id"] == str(second.farmer.pk)


def test_begin_refuses_more_than_can_be_kept(farmer_client, person):
    for _ in range(10):
        begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)

    page = farmer_client.get(BEGIN)
    refused = farmer_client.post(
        reverse("products:post_step", args=[uuid.uuid4(), "anh"]), {"farmer": person.farmer.pk}
    )

    assert page.context["is_full"]
    assert (refused.url, Draft.objects.count()) == (BEGIN, 10)


def test_the_first_photos_make_the_draft_once(farmer_client, person):
    address = reverse("products:post_step", args=[uuid.uuid4(), "anh"])

    for _ in range(2):
        answer = farmer_client.post(address, {"farmer": person.farmer.pk, "photos": [photo(), photo("blue")]})
        assert answer.url.endswith("/mat-hang/")

    assert (Draft.objects.count(), Draft.objects.get().files.count()) == (1, 2)


def test_discard_throws_a_draft_away(farmer_client, draft):
    answer = farmer_client.post(reverse("products:discard", args=[draft.pk]))

    assert (answer.url, Draft.objects.count()) == (BEGIN, 0)
