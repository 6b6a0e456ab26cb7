"""An officer hands a record to the login of its member: at the officer's own branches, with a reason, once."""

from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, MemberFactory, other_commune
from tests.market.desk.conftest import text_of


def address(member) -> str:
    return reverse("desk_members:inspect", args=(member.pk,))


def test_a_record_is_handed_to_the_login_of_its_member(clerk):
    member, user = MemberFactory(), UserFactory()
    farmer = FarmerFactory(member=member)
    assert clerk.get(address(member)).context["farmers"] == [farmer]
    sent = {"deed": "hand_over", "hand_over-phone": user.phone, "hand_over-reason": "Gặp tại trụ sở"}

    for wrong in ({"hand_over-phone": "0905 888 888"}, {"hand_over-phone": "12"}, {"hand_over-reason": ""}):
        assert clerk.post(address(member), sent | wrong).status_code == 422
    assert clerk.post(address(member), sent).status_code == 302

    member.refresh_from_db()
    assert (member.user, farmer.people.get().user) == (user, user)
    page = clerk.get(address(member))
    assert "hand_over" not in {deed["name"] for deed in page.context["deeds"]}
    assert "Gặp tại trụ sở" in text_of(page)
    again = clerk.post(address(member), sent | {"hand_over-phone": UserFactory().phone}, follow=True)
    assert again.status_code == 200
    member.refresh_from_db()
    assert member.user == user


def test_a_record_of_another_commune_is_handed_to_nobody(clerk):
    theirs, user = MemberFactory(branch=other_commune()), UserFactory()
    sent = {"deed": "hand_over", "hand_over-phone": user.phone, "hand_over-reason": "x"}

    assert clerk.post(address(theirs), sent).status_code == 404
    theirs.refresh_from_db()
    assert theirs.user is None
