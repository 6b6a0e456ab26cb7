"""An officer entered a member long ago; who holds the phone claims the record, and somebody else does not."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from farmers.models import Member
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, MemberFactory
from tests.journeys.posting import cookie_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CLAIM, NAME, PHONE = "/ban-hang/nhan-ho-so/", "Ksor H'Ví Dụ", "+84905000717"


def comes_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    page.context.clear_cookies()
    page.context.add_cookies([cookie_of(client, live_server.url)])
    page.goto(CLAIM)


def types_digits(page, digits):
    page.locator("#id_digits").fill(digits)
    page.locator("#question button[type=submit].main").tap()


def test_the_wrong_person_claims_in_vain_and_the_right_one_comes_home(phone_page, live_server):
    member = MemberFactory(full_name=NAME, phone=PHONE, citizen_id="064185000017")
    farmer = FarmerFactory(member=member, name="Nhà Ksor Ví Dụ")
    stranger, holder = UserFactory(phone="+84905000718"), UserFactory(phone=PHONE)

    # Another phone with the right digits, then the phone with wrong ones: one answer.
    comes_in(phone_page, live_server, stranger)
    types_digits(phone_page, "0017")
    refused = phone_page.locator(".field.is-wrong .wrong")
    expect(refused).to_be_visible()
    in_vain = refused.inner_text()
    comes_in(phone_page, live_server, holder)
    types_digits(phone_page, "9999")
    expect(refused).to_have_text(in_vain)
    assert NAME not in phone_page.content()
    assert farmer.name not in phone_page.content()
    assert Member.objects.get().user is None

    types_digits(phone_page, "0017")
    phone_page.wait_for_url("**/ban-hang/")
    assert Member.objects.get().user == holder
    assert farmer.people.get().user == holder

    comes_in(phone_page, live_server, stranger)
    types_digits(phone_page, "0017")
    expect(refused).to_have_text(in_vain)
    assert Member.objects.get().user == holder


def test_five_wrong_tries_end_the_day_for_the_right_digits_too(phone_page, live_server):
    MemberFactory(full_name=NAME, phone=PHONE, citizen_id="064185000017")
    comes_in(phone_page, live_server, UserFactory(phone=PHONE))
    for digits in ("1111", "2222", "3333", "4444", "5555", "0017"):
        types_digits(phone_page, digits)
        expect(phone_page.locator("#id_digits")).to_have_value(digits)
        expect(phone_page.locator(".field.is-wrong .wrong")).to_be_visible()

    assert Member.objects.get().user is None
    assert NAME not in phone_page.content()
