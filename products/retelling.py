"""How are the answers of a draft told back before it is sent?"""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from farmers.models import Certificate
from products.models import Category, Draft, DraftFile
from products.pricing import ReadPrice
from products.questions import Asked, Grown, Named, Papers, Step, Stock, read_all
from products.units import format_amount, short_unit
from vietnam.places import commune


@dataclass(frozen=True, slots=True)
class Told:
    """One answer in words, what is wrong with it, and where to change it."""

    label: str
    lines: list[str]
    problems: list[str]
    url: str
    photos: list[str] = field(default_factory=list)
    is_number: bool = False


def tell(asked: Asked) -> list[Told]:
    """Every answer of a draft in the order of the questions."""
    meant, wrong = read_all(asked)
    told = []
    for step, label in labels().items():
        files = meant.get(step, []) if step is Step.PHOTOS else []
        told.append(
            Told(
                label=label,
                lines=_lines(meant[step]) if step in meant else [],
                problems=wrong.get(step, []),
                url=f"{step_url(asked.draft, step)}?sau={Step.CHECK}",
                photos=[photo_url(file) for file in files],
                is_number=step in {Step.AMOUNT, Step.PRICE},
            )
        )
    return told


def labels() -> dict[Step, str]:
    """How each answer is called where all stand together."""
    return {
        Step.PHOTOS: _("Photos"),
        Step.WHAT: _("What you sell"),
        Step.NAME: _("Name"),
        Step.AMOUNT: _("To sell"),
        Step.PRICE: _("Price"),
        Step.PLACE: _("Where and when"),
        Step.PAPERS: _("Certificates"),
    }


def step_url(draft: Draft, step: Step) -> str:
    """Address of one question of a draft."""
    return reverse("products:post_step", kwargs={"draft": draft.pk, "step": step.value})


def photo_url(file: DraftFile) -> str:
    """Private address of a small picture of a draft's file."""
    return reverse("products:draft_file", kwargs={"draft": file.draft_id, "pk": file.pk})


def say_price(price_vnd: int) -> str:
    """The price as it is printed on the page."""
    return f"{number_format(price_vnd, force_grouping=True)}\u00a0đ"


def say_reading(read: ReadPrice) -> dict[str, str]:
    """The words in which a price is read back (context of products/reading.html)."""
    return {
        "price": say_price(read.price_vnd),
        "unit": short_unit(read.unit) if read.unit else "",
        "written": say_price(read.written_vnd) if read.is_converted else "",
        "written_unit": short_unit(read.written_unit) if read.is_converted else "",
        "token": read.token,
    }


def _lines(meant: Any) -> list[str]:
    match meant:
        case Category():
            lines = [meant.shown_name]
        case Named():
            lines = [meant.name, meant.description]
        case Stock():
            lines = [format_amount(meant.offered_milli, meant.unit)]
        case ReadPrice():
            words = {"price": say_price(meant.price_vnd), "unit": short_unit(meant.unit)}
            lines = [_("%(price)s for one %(unit)s") % words]
        case Grown():
            lines = _lines_of_place(meant)
        case Papers():
            lines = _lines_of_papers(meant)
        case _:
            lines = []
    return [line for line in lines if line]


def _lines_of_papers(papers: Papers) -> list[str]:
    lines = [str(paper) for paper in papers.known]
    if new := papers.declared:
        lines.append(str(Certificate(scheme=new.scheme, stars=new.stars, number=new.number)))
    return lines or [_("No certificate. That is fine: you can post without one.")]


def _lines_of_place(grown: Grown) -> list[str]:
    place = str(grown.farm) if grown.farm else str(commune(grown.commune_code))
    lines = [place]
    if grown.harvested_on:
        lines.append(_("Harvested on %(day)s") % {"day": date_format(grown.harvested_on)})
    if grown.season:
        first, last = grown.season
        lines.append(
            _("Season: months %(first)s to %(last)s") % {"first": first, "last": last},
        )
    return lines
