"""Which one-tap filters stand above a list?"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from farmers.models import Certificate
from products.filters import ANY
from products.models import Category

Chosen = dict[str, str]


@dataclass(frozen=True)
class Chip:
    """One filter: words, address, whether it is on."""

    text: str
    url: str
    icon: str = ""
    is_current: bool = False


def chosen_category(tree: Sequence[Category], chosen: Chosen) -> Category | None:
    """The category the address names."""
    return next((category for category in tree if category.key == chosen.get("nhom")), None)


def chips_of(tree: Sequence[Category], chosen: Chosen) -> list[Chip]:
    """ "All", the kinds of produce that are on sale, and the certificates; a chip that is on turns itself off."""
    chips = [
        Chip(
            _("All"),
            _address(chosen, nhom="", chung_nhan=""),
            is_current=not ({"nhom", "chung_nhan"} & chosen.keys()),
        )
    ]
    chips += [
        Chip(
            title,
            _address(chosen, chung_nhan="" if is_on else scheme),
            f"scheme-{scheme}" if scheme != ANY else "shield-check",
            is_on,
        )
        for scheme, title in ((ANY, _("Certified")), *_schemes())
        for is_on in (chosen.get("chung_nhan") == scheme,)
    ]
    chips += [
        Chip(category.shown_name, _address(chosen, nhom="" if is_on else category.key), category.icon, is_on)
        for category in tree
        if category.is_leaf and category.has_products  # type: ignore[attr-defined]  # annotated by filled_categories()
        for is_on in (chosen.get("nhom") == category.key,)
    ]
    return chips


def _schemes() -> list[tuple[str, str]]:
    return [
        (scheme.value, str(scheme.label)) for scheme in (Certificate.Scheme.VIETGAP, Certificate.Scheme.OCOP)
    ]


def _address(chosen: Chosen, **changes: str) -> str:
    wanted = {name: value for name, value in (chosen | changes).items() if value}
    here = reverse("shop:list")
    return f"{here}?{urlencode(wanted)}" if wanted else here
