"""Which listings leave for a marketplace outside, and in which workbook?

On sale or paused ones of a branch, certified first, of farmers who agreed that their listings are handed over.
"""

from collections.abc import Iterator
from typing import IO, Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.handing_out import Progress, writes
from accounts.models import HandedFile
from accounts.workbooks import Column, Sheet, write_workbook
from farmers.agreeing import Purpose, given_for
from farmers.models import Branch, Farmer
from market.channels.listing_facts import FACTS, Listing
from market.channels.profiles import Profile, profile_of
from products.models import Category, Product
from traceability.models import Label

CHUNK = 500


def products_under(path: str) -> "QuerySet[Any]":
    """The listings of a subtree that may be handed over, certified first; none of who restricted the use of their data."""
    agreed = given_for(OuterRef("farmer"), Purpose.SHARE_WITH_POST)
    return (
        Product.objects.for_card()
        .select_related("farm")
        .filter(Exists(agreed), state__in=[Product.State.PUBLISHED, Product.State.PAUSED])
        .filter(farm__branch__path__startswith=path, farmer__in=Farmer.objects.unrestricted())
        # A pause with a reason is an officer's: such a listing waits for one.
        .exclude(state=Product.State.PAUSED, reason__gt="")
        .order_by(F("certified_until").desc(nulls_last=True), "-published_at", "-pk")
    )


def listing_rows(products: "QuerySet[Any]", profile: Profile, progress: Progress) -> Iterator[list[Any]]:
    """One row per listing, streamed."""
    categories = {category.pk: category for category in Category.objects.all()}
    on = timezone.localdate()
    sources = [FACTS[column.source] for column in profile.columns]
    for number, product in enumerate(products.iterator(chunk_size=CHUNK), start=1):
        if number % CHUNK == 0:
            progress(number)
        listing = Listing(number, product, categories, on, product.trace_code or "")
        yield [fact(listing) for fact in sources]


def notes(profile: Profile) -> Sheet:
    """The sheet that says what each column is and on what it rests."""
    columns = [
        Column(_("Column"), width=32),
        Column(_("Required"), width=14),
        Column(_("Rule"), width=60),
        Column(_("Grounds"), width=50),
    ]
    rows = [[column.header, column.required, column.rule, column.grounds] for column in profile.columns]
    return Sheet(_("Notes"), columns, rows, [profile.mark, f"{profile.name}, {profile.version}"])


def write_listings(target: IO[bytes], *, channel: str, path: str, progress: Progress) -> int:
    """Write the listings of a subtree in a channel's format; the number of listings. Always in Vietnamese."""
    profile = profile_of(channel)
    newest = Label.objects.filter(lot__product=OuterRef("pk"), kind="lot", state="active").order_by("-pk")
    with override("vi"):
        products = products_under(path).annotate(trace_code=newest.values("code")[:1])
        rows = listing_rows(products, profile, progress)
        above = [profile.mark, Branch.objects.get(path=path).name]
        listings = Sheet(profile.sheet, [column.column for column in profile.columns], rows, above)
        guide = notes(profile)
        return write_workbook(target, [listings, guide]) - len(profile.columns)


@writes("postmart")
def write_handed_listings(handed: HandedFile, target: IO[bytes], progress: Progress) -> None:
    """The file an officer ordered."""
    HandedFile.objects.filter(pk=handed.pk).update(rows_expected=products_under(handed.scope).count())
    progress(write_listings(target, channel="postmart", path=handed.scope, progress=progress))
