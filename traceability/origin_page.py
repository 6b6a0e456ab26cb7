"""In which words does the origin page tell a story? The answer first, then what it rests on."""

from typing import Any

from django.templatetags.static import static
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from farmers.models import Farmer
from farmers.models.certificate import EXPIRED, UPCOMING
from products.models import Product, ProductPhoto
from products.units import format_amount
from traceability import codes, provenance
from traceability.models import Event, Label
from traceability.papers import DECLARED, REVOKED, VERIFIED, Paper
from traceability.provenance import Entry, FarmerFacts, LotFacts, Produce, Scans, Story
from traceability.wording import days, duration, farmer_words, unit_words
from vietnam.phones import format_local

FORBIDDING = {provenance.VOID, provenance.RECALLED, provenance.HELD}


def page_of(story: Story) -> dict[str, Any]:
    """The context of traceability/origin.html."""
    farmer, main = story.farmer, story.products[0] if story.products else None
    return {
        "code": codes.shown(story.code),
        "banner": _banner(story),
        "title": _title(story, main),
        "photo": _photo(main),
        "facts": [_farmer_fact(farmer), *(_lot_facts(story.lot) if story.lot else [])],
        "listing_url": _listing_url(main) if main and story.lot and story.standing not in FORBIDDING else "",
        "is_for_sale": bool(main and main.is_left) and story.standing not in FORBIDDING | {REVOKED},
        "phone": farmer.phone,
        "phone_shown": format_local(farmer.phone) if farmer.phone else "",
        "scans": _scan_words(story.scans, story.kind),
        "papers": [_paper(paper) for paper in story.papers],
        "entries": [_entry(entry) for entry in story.diary],
        "has_earlier_entries": story.has_earlier_entries,
        "produce": [] if story.lot else [{"name": p.name, "url": _listing_url(p)} for p in story.products],
        "lot": story.lot.code if story.lot else "",
        "is_unit": story.kind == Label.Kind.UNIT,
        "is_verified": story.standing == VERIFIED,
    }


def _banner(story: Story) -> dict[str, str]:
    paper = next((paper for paper in story.papers if paper.standing == story.standing), None)
    if story.standing in FORBIDDING:
        return _forbidding_banner(story.standing)
    if paper is None:
        text = _("No certificate yet. The farmer says where it comes from.")
        return {"state": "traced", "title": _("Origin can be traced"), "text": text}
    words = {"mark": paper.title, "day": date_format(paper.expires_on)}
    if paper.standing == VERIFIED:
        text = _("%(mark)s valid through %(day)s.") % words
        return {"state": "verified", "title": _("Origin can be traced"), "text": f"{text} {_checked(paper)}"}
    if paper.standing == REVOKED:
        text = _("Do not rely on the mark %(mark)s on this label any more.") % words
        return {"state": "revoked", "title": _("The certificate was revoked"), "text": text}
    if paper.standing == EXPIRED:
        text = _("The %(mark)s certificate ended on %(day)s.") % words
    else:
        text = (
            _("The farmer says there is a %(mark)s certificate; the association has not checked it.") % words
        )
    return {"state": "partial", "title": _("Origin can be traced"), "text": text}


def _forbidding_banner(standing: str) -> dict[str, str]:
    if standing == provenance.RECALLED:
        text = _("Do not eat it, do not sell it on. Keep it and ask where you bought it.")
        return {"state": "recalled", "title": _("This lot is being recalled"), "text": text}
    if standing == provenance.HELD:
        text = _("Do not use it until the check is done. Look here again later.")
        return {"state": "recalled", "title": _("This lot is held for a check"), "text": text}
    text = _("It was taken out of use. Do not trust goods that carry it; ask the seller.")
    return {"state": "revoked", "title": _("This label is void"), "text": text}


def _checked(paper: Paper) -> str:
    if paper.checked_on is None:
        return ""
    branch = paper.checked_at_branch or _("The Farmers' Association")
    words = {"branch": branch, "day": date_format(paper.checked_on)}
    return _("%(branch)s compared it with the scan on %(day)s.") % words


def _title(story: Story, main: Produce | None) -> str:
    if story.lot is None:
        return _("Stall of %(grower)s") % {"grower": farmer_words(story.farmer.name, story.farmer.place)}
    return main.name if main else story.lot.code


