"""The vocabulary in which farmers, their papers and the association's tree are asked for. Time is an argument."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q

from accounts.models import User

# Requests about personal data that hold from the moment they are asked until they are closed.
LASTING_REQUESTS = ("restrict", "object")


class BranchQuerySet(models.QuerySet[Any]):
    """Branches."""

    def standing_on(self, on: date) -> Self:
        """Those that exist on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)

    def communes(self) -> Self:
        """Branches of communes."""
        return self.filter(level="commune")


class OfficerQuerySet(models.QuerySet[Any]):
    """Offices."""

    def held_on(self, on: date | OuterRef) -> Self:
        """Offices held on a day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


class FarmerQuerySet(models.QuerySet[Any]):
    """Farmers."""

    def of_user(self, user: User) -> Self:
        """The farmers a user acts for."""
        return self.filter(people__user=user, people__revoked_at__isnull=True)

    def spoken_for_by(self, user: User) -> Self:
        """The farmers a user speaks for, which a helper does not."""
        return self.filter(
            people__user=user,
            people__revoked_at__isnull=True,
            people__role__in=("owner", "representative"),
        )

    def public(self) -> Self:
        """Those who agreed to a public page."""
        return self.filter(is_public=True, merged_into__isnull=True)

    def unrestricted(self) -> Self:
        """Without those who asked, for themselves or as who owns the household, that their data be used no further.

        Asks for the few of them at once: a condition on each of 400,000 rows would be dear.
        """
        owned = Q(
            user__acts_for__role="owner",
            user__acts_for__revoked_at__isnull=True,
            user__acts_for__farmer__isnull=False,
        )
        asked = _restrictions(self.model).filter(Q(farmer__isnull=False) | owned)
        return _without(self, asked.values_list("farmer", "user__acts_for__farmer"))


class MemberQuerySet(models.QuerySet[Any]):
    """Members."""

    def unmerged(self) -> Self:
        """Without the records that point at another."""
        return self.filter(merged_into__isnull=True)

    def of_user(self, user: User) -> Self:
        """The record of a user, the one that was admitted before one that is only applied for."""
        admitted = models.Case(models.When(admitted_on__isnull=False, then=0), default=1)
        return self.unmerged().filter(user=user).order_by(admitted, "pk")

    def unrestricted(self) -> Self:
        """Without those who asked that their data be used no further: they stand in no file that leaves.

        Asks for the few of them at once: a condition on each of 400,000 rows would be dear.
        """
        asked = _restrictions(self.model)
        return _without(self, asked.values_list("member", "member__merged_into", "user__memberships"))


class CertificateQuerySet(models.QuerySet[Any]):
    """Certificates."""

    def valid_on(self, on: date) -> Self:
        """Verified, begun, and not past their last day."""
        return self.filter(standing="verified", valid_from__lte=on, expires_on__gte=on)

    def waiting(self) -> Self:
        """Declared and not yet looked at."""
        return self.filter(standing="declared")


class CoverageQuerySet(models.QuerySet[Any]):
    """Coverages."""

    def valid_on(self, on: date) -> Self:
        """Confirmed ones of certificates valid on a day."""
        return self.filter(
            confirmed_at__isnull=False,
            certificate__standing="verified",
            certificate__valid_from__lte=on,
            certificate__expires_on__gte=on,
        )


def _restrictions(model: type[models.Model]) -> models.QuerySet[Any]:
    """The open requests by which somebody restricted the use of their data."""
    requests = model._meta.get_field("data_requests").related_model
    return requests._default_manager.filter(kind__in=LASTING_REQUESTS, closed_at__isnull=True)  # type: ignore[union-attr]


def _without(found: Any, asked: models.QuerySet[Any]) -> Any:
    """Without the records that a query names; an empty list of ids is no condition."""
    ids = {pk for row in asked for pk in row if pk is not None}
    return found.exclude(pk__in=ids) if ids else found.all()
