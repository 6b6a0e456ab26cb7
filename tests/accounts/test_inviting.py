"""With which word may a new officer set up the second factor?"""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError

from accounts.inviting import invite, needs_invitation, spend_invitation
from accounts.models import Invitation
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


def test_an_invitation_is_good_once_however_it_is_typed():
    user = UserFactory()
    word = invite(user=user, by=UserFactory(), at=AT)

    spend_invitation(user=user, word=f" {word.lower().replace('-', ' ')}", at=AT)

    with pytest.raises(ValidationError):
        spend_invitation(user=user, word=word, at=AT)
    assert word not in str(list(Invitation.objects.values()))


def test_an_invitation_is_another_users_for_nobody_else():
    word = invite(user=UserFactory(), by=UserFactory(), at=AT)
    other = UserFactory()
    invite(user=other, by=UserFactory(), at=AT)

    with pytest.raises(ValidationError):
        spend_invitation(user=other, word=word, at=AT)


def test_an_invitation_ends_after_two_weeks():
    user = UserFactory()
    word = invite(user=user, by=UserFactory(), at=AT)

    with pytest.raises(ValidationError):
        spend_invitation(user=user, word=word, at=AT + timedelta(days=14))


def test_a_new_invitation_voids_the_one_before_and_the_old_app():
    user = UserFactory()
    first = invite(user=user, by=UserFactory(), at=AT)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})

    second = invite(user=user, by=UserFactory(), at=AT)

    with pytest.raises(ValidationError):
        spend_invitation(user=user, word=first, at=AT)
    assert not Authenticator.objects.filter(user=user).exists()
    spend_invitation(user=user, word=second, at=AT)


def test_who_was_never_invited_needs_none():
    user = UserFactory()
    assert not needs_invitation(user)

    spend_invitation(user=user, word=invite(user=user, by=UserFactory(), at=AT), at=AT)

    assert needs_invitation(user)
