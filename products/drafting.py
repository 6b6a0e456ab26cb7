"""How is a listing begun, answered question by question, given its files, and thrown away?

Every answer is kept as soon as it arrives, right or wrong, and every file as soon as it is checked, so that nothing
typed or photographed is lost. A file belongs to the row that names it: sending a draft moves no bytes.
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.private_files import private_storage
from farmers.models import Certificate, Farmer
from products.models import Draft, DraftFile, Product, ProductPhoto, UploadPiece
from products.photos import JPEG, Taken, take_photo, take_scan
from products.posting_for import BY_OFFICER
from products.questions import ELSEWHERE, MOST_PHOTOS
from products.settling import is_warned
from products.units import from_milli

MOST_DRAFTS, MOST_ON_THE_WAY = 10, 60
Kind = DraftFile.Kind


def begin_draft(
    *, draft_id: uuid.UUID, user: User, farmer: Farmer, by_officer: bool = False, from_phone: bool = False
) -> Draft:
    """The draft of this id, made if it is not there yet: a form sent twice begins one listing.

    What an officer begins for a farmer is not among the officer's own unfinished listings; what comes from a phone is
    whole and on its way, so that nothing unfinished stands in its way.
    """
    known = Draft.objects.filter(pk=draft_id, user=user).first()
    if known is not None:
        return known
    most = MOST_ON_THE_WAY if from_phone else MOST_DRAFTS
    if not by_officer and own_drafts(user).count() >= most:
        message = _("You have %(many)s unfinished listings. Send or throw away one of them first.")
        raise ValidationError(message, code="many", params={"many": most})
    home = farmer.farms.order_by("pk").first()
    answers: dict[str, Any] = {"farmer": farmer.pk, "farm": str(home.pk) if home else ELSEWHERE}
    if home is None:
        answers["commune"] = farmer.commune_name
    if by_officer:
        answers[BY_OFFICER] = True
    try:
        with transaction.atomic():
            return Draft.objects.create(pk=draft_id, user=user, answers=answers)
    except IntegrityError:
        return Draft.objects.get(pk=draft_id, user=user)


def own_drafts(user: User) -> QuerySet[Draft]:
    """What a user began for a farmer they act for."""
    return Draft.objects.filter(user=user).exclude(answers__has_key=BY_OFFICER)


@transaction.atomic
def keep_answers(draft: Draft, typed: Mapping[str, Any]) -> None:
    """Add what was typed to the answers of a draft, as typed; two tabs do not lose each other's answers."""
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    locked.answers = locked.answers | {name: _storable(answer) for name, answer in typed.items()}
    locked.save(update_fields=["answers", "updated_at"])
    draft.answers = locked.answers


def _storable(answer: Any) -> Any:
    """Without the character U+0000, which nobody types and PostgreSQL keeps in no text."""
    if isinstance(answer, list):
        return [_storable(one) for one in answer]
    return answer.replace("\0", "") if isinstance(answer, str) else answer


def add_photos(draft: Draft, files: Iterable[IO[bytes]]) -> list[str]:
    """Keep every photo that can be taken; says of each other one why not. The same photo twice is kept once."""
    refused = []
    for file in files:
        name = getattr(file, "name", "") or ""
        try:
            put_photo(draft, file)
        except ValidationError as error:
            refused += [f"{name}: {message}" for message in error.messages]
    return refused


def put_photo(draft: Draft, file: IO[bytes]) -> DraftFile:
    """Keep one photo; ValidationError says why it can't be taken. The same photo twice is one file."""
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any readable file
    file.seek(0)
    if same := draft.files.filter(kind=Kind.PHOTO, sha256=digest).first():
        return same
    if draft.files.filter(kind=Kind.PHOTO).count() >= MOST_PHOTOS:
        raise _too_many(MOST_PHOTOS)  # before the dear work of decoding
    return _keep(draft, Kind.PHOTO, take_photo(file), most=MOST_PHOTOS)


def put_scan(draft: Draft, file: IO[bytes]) -> DraftFile:
    """Keep the scan of the certificate being declared, in the place of the one before; ValidationError says why not."""
    taken = take_scan(file)
    kept = _keep(draft, Kind.SCAN, taken, most=MOST_PHOTOS)
    for older in draft.files.filter(kind=Kind.SCAN).exclude(pk=kept.pk):
        remove_file(older)
    return kept


@transaction.atomic
def remove_file(file: DraftFile) -> None:
    """Take a file out of a draft; its bytes go once nothing else names them."""
    name = str(file.file.name)
    file.delete()
    transaction.on_commit(lambda: forget_unnamed([name]), robust=True)


@transaction.atomic
def discard_draft(draft: Draft) -> None:
    """Throw a draft away, with the files that belong to nothing else."""
    # The draft before its files, as sending locks them; gone already when another tap was faster.
    locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        return
    names = names_of_files(locked)
    locked.delete()
    transaction.on_commit(lambda: forget_unnamed(names), robust=True)


