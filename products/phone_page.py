"""What does the posting page hold that a phone keeps and opens without a network? Nothing of anybody: no name, no token.

The questions are those of products/forms.py; what they need to know of a person comes by itself (the session), what
the scripts say is here, in the language of the page.
"""

from copy import deepcopy
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from products.amounts import DIVISIBLE
from products.choosing import category_groups, unit_tiles
from products.forms import AmountForm, NameForm, PapersForm, PlaceForm, PriceForm
from products.models import Category
from products.questions import MOST_PHOTOS, Step
from products.retelling import labels
from products.units import Unit, short_unit
from vietnam import places, units

NOBODY = "00000000-0000-0000-0000-000000000000"
# As the questions follow each other on a phone; the name is the produce's own unless somebody changes it at the end.
ORDER = [Step.PHOTOS, Step.WHAT, Step.AMOUNT, Step.PRICE, Step.PLACE, Step.PAPERS, Step.CHECK]


class PhoneForm(forms.Form):
    """The fields of all questions on one page; what is typed is read where it arrives."""

    use_required_attribute = False

    def __init__(self) -> None:
        super().__init__()
        for form in (NameForm, AmountForm, PriceForm, PlaceForm, PapersForm):
            self.fields |= deepcopy(form.base_fields)
        months = [("", "—"), *((str(number), name) for number, name in MONTHS.items())]
        for name in ("season_from_month", "season_to_month"):
            self.fields[name].choices = months  # type: ignore[attr-defined]
        self.fields["commune"].widget.attrs["list"] = "communes"


def page_context() -> dict[str, Any]:
    """Everything the template needs."""
    at_hand, others = unit_tiles(usual=Unit.KG, chosen="")
    return {
        "form": PhoneForm(),
        "groups": category_groups(),
        "units": at_hand,
        "other_units": others,
        "most_photos": MOST_PHOTOS,
        "communes": [str(commune) for commune in places.communes_of(settings.PROVINCE_CODE)],
        "told": {
            "order": [step.value for step in ORDER],
            "urls": {
                "session": reverse("products:session"),
                "send": reverse("products:send_answers", kwargs={"draft": NOBODY}),
                "page": reverse("products:post"),
                "seller": reverse("products:seller"),
                "signIn": reverse("accounts:sign_in"),
            },
            "units": units_told(),
            "usual": dict(Category.objects.filter(is_leaf=True).values_list("key", "default_unit")),
            "labels": {step.value: label for step, label in labels().items()},
            "words": words(),
        },
    }


def units_told() -> list[dict[str, Any]]:
    """The units as static/js/posting/reading.js knows them; `grams` null where one has no fixed weight."""
    return [
        {
            "key": unit.key,
            "grams": unit.grams,
            "divides": unit.key in DIVISIBLE,
            "spellings": list(unit.spellings),
            "short": short_unit(unit.key),
        }
        for unit in units.UNITS.values()
    ]


def words() -> dict[str, str]:
    """What the scripts say; `{…}` is filled in by them."""
    return {
        "reading": _("= {price} for one {unit}, is that right?"),
        "converted": _("({price} for one {unit})"),
        "yes": _("Yes, continue"),
        "goOn": _("Continue"),
        "asked": _("Others in the province now ask {lowest} to {highest} for one {unit} of {category}."),
        "askedOne": _("Now {category} is on sale here at {highest} for one {unit}."),
        "priceOf": _("Price of one {unit}"),
        "perUnit": _("{price} for one {unit}"),
        "none": _("This is still empty."),
        "unread": _("This can't be read. Write it like 300 or 1,5; a price like 98.000, 98k or 1,2 triệu."),
        "negative": _("It can't be below zero."),
        "zero": _("It must be above 0."),
        "small": _("Is this in đồng or in thousands? For 95 thousand write 95k or 95.000."),
        "large": _("This is more than can be right. Check the number and the unit."),
        "unit": _("This unit is not known here. Write the number alone; the unit is chosen by its picture."),
        "other_unit": _("You sell by the {unit}. Write it for one {unit}."),
        "uneven": _("This is not whole đồng for one {unit}. Write the price of one {unit}."),
        "two_ways": _("This can be read in two ways. Write 1.500 as 1500, and one and a half as 1,5."),
        "parts": _("What is sold by the {unit} is counted: write a whole number."),
        "fine": _("Write at most three digits after the comma."),
        "photos": _("Take at least one photo: buyers look first and read later."),
        "unreadable": _(
            "This file is not a photo that can be read. Please choose a JPEG, PNG or WebP photo:"
        ),
        "many": _("A listing has at most {most} photos."),
        "preparing": _("Making the photos smaller… {at}/{all}"),
        "photoNumber": _("Photo {number}"),
        "cover": _("Cover"),
        "drop": _("Remove this photo"),
        "short": _(
            "This phone is nearly full. Delete some photos or apps, then try again; what is here stays."
        ),
        "full": _("This phone has no room left for the photo. Delete some photos or apps, then try again."),
        "choose": _("Tap the picture of what you sell."),
        "chooseUnit": _("Choose the unit you sell by."),
        "place": _("Choose where it grows."),
        "elsewhere": _("Somewhere else"),
        "verified": _("checked"),
        "declared": _("being checked"),
        "noPapers": _("No certificate. That is fine: you can post without one."),
        "newPaper": _("A new certificate"),
        "nameless": _("Produce without a name yet"),
        "unfinished": _("Not finished"),
        "waits": _("Waiting for signal; it is sent by itself"),
        "waitsForCode": _("Waiting: sign in to send"),
        "sending": _("Being sent: {percent} %"),
        "mend": _("Look again: something is missing"),
        "old": _("Kept here for {days} days. Open this page where there is signal, so that it is sent."),
        "sent": _("Sent: {name}"),
        "see": _("See the listing"),
        "goOnWith": _("Go on"),
        "throwAway": _("Throw away"),
        "surely": _("Throw this listing away? Its photos go too."),
        "offline": _("No signal. Go on all the same: everything stays on this phone."),
        "expired": _("Your sign-in has ended. What you wrote is kept; a code is needed to send it."),
        "signIn": _("Sign in with a code"),
        "whoSells": _("Say first who sells, then it is sent."),
        "saySeller": _("Say who sells"),
        "stepwise": _("This phone can't keep photos. Post step by step instead."),
        "season": _("Season: months {first} to {last}"),
        "harvested": _("Harvested on {day}"),
        "change": _("Change"),
        "found": _("Found: {many}"),
        "nothing": _("Nothing is called that here. Try another name, or choose what is nearest."),
    }
