"""Who signs in: a phone."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import PhoneField, TextLine


class UserManager(BaseUserManager["User"]):
    """Creates users; a password is never needed to come in."""

    def create_user(self, phone: str, name: str = "", **columns: Any) -> "User":
        """A user who signs in with codes sent to this phone (E.164)."""
        user = self.model(phone=phone, name=name, **columns)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, phone: str, password: str | None = None, **columns: Any) -> "User":
        """A user for whom no right is checked; the desk still asks for the second factor."""
        user = self.create_user(phone, **columns, is_superuser=True)
        if password:
            user.set_password(password)
            user.save(update_fields=["password"])
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A phone that somebody proved to hold. Who the person is, a member, a farmer, an officer, is said elsewhere."""

    phone = PhoneField(
        _("phone"), unique=True, error_messages={"unique": _("This phone already has an account.")}
    )
    name = TextLine(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Wagtail and allauth read these of every user; nobody here has them.
    email = ""
    last_name = ""

    objects = UserManager()

    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                name="a_user_is_an_e164_phone",
                condition=models.Q(phone__regex=r"^\+[1-9][0-9]{7,14}$"),
                violation_error_message=_("Enter a phone number of 10 digits, for example 0905 123 456."),
            )
        ]

    def __str__(self) -> str:
        return self.name or _("User %(id)s") % {"id": self.pk}

    @property
    def first_name(self) -> str:
        """What Wagtail greets by."""
        return self.name

    def get_full_name(self) -> str:
        """The name as the desk greets by."""
        return str(self)

    def get_short_name(self) -> str:
        """The same: names here have no short form."""
        return str(self)

    @property
    def phone_verified(self) -> bool:
        """Always: a user exists only after a code sent to the phone came back."""
        return True