def names_of_files(draft: Draft) -> list[str]:
    """The private files that a draft's rows name, whole ones and pieces."""
    pieces = UploadPiece.objects.filter(upload__draft=draft)
    return [*draft.files.values_list("file", flat=True), *pieces.values_list("file", flat=True)]


def forget_unnamed(names: Iterable[str]) -> None:
    """Delete those of some private files that no draft, photo or certificate names.

    Called after a commit, `robust`: a store of files that is away leaves bytes behind, not somebody without an answer.
    """
    for name in names:
        is_named = (
            DraftFile.objects.filter(file=name).exists()
            or ProductPhoto.objects.filter(original=name).exists()
            or Certificate.objects.filter(scan=name).exists()
        )
        if not is_named:
            private_storage().delete(name)


@transaction.atomic
def draft_of_product(*, product: Product, user: User, by_officer: bool = False) -> Draft:
    """The draft in which a returned listing is mended: it has the listing's own client draft id.

    Whoever acts for the farmer may go on with it, so that a helper's half-done work stops nobody.
    """
    need_mendable(product)
    answers = answers_of(product) | ({BY_OFFICER: True} if by_officer else {})
    draft, is_new = Draft.objects.get_or_create(
        pk=product.client_draft_id, defaults={"user": user, "answers": answers}
    )
    if draft.user_id != user.pk and draft.answers.get("product") == product.pk:
        draft.user = user
        kept = {name: answer for name, answer in draft.answers.items() if name != BY_OFFICER}
        draft.answers = kept | ({BY_OFFICER: True} if by_officer else {})
        draft.save(update_fields=["user", "answers", "updated_at"])
    if is_new:
        name_photos(draft, product.photos.all())
    return draft


def need_mendable(product: Product) -> None:
    """ValidationError unless the listing is with its farmer: not yet sent, sent back, or warned of while on sale."""
    is_with_farmer = product.state in {Product.State.RETURNED, Product.State.DRAFT}
    is_on_sale = product.state in {Product.State.PUBLISHED, Product.State.PAUSED}
    if not is_with_farmer and not (is_on_sale and is_warned(product)):
        message = _("Only a listing that was sent back can be corrected; this one is “%(state)s”.")
        raise ValidationError(message, code="moved", params={"state": product.get_state_display()})


def name_photos(draft: Draft, photos: QuerySet[ProductPhoto]) -> None:
    """Let a draft name the files of a listing's photos, in their order; no bytes are copied."""
    for photo in photos.order_by("position", "pk"):
        name = str(photo.original.name)
        draft.files.create(
            kind=Kind.PHOTO,
            file=name,
            media_type=JPEG,
            # The bytes that were sent are gone; the name is as unique within a draft.
            sha256=hashlib.sha256(name.encode()).hexdigest(),
            position=photo.position,
        )


def answers_of(product: Product) -> dict[str, Any]:
    """What somebody would have answered who posted this listing."""
    return {
        "product": product.pk,
        "farmer": product.farmer_id,
        "category": product.category.key,
        "name": product.name,
        "description": product.description,
        "unit": product.unit,
        "amount": f"{from_milli(product.offer.offered_milli):f}".replace(".", ","),
        "price": str(product.offer.price_vnd),
        "farm": str(product.farm_id),
        "harvested_on": product.harvested_on.isoformat() if product.harvested_on else "",
        "season_from_month": str(product.season_from_month or ""),
        "season_to_month": str(product.season_to_month or ""),
        "certificates": [
            str(pk) for pk in product.coverages.values_list("certificate", flat=True).distinct()
        ],
    }


def _keep(draft: Draft, kind: str, taken: Taken, *, most: int) -> DraftFile:
    """Keep the bytes of one file, then its row; the row decides whether the same file is there already."""
    same = draft.files.filter(kind=kind, sha256=taken.sha256).first()
    if same is not None:
        return same
    name = private_storage().save(
        f"drafts/{draft.pk.hex[:2]}/{uuid.uuid4().hex}{taken.ending}", ContentFile(taken.content)
    )
    try:
        with transaction.atomic():
            Draft.objects.select_for_update().get(pk=draft.pk)
            if draft.files.filter(kind=kind).count() >= most:
                raise _too_many(most)
            last = draft.files.filter(kind=kind).aggregate(last=Max("position"))["last"]
            return draft.files.create(
                kind=kind,
                file=name,
                media_type=taken.media_type,
                sha256=taken.sha256,
                position=0 if last is None else last + 1,
            )
    except (IntegrityError, ValidationError):
        private_storage().delete(name)
        if same := draft.files.filter(kind=kind, sha256=taken.sha256).first():
            return same
        raise


def _too_many(most: int) -> ValidationError:
    message = _("A listing has at most %(most)s photos. Remove one to add another.")
    return ValidationError(message, code="many", params={"most": most})
