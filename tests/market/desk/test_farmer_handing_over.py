"""An officer hands a farmer to the login of a phone: at the officer's own branches, with a reason, once."""

import pytest
from django.urls import reverse

from farmers.models import Claim
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, MemberFactory, officer, other_commune
from tests.factories.products import ProductFactory
from tests.market.desk.conftest import at_the_desk, text_of

WHY = "Gặp tại trụ sở"


def address(farmer) -> str:
    return reverse("desk_farmers:inspect", args=(farmer.pk,))


def sent(user, **other) -> dict[str, str]:
    return {"deed": "hand_over", "hand_over-phone": user.phone, "hand_over-reason": WHY} | {
        f"hand_over-{name}": value for name, value in other.items()
    }


def test_a_farmer_is_handed_over_and_seen_on_the_phone(clerk, client):
    product, user = ProductFactory(name="Tiêu sọ Ví Dụ"), UserFactory()
    farmer = product.farm.farmer
    client.force_login(user)
    assert product.name not in client.get("/ban-hang/").text
    assert clerk.get(address(farmer)).context["hand_over"]["name"] == "hand_over"

    answer = clerk.post(address(farmer), sent(user), follow=True)

    assert answer.redirect_chain == [(address(farmer), 302)]
    assert f"Đã giao: {farmer.name} đăng nhập bằng số điện thoại này." in text_of(answer)
    assert answer.context["hand_over"] is None
    assert (farmer.people.get().user, Claim.objects.get().decided_by) == (user, clerk.user)
    assert product.name in client.get("/ban-hang/").text


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"phone": "0905 888 888"}, "phone"), ({"phone": "12"}, "phone"), ({"reason": ""}, "reason")],
    ids=str,
)
def test_what_stands_against_it_is_told_where_it_was_typed(clerk, typed, field):
    farmer, user = FarmerFactory(), UserFactory()

    page = clerk.post(address(farmer), sent(user, **typed))

    assert page.status_code == 422
    assert list(page.context["hand_over"]["form"].errors) == [field]
    assert (typed.get("phone") or user.phone) in text_of(page)
    assert not farmer.people.exists()


def test_whoever_was_too_late_reads_so(clerk):
    person, user = FarmerPersonFactory(), UserFactory()

    answer = clerk.post(address(person.farmer), sent(user), follow=True)

    assert answer.redirect_chain == [(address(person.farmer), 302)]
    assert len(list(answer.context["messages"])) == 1
    assert [one.user for one in person.farmer.people.all()] == [person.user]


def test_it_is_offered_only_while_nobody_speaks_for_the_farmer(clerk):
    spoken_for, of_a_member = FarmerPersonFactory().farmer, FarmerFactory(member=MemberFactory())

    assert [clerk.get(address(one)).context["hand_over"] for one in (spoken_for, of_a_member)] == [None, None]


@pytest.mark.parametrize("role", ["viewer", "reviewer", "approver"])
def test_who_does_not_enter_data_hands_nothing_over(role, db):
    client, farmer = at_the_desk(officer(role=role)), FarmerFactory()

    assert client.get(address(farmer)).context["hand_over"] is None
    assert client.post(address(farmer), sent(UserFactory())).status_code == 404
    assert not farmer.people.exists()


def test_a_farmer_of_another_commune_and_another_deed_are_absent(clerk):
    theirs, own, user = FarmerFactory(branch=other_commune()), FarmerFactory(), UserFactory()

    assert clerk.post(address(theirs), sent(user)).status_code == 404
    assert clerk.post(address(own), sent(user) | {"deed": "read"}).status_code == 404
    assert not Claim.objects.exists()
