"""How do buyers narrow a list of products? Filters of the address, forgiving: what is not known is left out."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Exists, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from farmers.models import Certificate
from products.certified import confirmed_coverages
from products.models import Category, Product
from vietnam import places

ANY = "co"
WORDS_LENGTH = 100


def commune_choices() -> list[tuple[str, str]]:
    """The communes of the association's province, by name."""
    communes = sorted(places.communes_of(settings.PROVINCE_CODE), key=lambda commune: commune.slug)
    return [(commune.code, commune.full_name) for commune in communes]


def certificate_choices() -> list[tuple[str, Any]]:
    """Any certificate, or one scheme."""
    return [(ANY, _("With a valid certificate")), *Certificate.Scheme.choices]


class ProductFilter(django_filters.FilterSet):
    """Words, category, certificate and commune.

    `tree` is all categories, loaded once by whoever asks; `category` is the chosen one.
    """

    q = django_filters.CharFilter(method="filter_words", label=_("Words"))
    nhom = django_filters.CharFilter(method="filter_category", label=_("Category"))
    chung_nhan = django_filters.ChoiceFilter(
        method="filter_certificate",
        choices=certificate_choices,
        label=_("Certificate"),
        empty_label=_("With or without a certificate"),
    )
    xa = django_filters.ChoiceFilter(
        method="filter_commune", choices=commune_choices, label=_("Commune"), empty_label=_("All communes")
    )

    class Meta:
        model = Product
        fields: list[str] = []

    def __init__(self, *args: Any, tree: Sequence[Category] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tree = tree
        self.category = next((one for one in tree if one.key == self.data.get("nhom")), None)

    @property
    def chosen(self) -> dict[str, str]:
        """What narrows the list, by name of the filter; without what was left empty or is not known."""
        self.is_valid()
        known = {name: value for name, value in self.form.cleaned_data.items() if value}
        if self.category is None:
            known.pop("nhom", None)
        return known

    def filter_words(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Every word typed, accents or not."""
        return queryset.matching(value[:WORDS_LENGTH])  # type: ignore[attr-defined]

    def filter_category(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """A category and all below it, found in the tree that is already loaded."""
        if self.category is None:
            return queryset
        below = [one.pk for one in self.tree if one.path.startswith(self.category.path)]
        return queryset.filter(category__in=below)

    def filter_certificate(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Certified today; of one scheme if one is named."""
        today = timezone.localdate()
        found = queryset.filter(certified_until__gte=today)
        if value == ANY:
            return found
        of_the_scheme = confirmed_coverages().filter(
            certificate__scheme=value,
            certificate__valid_from__lte=today,
            certificate__expires_on__gte=today,
        )
        return found.filter(Exists(of_the_scheme))

    def filter_commune(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Grown in a commune."""
        return queryset.in_commune(value)  # type: ignore[attr-defined]
