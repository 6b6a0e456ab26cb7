"""What is asked of somebody who posts produce, and what do the answers so far mean?

Answers are kept as typed (`Draft.answers`); a reader turns those of one step into what is meant, or raises a
ValidationError by field. The form of a step and the sending of the whole listing read with the same readers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from farmers.declaring import Paper, as_certificate
from farmers.models import Certificate, Farm, Farmer
from farmers.placing import chosen_commune
from products.amounts import read_amount
from products.models import Category, Draft, DraftFile
from products.pricing import ReadPrice, read_price
from products.units import Unit

MOST_PHOTOS = 10
ELSEWHERE = "new"
LONGEST_NAME, LONGEST_DESCRIPTION = 120, 3000
HARVESTED_WITHIN, HARVEST_AHEAD = timedelta(days=3 * 366), timedelta(days=366)


class Step(StrEnum):
    """One screen of posting; the value stands in the address."""

    PHOTOS = "anh"
    WHAT = "mat-hang"
    NAME = "ten"
    AMOUNT = "so-luong"
    PRICE = "gia"
    PLACE = "noi-trong"
    PAPERS = "chung-nhan"
    CHECK = "xem-lai"


@dataclass(frozen=True, slots=True)
class Asked:
    """A draft, the farmer it is for, and the local day on which it is read."""

    draft: Draft
    farmer: Farmer
    on: date

    def text(self, name: str) -> str:
        """An answer as typed, without spaces around it."""
        return str(self.draft.answers.get(name) or "").strip()


@dataclass(frozen=True, slots=True)
class Named:
    """How the listing is called and told about."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Stock:
    """How much is offered, in thousandths of the unit it is sold by."""

    unit: str
    offered_milli: int


@dataclass(frozen=True, slots=True)
class Grown:
    """Where it grows, at a known farm or in a commune, and when it is harvested."""

    farm: Farm | None
    commune_code: str
    harvested_on: date | None
    season: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Papers:
    """The certificates that bear the listing out: known ones, and one declared with it."""

    known: list[Certificate]
    declared: Paper | None


def read_photos(asked: Asked) -> list[DraftFile]:
    """The photos in order; at least one."""
    photos = list(asked.draft.files.filter(kind=DraftFile.Kind.PHOTO).order_by("position", "pk"))
    if not photos:
        raise _wrong("photos", _("Take at least one photo: buyers look first and read later."))
    return photos


def read_category(asked: Asked) -> Category:
    """The kind of produce."""
    key = asked.text("category")
    found = Category.objects.filter(key=key, is_leaf=True).first() if key else None
    if found is None:
        raise _wrong(
            "category", _("Tap the picture of what you sell. If it isn't here, tap what is nearest.")
        )
    return found


def read_name(asked: Asked) -> Named:
    """The name of the listing; the kind of produce lends its own when none was typed."""
    name, description = asked.text("name"), asked.text("description")
    if not name:
        name = read_category(asked).name
    if len(name) > LONGEST_NAME:
        raise _wrong("name", _("This name is too long: keep to 120 letters, tell the rest below."))
    if not any(letter.isalpha() for letter in name):
        raise _wrong("name", _("Name your produce in words, for example “Cà phê nhân robusta”."))
    if len(description) > LONGEST_DESCRIPTION:
        raise _wrong("description", _("This is too long: keep to 3,000 letters."))
    return Named(name, description)


def read_stock(asked: Asked) -> Stock:
    """The amount and the unit it is sold by."""
    unit = _unit(asked, beside="unit")
    try:
        return Stock(unit, read_amount(asked.text("amount"), unit))
    except ValidationError as error:
        raise ValidationError({"amount": error}) from error


def read_price_of_unit(asked: Asked) -> ReadPrice:
    """The price of one unit."""
    unit = _unit(asked, beside="price")
    try:
        return read_price(asked.text("price"), unit)
    except ValidationError as error:
        raise ValidationError({"price": error}) from error


def _unit(asked: Asked, *, beside: str) -> str:
    unit = asked.text("unit")
    if unit not in Unit.values:
        raise _wrong(beside, _("Choose the unit you sell by."))
    return unit


def read_place(asked: Asked) -> tuple[Farm | None, str]:
    """A farm of the farmer, or the code of the commune that was typed (and chosen, where several can be meant)."""
    chosen = asked.text("farm")
    if chosen and chosen != ELSEWHERE:
        farm = next((one for one in asked.farmer.farms.all() if str(one.pk) == chosen), None)
        if farm is None:
            raise _wrong("farm", _("Choose where it grows."))
        return farm, farm.commune_code
    return None, chosen_commune(asked.text("commune"), asked.text("commune_code")).code


