"""What of a farmer's listings is the farmer's own, and goes when they are made nameless?

Listings leave the market and keep what was sold: produce, amounts, prices, days, certificates. The farmer's prose, a
name in a listing's name, drafts and photos go; photos may show people, so all of them do, their files by a task.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django_tasks import task

from accounts.models import User
from accounts.private_files import private_storage
from farmers.models import Certificate
from farmers.person import Person
from farmers.person_words import PersonWords, words_about
from farmers.scrubbing import scrub_history, scrub_words
from products.listing import keywords_of, withdraw_product
from products.models import Draft, DraftFile, PriceChange, Product, ProductPhoto, TakeDown, UploadPiece
from products.photos import forget_renditions

ERASED = "erased"  # the one answer of a draft whose files are on their way out
OWN_COLUMNS = (
    *("name", "description", "ingredients", "storage", "keywords", "search_folded"),
    *("reason", "reason_code", "published_facts"),
)


def on_person_anonymised(
    members: tuple[int, ...],
    farmers: tuple[int, ...],
    users: tuple[int, ...],
    by: int,
    at: datetime,
    **_sender: Any,
) -> None:
    """Erase what the listings and drafts hold of the person."""
    words = words_about(Person(members, farmers, users))
    officer = User.objects.get(pk=by)
    listings = Product.objects.filter(farmer__in=farmers).order_by("pk")
    for product in listings:
        if product.state != Product.State.WITHDRAWN:
            withdraw_product(product=product, by=officer, at=at)
    locked = listings.select_related("category", "farm").select_for_update(no_key=True, of=("self",))
    for product in locked:
        _erase_listing(product, words)
    _erase_beside(listings, words)
    # Hidden at once; the files follow.
    photos = ProductPhoto.objects.filter(product__farmer__in=farmers)
    photos.update(state=ProductPhoto.State.FAILED, description="", credit="")
    own = Q(user__in=users) | Q(answers__farmer__in=list(farmers))
    Draft.objects.filter(own).update(answers={ERASED: True})
    erase_product_files.enqueue(list(farmers), list(users))


def _erase_listing(product: Product, words: PersonWords) -> None:
    if words.stand_in(product.name):
        product.name = product.category.name
    for column in ("ingredients", "storage"):
        if words.stand_in(getattr(product, column)):
            setattr(product, column, "")
    product.description = product.reason = product.reason_code = ""
    product.published_facts = None
    product.keywords = keywords_of(product)
    product.save(update_fields=OWN_COLUMNS)


def _erase_beside(listings: Any, words: PersonWords) -> None:
    """Words of officers about the listings, and their history, where they name the person."""
    ids = list(listings.values_list("pk", flat=True))
    scrub_words(PriceChange.objects.filter(product__in=ids), words, ["reason"])
    scrub_words(TakeDown.objects.filter(product__in=ids), words, ["words", "outcome"])
    scrub_history(Product, ids, words, keeps_reasons=True)


@task()
def erase_product_files(farmers: list[int], users: list[int]) -> None:
    """Delete photos and drafts of somebody who was made nameless: files first, so that a row names what is left."""
    for photo in ProductPhoto.objects.filter(product__farmer__in=farmers).order_by("pk"):
        forget_renditions(photo)
        private_storage().delete(str(photo.original.name))
        photo.delete()
    for draft in Draft.objects.filter(Q(user__in=users) | Q(**{f"answers__{ERASED}": True})).order_by("pk"):
        for file in draft.files.order_by("pk"):
            if not _is_named_elsewhere(file):
                private_storage().delete(str(file.file.name))
        for piece in UploadPiece.objects.filter(upload__draft=draft).order_by("pk"):
            private_storage().delete(str(piece.file.name))
        draft.delete()


def _is_named_elsewhere(file: DraftFile) -> bool:
    """Whether the photo or certificate of somebody else, whose listing the person was mending, has this file too."""
    name = str(file.file.name)
    others = DraftFile.objects.filter(file=name).exclude(draft=file.draft_id)
    named = (ProductPhoto.objects.filter(original=name), Certificate.objects.filter(scan=name), others)
    return any(rows.exists() for rows in named)
