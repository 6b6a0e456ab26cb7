"""How does a draft become a listing that an officer will look at?

One transaction, however often it is asked for: the draft's id is the listing's client draft id, the draft is gone once
its listing stands, and a second call finds that listing. Files change owner, not place. The tasks that prepare photos
are written in the same transaction, so a listing never stands without them and they never start before it does.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.declaring import coverage_for, declare_certificate
from farmers.models import Coverage, Farm, Farmer
from farmers.placing import branch_for
from products.drafting import forget_unnamed, names_of_files, need_mendable
from products.listing import submit_product
from products.models import Category, Draft, DraftFile, Offer, Product, ProductPhoto
from products.photos import forget_renditions, prepare_photo
from products.posting_again import carried_columns, carried_words, listing_before
from products.posting_for import farmers_written_for, need_agreement, product_written_for
from products.pricing import ReadPrice
from products.questions import Asked, Grown, Named, Papers, Step, Stock, read_all


class Incomplete(ValidationError):
    """A draft can't be sent yet: its messages say what is missing or wrong, question by question."""


@dataclass(frozen=True, slots=True)
class _Sending:
    """A draft being sent: who sends it for whom, what its answers mean, and where it grows."""

    draft: Draft
    farmer: Farmer
    is_by_officer: bool
    farm: Farm
    meant: dict[Step, Any]
    at: datetime

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of the listing that the answers decide."""
        category: Category = self.meant[Step.WHAT]
        named: Named = self.meant[Step.NAME]
        stock: Stock = self.meant[Step.AMOUNT]
        grown: Grown = self.meant[Step.PLACE]
        return {
            "farmer": self.farmer,
            "farm": self.farm,
            "commune_code": self.farm.commune_code,
            "category": category,
            "name": named.name,
            "description": named.description,
            "unit": stock.unit,
            "harvested_on": grown.harvested_on,
            "season_from_month": grown.season[0] if grown.season else None,
            "season_to_month": grown.season[1] if grown.season else None,
        }

    @property
    def offer_columns(self) -> dict[str, int]:
        """The columns of the offer that the answers decide."""
        price: ReadPrice = self.meant[Step.PRICE]
        stock: Stock = self.meant[Step.AMOUNT]
        return {"price_vnd": price.price_vnd, "offered_milli": stock.offered_milli}


@transaction.atomic
def send_draft(*, draft: Draft, at: datetime) -> Product:
    """Make the listing of a draft, or mend the returned one it was made from, and hand it to the officer.

    Incomplete when a question has no good answer; nothing changes then.
    """
    locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    known = product_of_draft(draft.pk, draft.user) or product_written_for(draft.pk, draft.user)
    if locked is None and known is not None:
        return known
    if locked is None:
        raise ValidationError(_("This listing was thrown away. Post it anew."), code="gone")
    if known is not None and locked.answers.get("product") != known.pk:
        return known
    sending = _read(locked, at)
    product = _mend(known, sending) if known else _make(sending)
    _put_photos(product, sending)
    product.coverages.set(_coverages(sending))
    names = names_of_files(locked)
    locked.delete()
    transaction.on_commit(lambda: forget_unnamed(names), robust=True)
    if sending.is_by_officer:
        log(instance=product, action="products.product_posted_for", user=locked.user, timestamp=at)
    return submit_product(product=product, by=locked.user, at=at)


def product_of_draft(draft_id: Any, user: User) -> Product | None:
    """The listing that a draft has become, or was made from, if the user acts for its farmer."""
    return Product.objects.of_user(user).filter(client_draft_id=draft_id).order_by("pk").first()


def farmer_of_draft(draft: Draft) -> Farmer | None:
    """Who sells, if the draft's user still acts for them."""
    return Farmer.objects.of_user(draft.user).filter(pk=draft.answers.get("farmer")).first()


def farmer_written_for(draft: Draft) -> Farmer | None:
    """Who sells, if the draft's user enters data for them as an officer."""
    found: Farmer | None = farmers_written_for(draft.user).filter(pk=draft.answers.get("farmer")).first()
    return found


