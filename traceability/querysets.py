"""The vocabulary in which lots and labels are asked for."""

from typing import Any, Self

from django.db import models

from accounts.models import User


class LotQuerySet(models.QuerySet[Any]):
    """Lots."""

    def of_user(self, user: User) -> Self:
        """Those of the farmers a user acts for."""
        return self.filter(
            product__farmer__people__user=user, product__farmer__people__revoked_at__isnull=True
        )


class LabelQuerySet(models.QuerySet[Any]):
    """Labels."""

    def active(self) -> Self:
        """Those not made void."""
        return self.filter(state="active")

    def for_sheet(self) -> Self:
        """With all that is printed beside the code."""
        return self.select_related("farm__farmer", "lot__product__farmer", "lot__farm")
