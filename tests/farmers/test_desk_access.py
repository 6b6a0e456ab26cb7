import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.farmers import officer

pytestmark = pytest.mark.django_db
ACCESS = "wagtailadmin.access_admin"


def test_an_officer_has_access_to_the_admin_and_nothing_else():
    holder = officer(role="head")

    assert holder.get_all_permissions() == {ACCESS}
    assert holder.has_perm(ACCESS)
    assert not holder.has_perm("farmers.change_farmer")
    assert not holder.has_perm(ACCESS, holder)


def test_nobody_else_has_access():
    closed = officer()
    closed.is_active = False
    past = officer()
    past.offices.update(until="2026-01-31")

    assert [user.has_perm(ACCESS) for user in (UserFactory(), closed, past, AnonymousUser())] == [False] * 4


def test_a_superuser_has_access():
    assert User.objects.create_superuser("+84905999999").has_perm(ACCESS)
