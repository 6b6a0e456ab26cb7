"""How does a head appoint an officer, and end, hand over or lend out an office?"""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation
from farmers.models import Officer
from tests.factories.farmers import OfficerFactory, commune, officer, other_commune, province
from tests.market.desk.conftest import at_the_desk, text_of

pytestmark = pytest.mark.django_db


def today() -> str:
    return timezone.localdate().isoformat()


def page_of(office: Officer) -> str:
    return reverse("desk:officer", args=(office.pk,))


def person(**typed) -> dict[str, str]:
    return {"phone": "0905 000 111", "name": "Siu H'Bưn", **typed}


def test_a_head_appoints_and_sees_the_invitation_once(head):
    answer = head.post(
        reverse("desk:appoint"), person(branch=commune().pk, role="clerk", since=today()), follow=True
    )

    office = Officer.objects.get(user__phone="+84905000111")
    assert (office.user.name, office.branch, office.role) == ("Siu H'Bưn", commune(), "clerk")
    shown = answer.context["invitation"]
    assert len(shown) == 11
    assert shown in text_of(answer)
    assert shown not in text_of(head.get(page_of(office)))
    assert Invitation.objects.get().user == office.user


def test_a_head_of_the_province_appoints_at_every_commune_but_not_a_commune_at_another(head):
    other = other_commune()
    typed = person(branch=other.pk, role="clerk", since=today())

    refused = head.post(reverse("desk:appoint"), typed)
    done = at_the_desk(officer(branch=province(), role="head")).post(reverse("desk:appoint"), typed)

    assert (refused.status_code, done.status_code) == (422, 302)
    assert Officer.objects.get(user__phone="+84905000111").branch == other


def test_a_wrong_phone_is_told_beside_its_field_and_nothing_typed_is_lost(head):
    answer = head.post(
        reverse("desk:appoint"), person(phone="12", branch=commune().pk, role="clerk", since=today())
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["phone"]
    assert "Siu H'Bưn" in text_of(answer)


def test_a_head_hands_an_office_over(head):
    office = OfficerFactory(role="reviewer")
    sent = {"deed": "hand_over", "hand_over-on": today()}
    sent |= {f"hand_over-{name}": value for name, value in person().items()}

    head.post(page_of(office), sent)

    office.refresh_from_db()
    assert office.until == timezone.localdate()
    assert Officer.objects.filter(user__phone="+84905000111", role="reviewer", until=None).exists()


def test_a_head_lets_somebody_stand_in(head):
    office = OfficerFactory(role="reviewer")
    sent = {"deed": "stand_in", "stand_in-since": today(), "stand_in-until": today()}
    sent |= {f"stand_in-{name}": value for name, value in person().items()}

    head.post(page_of(office), sent)

    assert office.stand_ins.get().user.phone == "+84905000111"


def test_a_head_ends_an_office_and_changes_the_sensitive_right(head):
    office = OfficerFactory(role="reviewer")
    head.post(page_of(office), {"deed": "allow"})
    office.refresh_from_db()
    assert office.sees_sensitive

    head.post(page_of(office), {"deed": "end", "end-on": today()})

    office.refresh_from_db()
    assert office.until == timezone.localdate()


def test_an_error_opens_its_form_again(head):
    office = OfficerFactory(role="reviewer")

    answer = head.post(page_of(office), {"deed": "end", "end-on": "2020-01-01"})

    assert answer.status_code == 422
    assert answer.context["forms"]["end"].non_field_errors()


@pytest.mark.parametrize("role", ["viewer", "clerk", "reviewer", "approver"])
def test_offices_are_for_heads_alone(role):
    office, client = OfficerFactory(), at_the_desk(officer(role=role))

    asked = [reverse("desk_officers:index"), reverse("desk:appoint"), page_of(office)]

    assert [client.get(url).status_code for url in asked] == [404, 404, 404]
    assert client.post(page_of(office), {"deed": "invite"}).status_code == 404


def test_offices_of_another_branch_are_absent(head):
    theirs = OfficerFactory(branch=other_commune(), user__name="Cán Bộ Xã Khác")

    assert head.get(page_of(theirs)).status_code == 404
    assert head.post(page_of(theirs), {"deed": "invite"}).status_code == 404
    assert "Cán Bộ Xã Khác" not in text_of(head.get(reverse("desk_officers:index")))
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_offices_costs_the_same_for_few_and_many(count, head, django_assert_num_queries):
    for _number in range(count):
        OfficerFactory(role="clerk")
    head.get(reverse("desk_officers:index"))

    with django_assert_num_queries(12):
        head.get(reverse("desk_officers:index"))