def read_grown(asked: Asked) -> Grown:
    """Where it grows, and when: the day of the harvest, or the months of the season, or neither."""
    farm, commune_code = read_place(asked)
    harvested_on = _date(asked, "harvested_on")
    if harvested_on and not asked.on - HARVESTED_WITHIN <= harvested_on <= asked.on + HARVEST_AHEAD:
        raise _wrong("harvested_on", _("Check the year of the harvest."))
    first, last = asked.text("season_from_month"), asked.text("season_to_month")
    months = {str(month) for month in range(1, 13)}
    if not first and not last:
        return Grown(farm, commune_code, harvested_on, None)
    if first not in months or last not in months:
        raise _wrong("season_to_month", _("Give both the first and the last month of the season."))
    return Grown(farm, commune_code, harvested_on, (int(first), int(last)))


def certificates_to_choose(farmer: Farmer, on: date) -> list[Certificate]:
    """A farmer's certificates that a listing may name."""
    return list(choosable_certificates(on).filter(farmer=farmer))


def choosable_certificates(on: date) -> QuerySet[Certificate]:
    """Certificates that a listing may name: not those sent back, revoked or run out."""
    usable = [Certificate.Standing.DECLARED, Certificate.Standing.VERIFIED]
    found = Certificate.objects.filter(standing__in=usable, expires_on__gte=on)
    return found.order_by("-expires_on", "pk")


def read_papers(asked: Asked) -> Papers:
    """The certificates chosen and the one written down; none is as good an answer."""
    wanted = {str(pk) for pk in asked.draft.answers.get("certificates") or []}
    known = [paper for paper in certificates_to_choose(asked.farmer, asked.on) if str(paper.pk) in wanted]
    return Papers(known, _read_paper(asked))


PAPER_ANSWERS = ("scheme", "number", "issuer", "valid_from", "expires_on", "stars")


def scan_of(draft: Draft) -> DraftFile | None:
    """The scan of the certificate that is being declared."""
    return draft.files.filter(kind=DraftFile.Kind.SCAN).order_by("-pk").first()


def _read_paper(asked: Asked) -> Paper | None:
    scan = scan_of(asked.draft)
    if scan is None and not any(asked.text(name) for name in PAPER_ANSWERS):
        return None
    missing = {
        "scheme": _("Choose which certificate it is."),
        "number": _("Copy the number from the paper."),
        "issuer": _("Write who issued it, as printed on the paper."),
        "valid_from": _("Write the day it begins, for example 15/03/2026."),
        "expires_on": _("Write its last day, for example 14/03/2028."),
    }
    wrong: dict[str, Any] = {name: text for name, text in missing.items() if not asked.text(name)}
    is_ocop = asked.text("scheme") == Certificate.Scheme.OCOP
    if is_ocop and asked.text("stars") not in {"3", "4", "5"}:
        wrong["stars"] = _("Choose how many stars the OCOP certificate has.")
    if scan is None:
        wrong["scan"] = _("Photograph the certificate, so that the officer can check it.")
    if wrong:
        raise ValidationError(wrong)
    valid_from, expires_on = _date(asked, "valid_from"), _date(asked, "expires_on")
    if scan is None or valid_from is None or expires_on is None:
        return None
    if expires_on < asked.on:
        raise _wrong("expires_on", _("This certificate has run out. Post without it, or add the new one."))
    paper = Paper(
        scheme=asked.text("scheme"),
        number=asked.text("number"),
        issuer=asked.text("issuer"),
        valid_from=valid_from,
        expires_on=expires_on,
        stars=int(asked.text("stars")) if is_ocop else None,
        scan=str(scan.file.name),
        scan_type=scan.media_type,
    )
    as_certificate(paper, asked.farmer)
    return paper


READERS: dict[Step, Callable[[Asked], Any]] = {
    Step.PHOTOS: read_photos,
    Step.WHAT: read_category,
    Step.NAME: read_name,
    Step.AMOUNT: read_stock,
    Step.PRICE: read_price_of_unit,
    Step.PLACE: read_grown,
    Step.PAPERS: read_papers,
}


def read_all(asked: Asked) -> tuple[dict[Step, Any], dict[Step, list[str]]]:
    """What every step means, and what is wrong with the steps that can't be read."""
    meant: dict[Step, Any] = {}
    wrong: dict[Step, list[str]] = {}
    for step, read in READERS.items():
        try:
            meant[step] = read(asked)
        except ValidationError as error:
            wrong[step] = error.messages
    return meant, wrong


def _date(asked: Asked, name: str) -> date | None:
    typed = asked.text(name)
    if not typed:
        return None
    try:
        found: date = forms.DateField().clean(typed)
    except ValidationError as error:
        raise _wrong(name, _("Write the day like 15/03/2026.")) from error
    return found


def _wrong(name: str, message: str) -> ValidationError:
    return ValidationError({name: message})
