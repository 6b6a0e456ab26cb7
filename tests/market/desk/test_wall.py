"""Who edits pages passes the wall; the menu is as short as the work."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.factories.farmers import officer
from tests.market.desk.conftest import at_the_desk


@pytest.fixture
def editor(db):
    return at_the_desk(User.objects.create_superuser("+84900000096", name="Biên tập viên"))


@pytest.mark.parametrize(
    "address", ["/hoi/", "/hoi/pages/", "/hoi/images/", "/hoi/hoi-vien/", "/hoi/reports/site-history/"]
)
def test_a_superuser_passes(editor, address):
    assert editor.get(address, follow=True).status_code == 200


def test_the_menu_of_a_superuser_holds_pages_and_pictures_too(editor):
    text = editor.get(reverse("wagtailadmin_home")).content.decode()

    for name in ("explorer", "images", "desk-members"):
        assert f'"name": "{name}"' in text
    for name in ("documents", "reports", "help"):
        assert f'"name": "{name}"' not in text


@pytest.mark.parametrize("address", ["/hoi/documents/", "/hoi/documents/multiple/add/", "/hoi/failwhale/"])
def test_what_nobody_needs_is_closed_to_a_superuser_too(editor, address):
    assert editor.get(address).status_code == 404


def test_the_account_page_is_the_second_factor(db):
    client = at_the_desk(officer())

    assert client.get(reverse("wagtailadmin_account"))["Location"] == reverse("mfa_index")


def test_the_password_form_of_wagtail_is_closed(client):
    assert client.get("/hoi/login/?next=/hoi/")["Location"] == f"{reverse('accounts:sign_in')}?next=/hoi/"


def test_leaving_is_open(db):
    client = at_the_desk(officer())

    assert client.post(reverse("wagtailadmin_logout")).status_code == 302
    assert client.get(reverse("wagtailadmin_home"))["Location"].startswith(reverse("accounts:sign_in"))
