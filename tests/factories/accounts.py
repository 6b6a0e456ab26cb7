"""Users as tests need them."""

import factory
from factory.django import DjangoModelFactory

from accounts.models import User


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    phone = factory.Sequence(lambda n: f"+8498{n:07d}")
    name = factory.Sequence(lambda n: f"Người dùng {n}")
    password = "!"
