"""How do the officer's branches stand? A few figures, each a bar that opens its list."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import User
from farmers import rights
from farmers.models import Member
from products.models import Product

BAR_WIDTH = 100


@dataclass(frozen=True)
class Bar:
    """One figure beside others of its kind: `width` is its share of the longest, 0 to 100, as SVG writes it."""

    label: str
    shown: str
    url: str
    width: str


def bars_of_members(user: User) -> list[Bar]:
    """Members by standing."""
    within = rights.within(user, rights.VIEW, rights.path_to_branch(Member))
    members = Member.objects.unmerged().filter(within).order_by().values_list("standing")
    counts = dict(members.annotate(Count("pk")))
    rows = [
        (str(label), counts[standing], f"{reverse('desk_members:index')}?standing={standing}")
        for standing, label in Member.Standing.choices
        if counts.get(standing)
    ]
    return _bars(rows)


def bars_of_listings(user: User, on: date) -> list[Bar]:
    """Listings on sale, and how many of them rest on a certificate that is valid on a day."""
    within = rights.within(user, rights.VIEW, rights.path_to_branch(Product))
    valid = Count("pk", filter=Q(certified_until__gte=on))
    counts = Product.objects.published().filter(within).aggregate(on_sale=Count("pk"), certified=valid)
    on_sale, certified = counts["on_sale"], counts["certified"]
    url = f"{reverse('desk_listings:index')}?state=published"
    share = f" ({round(100 * certified / on_sale)} %)" if on_sale else ""
    bars = _bars([(_("On sale"), on_sale, url), (_("with a valid certificate"), certified, url)])
    return [bars[0], Bar(bars[1].label, bars[1].shown + share, bars[1].url, bars[1].width)]


def _bars(rows: list[tuple[str, int, str]]) -> list[Bar]:
    longest = max((count for _label, count, _url in rows), default=0) or 1
    return [
        Bar(
            label,
            number_format(count, force_grouping=True),
            url,
            str(max(1 if count else 0, BAR_WIDTH * count // longest)),
        )
        for label, count, url in rows
    ]
