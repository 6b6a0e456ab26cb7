"""The vocabulary in which farmers, their papers and the association's tree are asked for. Time is an argument."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

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

    def public(self) -> Self:
        """Those who agreed to a public page."""
        return self.filter(is_public=True, merged_into__isnull=True)

    def unrestricted(self) -> Self:
        """Without those who asked, for themselves or as who owns the household, that their data be used no further."""
        about = Q(farmer=OuterRef("pk")) | Q(
            user__acts_for__farmer=OuterRef("pk"),
            user__acts_for__role="owner",
            user__acts_for__revoked_at__isnull=True,
        )
        return self.exclude(Exists(_restrictions(self.model).filter(about)))


class MemberQuerySet(models.QuerySet[Any]):
    """Members."""

    def unmerged(self) -> Self:
        """Without the records that point at another."""
        return self.filter(merged_into__isnull=True)

    def unrestricted(self) -> Self:
        """Without those who asked that their data be used no further: they stand in no file that leaves."""
        about = (
            Q(member=OuterRef("pk"))
            | Q(member__merged_into=OuterRef("pk"))
            | Q(user__memberships=OuterRef("pk"))
        )
        return self.exclude(Exists(_restrictions(self.model).filter(about)))


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
