"""An officer at the desk, past the gate."""

import html

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.test import Client

from accounts.models import User
from tests.factories.farmers import officer


def at_the_desk(user: User) -> Client:
    """A browser in which the user signed in and gave the second factor just now."""
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "mfa", type="totp")
    request.session.save()
    client.user = user
    return client


def text_of(page) -> str:
    """What a page says, with H'Lan for H&#x27;Lan."""
    return html.unescape(page.content.decode())


@pytest.fixture
def reviewer(db) -> Client:
    """A reviewer of the commune."""
    return at_the_desk(officer(role="reviewer", name="Siu H'Bưn"))


@pytest.fixture
def clerk(db) -> Client:
    """A clerk of the commune."""
    return at_the_desk(officer(role="clerk", name="Rơ Lan Hiền"))


@pytest.fixture
def head(db) -> Client:
    """The head of the commune, who may do everything there."""
    return at_the_desk(officer(role="head", name="Nguyễn Thị Lành"))
