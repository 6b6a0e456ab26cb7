"""How do buyers narrow a list of products? Filters of the address, forgiving: what is not known is left out."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from farmers.models import Certificate
from products.models import Category, Product
from vietnam import places

ANY = "co"


def commune_choices() -> list[tuple[str, str]]:
    """The communes of the association's province, by name."""
    communes = sorted(places.communes_of(settings.PROVINCE_CODE), key=lambda commune: commune.slug)
    return [(commune.code, commune.full_name) for commune in communes]


def certificate_choices() -> list[tuple[str, Any]]:
    """Any certificate, or one scheme."""
    return [(ANY, _("With a certificate")), *Certificate.Scheme.choices]


class ProductFilter(django_filters.FilterSet):
    """Words, category, certificate and commune. `tree` is all categories, loaded once by whoever asks."""

    q = django_filters.CharFilter(method="filter_words", label=_("Words"))
    nhom = django_filters.CharFilter(method="filter_category", label=_("Category"))
    chung_nhan = django_filters.ChoiceFilter(
        field_name="chung-nhan",
        method="filter_certificate",
        choices=certificate_choices,
        label=_("Certificate"),
    )
    xa = django_filters.ChoiceFilter(
        method="filter_commune",
        choices=commune_choices,
        label=_("Commune"),
        empty_label=_("All communes"),
        widget=forms.Select,
    )

    class Meta:
        model = Product
        fields: list[str] = []

    def __init__(self, *args: Any, tree: Sequence[Category] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tree = tree

    def filter_words(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Every word typed, accents or not."""
        return queryset.matching(value[:100])  # type: ignore[attr-defined]

    def filter_category(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """A category and all below it, found in the tree that is already loaded."""
        chosen = next((category for category in self.tree if category.key == value), None)
        if chosen is None:
            return queryset
        below = [category.pk for category in self.tree if category.path.startswith(chosen.path)]
        return queryset.filter(category__in=below)

    def filter_certificate(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Certified today; of one scheme if one is named."""
        today = timezone.localdate()
        found = queryset.filter(certified_until__gte=today)
        if value == ANY:
            return found
        return found.filter(
            pk__in=Product.coverages.through.objects.filter(
                coverage__confirmed_at__isnull=False,
                coverage__certificate__standing=Certificate.Standing.VERIFIED,
                coverage__certificate__scheme=value,
                coverage__certificate__expires_on__gte=today,
            ).values("product")
        )

    def filter_commune(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Grown in a commune."""
        return queryset.in_commune(value)  # type: ignore[attr-defined]
