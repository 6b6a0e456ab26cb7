"""The vocabulary in which products are asked for."""

from typing import Any, Self

from django.db import models
from django.db.models import Prefetch, Q

from accounts.models import User
from farmers.models import Coverage
from vietnam.text import fold


class ProductQuerySet(models.QuerySet[Any]):
    """Products."""

    def published(self) -> Self:
        """Those buyers see."""
        return self.filter(state="published")

    def waiting(self) -> Self:
        """Those an officer has to look at."""
        return self.filter(state="submitted")

    def of_user(self, user: User) -> Self:
        """Those of the farmers a user acts for."""
        return self.filter(farmer__people__user=user, farmer__people__revoked_at__isnull=True)

    def in_commune(self, code: str) -> Self:
        """Those grown in a commune."""
        return self.filter(commune_code=code)

    def matching(self, words: str) -> Self:
        """Those where every word typed begins a word, accents or not, also in the name of a farmer who agreed to it.

        Only beginnings, or bees ("ong") would be found in every cooperative ("nông nghiệp").
        """
        found = self
        for word in fold(words).split():
            of_the_farmer = Q(farmer__is_public=True) & _begins("farmer__name_folded", word)
            found = found.filter(_begins("search_folded", word) | of_the_farmer)
        return found

    def for_card(self) -> Self:
        """With all that a card shows: offer, farmer, photos, coverages with their certificates."""
        return self.select_related("offer", "farmer", "category").prefetch_related(*card_prefetches())


def card_prefetches() -> tuple[Prefetch[str], ...]:
    """What a card needs besides the row: `shown_photos` and `shown_coverages`."""
    return (
        Prefetch("photos", to_attr="shown_photos"),
        Prefetch("coverages", Coverage.objects.select_related("certificate"), to_attr="shown_coverages"),
    )


def _begins(column: str, word: str) -> Q:
    """A word of folded text begins so: at the start, after a space, or after a bracket."""
    inside = Q(**{f"{column}__contains": f" {word}"}) | Q(**{f"{column}__contains": f"({word}"})
    return Q(**{f"{column}__startswith": word}) | inside
