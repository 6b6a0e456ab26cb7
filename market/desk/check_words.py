"""How are the checks of a certificate said to an officer? A label for each, a sentence for each way it may end."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Promise] = {
    "scan": _("Scan"),
    "number": _("Form of the number"),
    "year": _("Year in the number"),
    "issuer": _("Issuer"),
    "dates": _("Days"),
    "length": _("How long it holds"),
    "stars": _("Stars"),
    "field": _("Field of VietGAP"),
    "produce": _("Produce and listings"),
    "area": _("Area and farm"),
    "same": _("Same number"),
}
SENTENCES: dict[str, Promise] = {
    "nothing": _("Nothing to compare."),
    "scan": _("There is a scan."),
    "no_scan": _("No scan was sent. Ask the farmer for the paper before you confirm."),
    "vietgap": _("Written like a VietGAP number."),
    "vietgap_other": _(
        "The number is not written like VietGAP-TT-13-09-68-0096. Some certifiers write it otherwise."
    ),
    "ggn": _("13 digits, and the check digit fits."),
    "ggn_length": _("A GGN has 13 digits, this one has %(count)s. Look at the paper again."),
    "ggn_digit": _(
        "The last digit does not fit the others: a digit was typed wrongly, or the number is invented."
    ),
    "no_digit": _("There is no digit in the number. Look at the paper again."),
    "no_pattern": _("Numbers of this kind have no form that is known."),
    "year": _("The year in the number fits the first day."),
    "year_other": _("The number names the year %(year)s, but it is valid from %(begins)s."),
    "issuer": _("Known: %(name)s."),
    "issuer_before": _("Not in our list, but %(count)s verified papers here name it too."),
    "issuer_other": _("%(name)s is known, but not for this kind of certificate."),
    "issuer_near": _("Not in our list. Is %(name)s meant?"),
    "issuer_unknown": _("Not in our list of issuers. Look for it on the paper, and ask if in doubt."),
    "dates": _("It has begun and does not run out soon."),
    "backwards": _("The last day is before the first."),
    "expired": _("It ran out on %(day)s. No badge will be shown."),
    "upcoming": _("It begins on %(day)s. Until then no badge is shown."),
    "soon": _("It runs out soon, on %(day)s."),
    "length": _("At most %(most)s months, as usual."),
    "too_long": _("It would hold longer than %(most)s months, which is unusual. Look at the days again."),
    "stars": _("Who issued it gives so many stars."),
    "stars_unknown": _("It is not known how many stars this issuer gives."),
    "stars_other": _("%(name)s does not give %(stars)s stars."),
    "stars_ended": _("%(name)s has given no stars since %(day)s."),
    "field": _("The number is for %(field)s, and so is what it covers."),
    "field_other": _("The number is for %(field)s. Does that fit “%(produce)s”?"),
    "field_TT": _("crops"),
    "field_CN": _("livestock"),
    "field_TS": _("fisheries"),
    "produce": _("The listings sell what it covers."),
    "produce_nothing": _("No listing rests on it yet."),
    "produce_other": _("It covers “%(produce)s”. Does that fit the listing “%(listing)s”?"),
    "area": _("Not larger than the farm."),
    "area_nothing": _("No two areas to compare."),
    "area_larger": _("It covers %(area)s m², but the farm has %(farm)s m²."),
    "same": _("No other paper has this number."),
    "same_own": _("The same number: %(farmer)s, %(standing)s."),
    "same_elsewhere": _("The same number was also declared in another branch. Ask the province."),
}