def _read(draft: Draft, at: datetime) -> _Sending:
    farmer = farmer_of_draft(draft)
    is_by_officer = farmer is None
    if is_by_officer and (farmer := farmer_written_for(draft)):
        need_agreement(farmer)
    if farmer is None:
        raise ValidationError(_("You no longer act for this farmer."), code="farmer")
    # One after the other: two listings must not declare the same paper, or make the same farm, twice.
    Farmer.objects.select_for_update(no_key=True).get(pk=farmer.pk)
    meant, wrong = read_all(Asked(draft, farmer, timezone.localdate(at)))
    if wrong:
        raise Incomplete([text for texts in wrong.values() for text in texts])
    return _Sending(draft, farmer, is_by_officer, _farm(farmer, meant[Step.PLACE]), meant, at)


def _farm(farmer: Farmer, grown: Grown) -> Farm:
    """The farm chosen, else the farmer's first in that commune, else a new one there."""
    if grown.farm is not None:
        return grown.farm
    known = farmer.farms.filter(commune_code=grown.commune_code).order_by("pk").first()
    if known is not None:
        return known
    farm, _is_new = Farm.objects.get_or_create(
        farmer=farmer,
        commune_code=grown.commune_code,
        name=_("Home farm"),
        defaults={"branch": branch_for(grown.commune_code)},
    )
    return farm


def _make(sending: _Sending) -> Product:
    columns = carried_columns(listing_before(sending.draft), sending.columns["unit"]) | sending.columns
    product = Product(
        **columns, posted_by=sending.draft.user, client_draft_id=sending.draft.pk, state="draft"
    )
    product.full_clean()
    product.save()
    offer = Offer(product=product, priced_on=timezone.localdate(sending.at), **sending.offer_columns)
    offer.full_clean()
    offer.save()
    return product


def _mend(known: Product, sending: _Sending) -> Product:
    """Write the corrected answers over a listing that was sent back; its history says what changed."""
    product = Product.objects.select_for_update(no_key=True).get(pk=known.pk)
    need_mendable(product)
    offer = Offer.objects.select_for_update(no_key=True).get(product=product)
    changes = _write_over(product, sending.columns) | _write_over(offer, sending.offer_columns)
    offer.priced_on = timezone.localdate(sending.at)
    product.full_clean()
    offer.full_clean()
    product.save()
    offer.save()
    log(
        instance=product,
        action="products.product_revised",
        user=sending.draft.user,
        data={"changes": changes},
        timestamp=sending.at,
    )
    return product


def _write_over(record: Product | Offer, columns: dict[str, Any]) -> dict[str, list[str]]:
    """Set columns of a record; what they were and are, as text, for the history."""
    changes = {}
    for name, value in columns.items():
        was = getattr(record, name)
        if was != value:
            setattr(record, name, value)
            changes[name] = [str(was), str(value)]
    return changes


def _put_photos(product: Product, sending: _Sending) -> None:
    """Give the draft's photos to the product: new ones are prepared after the commit, removed ones forgotten."""
    files: list[DraftFile] = sending.meant[Step.PHOTOS]
    before = {str(photo.original.name): photo for photo in product.photos.all()}
    words = carried_words(listing_before(sending.draft))
    for position, file in enumerate(files):
        photo = before.pop(str(file.file.name), None)
        if photo is not None:
            photo.position = position
            photo.save(update_fields=["position"])
            continue
        name = str(file.file.name)
        photo = ProductPhoto.objects.create(
            product=product, position=position, original=name, **words.get(name, {})
        )
        prepare_photo.enqueue(photo.pk)
    for photo in before.values():
        photo.delete()
    transaction.on_commit(lambda: _forget(before), robust=True)


def _forget(removed: dict[str, ProductPhoto]) -> None:
    """Delete the files of photos that are gone, by the names of their originals."""
    for photo in removed.values():
        forget_renditions(photo)
    forget_unnamed(removed)


def _coverages(sending: _Sending) -> list[Coverage]:
    papers: Papers = sending.meant[Step.PAPERS]
    category: Category = sending.meant[Step.WHAT]
    certificates = list(papers.known)
    if papers.declared is not None:
        certificates.append(declare_certificate(farmer=sending.farmer, paper=papers.declared))
    return [
        coverage_for(certificate, produce=category.name, farm=sending.farm) for certificate in certificates
    ]