def _photo(main: Produce | None) -> dict[str, str]:
    if main is None or not main.photo:
        return {"url": static(f"art/{(main and main.art) or 'empty-basket'}.svg")}
    photo = ProductPhoto(key=main.photo)
    return {"url": photo.medium_url, "srcset": f"{photo.small_url} 320w, {photo.medium_url} 800w"}


def _listing_url(produce: Produce) -> str:
    return Product(pk=produce.pk, name=produce.name).get_absolute_url() if produce.is_on_sale else ""


def _farmer_fact(farmer: FarmerFacts) -> dict[str, str]:
    fact = {"icon": "leaf", "label": _("Farmer")}
    if not farmer.name:
        return fact | {"value": farmer_words("", farmer.place)}
    url = Farmer(pk=farmer.pk, name=farmer.name).get_absolute_url()
    return fact | {"value": farmer.name, "note": farmer.place, "url": url}


def _lot_facts(lot: LotFacts) -> list[dict[str, str]]:
    amount = format_amount(lot.amount_milli, lot.unit)
    note = _("lot %(code)s · %(amount)s") % {"code": lot.code, "amount": amount}
    if lot.harvested_from and lot.harvested_to:
        harvest = days(lot.harvested_from, lot.harvested_to)
        facts = [{"icon": "sun", "label": _("Harvested"), "value": harvest, "note": note}]
    else:
        opened = date_format(lot.opened_on)
        facts = [{"icon": "calendar", "label": _("Lot opened"), "value": opened, "note": note}]
    if lot.planting_area_code:
        facts.append({"icon": "farm", "label": _("Planting area"), "value": lot.planting_area_code})
    if lot.shelf_life_days:
        keeps = duration(lot.shelf_life_days)
        facts.append({"icon": "clock", "label": _("Keeps for"), "value": keeps})
    return facts


def _scan_words(scans: Scans, kind: str) -> str:
    if scans.count == 1:
        return _("You are the first to scan this label.") if kind == Label.Kind.UNIT else ""
    words = {"day": date_format(scans.first_on), "count": number_format(scans.count, force_grouping=True)}
    if scans.is_rounded:
        said = _("First scanned on %(day)s, more than %(count)s times so far.") % words
    else:
        said = _("First scanned on %(day)s, %(count)s times so far.") % words
    shared = _("All labels of the lot carry this code.") if kind == Label.Kind.LOT else ""
    return f"{said} {shared}".strip()


def _paper(paper: Paper) -> dict[str, Any]:
    words = {"number": paper.number, "issuer": paper.issuer}
    lines = [_("No. %(number)s, issued by %(issuer)s.") % words]
    span = {"first": date_format(paper.valid_from), "last": date_format(paper.expires_on)}
    lines.append(_("Valid from %(first)s through %(last)s.") % span)
    if paper.standing in {VERIFIED, EXPIRED, UPCOMING}:
        lines.append(_checked(paper))
    elif paper.standing == REVOKED and paper.checked_on:
        lines.append(_("Revoked on %(day)s.") % {"day": date_format(paper.checked_on)})
    elif paper.standing == DECLARED:
        lines.append(_("So says the farmer; the association has not checked it."))
    if paper.standing == EXPIRED and paper.was_valid_at_harvest:
        lines.append(_("It was still valid on the day of the harvest."))
    standing = VERIFIED if paper.standing == UPCOMING else paper.standing
    return {"standing": standing, "scheme": paper.title, "stars": paper.stars, "lines": lines}


def _entry(entry: Entry) -> dict[str, Any]:
    number = (
        number_format(int(entry.amount), force_grouping=True) if entry.amount.isdecimal() else entry.amount
    )
    amount = f"{number} {unit_words(entry.unit)}".strip() if number else ""
    if entry.amount_milli is not None:
        amount = format_amount(entry.amount_milli, entry.unit)
    said = " · ".join(part for part in (entry.substance, amount, entry.text) if part)
    return {
        "kind": entry.kind,
        "title": capfirst(Event.Kind(entry.kind).label),
        "when": date_format(entry.happened_on),
        "text": _("What was written here has been erased.") if entry.is_erased else said,
        "is_problem": entry.kind == Event.Kind.DESTROYING,
    }
