"""What should make an officer look twice at a certificate? Warnings, never refusals: the paper decides."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from farmers import rights
from farmers.models import Certificate

# The form of Circular 48/2012: field, certifier's year and number, province, serial. Crops left that circular in 2018,
# so today's certifiers write other forms too (inferred from real numbers, November 2026).
VIETGAP_NUMBER = re.compile(r"VietGAP-(TT|CN|TS)-\d{2}-\d{2}-\d{2}-\d{4}", re.IGNORECASE)
SOON = timedelta(days=60)
MOST_SAME_SHOWN = 5


@dataclass(frozen=True)
class Warned:
    """One thing to look at; `url` leads to the other record, if this officer may see it."""

    text: str
    url: str = ""


def warnings_about(certificate: Certificate, *, user: User, on: date) -> list[Warned]:
    """All warnings about a certificate as it stands on a day."""
    found = [*_about_scan(certificate), *_about_number(certificate), *_about_dates(certificate, on)]
    return found + _about_same_number(certificate, user)


def _about_scan(certificate: Certificate) -> list[Warned]:
    if certificate.scan:
        return []
    return [Warned(_("No scan was sent. Ask the farmer for the paper before you confirm."))]


def _about_number(certificate: Certificate) -> list[Warned]:
    if certificate.scheme != Certificate.Scheme.VIETGAP or VIETGAP_NUMBER.fullmatch(certificate.number):
        return []
    text = _("The number is not written like VietGAP-TT-13-09-68-0096. Some certifiers write it otherwise.")
    return [Warned(text)]


def _about_dates(certificate: Certificate, on: date) -> list[Warned]:
    first, last = certificate.valid_from, certificate.expires_on
    if last < on:
        return [Warned(_("It ran out on %(day)s. No badge will be shown.") % {"day": _day(last)})]
    if first > on:
        return [Warned(_("It begins on %(day)s. Until then no badge is shown.") % {"day": _day(first)})]
    if last <= on + SOON:
        return [Warned(_("It runs out soon, on %(day)s.") % {"day": _day(last)})]
    return []


def _about_same_number(certificate: Certificate, user: User) -> list[Warned]:
    same = Certificate.objects.filter(
        scheme=certificate.scheme, number_folded=certificate.number_folded
    ).exclude(pk=certificate.pk)
    mine = same.filter(rights.within(user, rights.VIEW, rights.path_to_branch(Certificate)))
    shown = list(mine.select_related("farmer").order_by("-pk")[:MOST_SAME_SHOWN])
    found = [
        Warned(
            _("The same number: %(farmer)s, %(standing)s.")
            % {"farmer": other.farmer, "standing": other.get_standing_display()},
            reverse("desk:certificate", args=(other.pk,)),
        )
        for other in shown
    ]
    # Of other branches only that there is one: their names are not ours to show.
    if same.exclude(pk__in=mine.values("pk")).exists():
        found.append(Warned(_("The same number was also declared in another branch. Ask the province.")))
    return found


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
