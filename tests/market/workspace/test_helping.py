"""The son who posts for his mother: asked on one phone, answered on the other, gone at once when taken off."""

import pytest

from farmers.models import Farmer, FarmerPerson, HelperInvitation
from products.models import Draft
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory
from tests.factories.products import ProductFactory

HELPERS = "/ban-hang/nguoi-giup/"
PHONE = "+84905123456"


@pytest.fixture
def mother(db):
    return FarmerPersonFactory().user


@pytest.fixture
def farmer(mother):
    return mother.acts_for.get().farmer


@pytest.fixture
def son(db):
    return UserFactory(phone=PHONE, name="")


@pytest.fixture
def invitation(client, mother, farmer):
    client.force_login(mother)
    client.post(HELPERS, {"name": "Con trai", "phone": "0905 123 456", "farmer": farmer.pk})
    return HelperInvitation.objects.get()


@pytest.fixture
def helper(client, invitation, son):
    client.force_login(son)
    client.post(f"/ban-hang/loi-moi/{invitation.pk}/", {"answer": "yes"})
    return FarmerPerson.objects.get(user=son)


def test_a_phone_is_asked_and_its_holder_sees_it(client, invitation, farmer, son):
    assert (invitation.farmer, invitation.phone, invitation.name) == (farmer, PHONE, "Con trai")
    assert "0905 123 456" in client.get(HELPERS).text

    client.force_login(son)
    page = client.get("/ban-hang/", follow=True)
    assert farmer.commune_name in page.text
    assert f"/ban-hang/loi-moi/{invitation.pk}/" in page.text


def test_who_has_a_stall_sees_it_there(client, invitation, son):
    FarmerPersonFactory(user=son)
    client.force_login(son)

    page = client.get("/ban-hang/")

    assert list(page.context["invitations"]) == [invitation]


def test_yes_makes_a_helper_and_no_does_not(client, helper, invitation, farmer):
    assert (helper.role, helper.farmer) == ("helper", farmer)
    assert client.post(f"/ban-hang/loi-moi/{invitation.pk}/", {"answer": "yes"}).status_code == 404


def test_no_is_no(client, invitation, son):
    client.force_login(son)
    client.post(f"/ban-hang/loi-moi/{invitation.pk}/", {})

    assert not FarmerPerson.objects.filter(user=son).exists()
    assert HelperInvitation.objects.get().closed_at is not None


def test_a_helper_taken_off_midway_does_nothing_more(client, helper, mother, son, farmer):
    product = ProductFactory(farm=FarmFactory(farmer=farmer), published=True)
    draft = Draft.objects.create(user=son, answers={"farmer": farmer.pk, "farm": str(product.farm_id)})
    pages = [
        f"/ban-hang/tin/{product.pk}/",
        f"/ban-hang/dang/{draft.pk}/ten/",
        f"/ban-hang/dang/{draft.pk}/xem-lai/",
    ]
    assert [client.get(page).status_code for page in pages] == [200] * 3

    client.force_login(mother)
    client.post(f"{HELPERS}{helper.pk}/bo/")

    client.force_login(son)
    assert [client.get(page).status_code for page in pages] == [404] * 3
    assert client.post(f"/ban-hang/tin/{product.pk}/gia/", {"price": "99k"}).status_code == 404
    assert client.post(pages[2]).status_code == 404
    assert not Farmer.objects.of_user(son).exists()
    assert farmer.products.count() == 1


def test_a_helper_neither_asks_nor_takes_off(client, helper, invitation, farmer):
    other = FarmerPersonFactory(farmer=farmer, role="helper")

    assert client.get(HELPERS).url == "/ban-hang/tham-gia/"
    assert (
        client.post(HELPERS, {"name": "Bạn", "phone": "0905123457", "farmer": farmer.pk}).status_code == 302
    )
    assert client.post(f"{HELPERS}{other.pk}/bo/").status_code == 404
    assert client.post(f"{HELPERS}loi-moi/{invitation.pk}/rut/").status_code == 404
    assert HelperInvitation.objects.count() == 1
    assert FarmerPerson.objects.get(pk=other.pk).revoked_at is None


def test_nobody_answers_takes_off_or_asks_for_another(client, invitation, helper, mother, farmer):
    stranger = FarmerPersonFactory().user
    client.force_login(stranger)

    assert client.post(f"/ban-hang/loi-moi/{invitation.pk}/", {"answer": "yes"}).status_code == 404
    assert client.post(f"{HELPERS}{helper.pk}/bo/").status_code == 404
    assert client.post(f"{HELPERS}{mother.acts_for.get().pk}/bo/").status_code == 404
    forged = client.post(HELPERS, {"name": "Bạn", "phone": "0905123457", "farmer": farmer.pk})
    assert (forged.status_code, list(forged.context["form"].errors)) == (400, ["farmer"])
    assert farmer.commune_name not in str(forged.context["rows"][0]["helping"])


def test_asking_can_be_taken_back(client, invitation, son):
    client.post(f"{HELPERS}loi-moi/{invitation.pk}/rut/")

    client.force_login(son)
    assert client.post(f"/ban-hang/loi-moi/{invitation.pk}/", {"answer": "yes"}).status_code == 404
    assert not FarmerPerson.objects.filter(user=son).exists()


@pytest.mark.parametrize("typed", ["12", "0269 3824 403", ""])
def test_a_phone_that_gets_no_code_is_not_asked(client, mother, farmer, typed):
    client.force_login(mother)

    page = client.post(HELPERS, {"name": "Con trai", "phone": typed, "farmer": farmer.pk})

    assert list(page.context["form"].errors) == ["phone"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_three_helpers(
    client, mother, farmer, count, django_assert_num_queries
):
    for number in range(count):
        FarmerPersonFactory(farmer=farmer, role="helper")
        HelperInvitation.objects.create(
            farmer=farmer,
            phone=f"+8490512345{number}",
            name="Bạn",
            invited_by=mother,
            invited_at="2026-11-24T03:00Z",
        )
    client.force_login(mother)

    with django_assert_num_queries(7):
        page = client.get(HELPERS)

    assert len(page.context["rows"][0]["helping"]) == count


def test_who_speaks_for_several_says_for_whom(client, mother, farmer):
    second = FarmerFactory(kind="cooperative", name="HTX Ví Dụ")
    FarmerPersonFactory(farmer=second, user=mother, role="representative")
    client.force_login(mother)
    assert "HTX Ví Dụ" in client.get(HELPERS).text

    client.post(HELPERS, {"name": "Con trai", "phone": PHONE, "farmer": second.pk})

    assert HelperInvitation.objects.get().farmer == second
