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
from django.utils.translation import gettext_lazy

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
    """What the scripts say, in the language of the page."""
    return {name: str(text) for name, text in WORDS.items()}


# `{…}` is filled in by the scripts.
WORDS = {
    "reading": gettext_lazy("= {price} for one {unit}, is that right?"),
    "converted": gettext_lazy("({price} for one {unit})"),
    "yes": gettext_lazy("Yes, continue"),
    "goOn": gettext_lazy("Continue"),
    "asked": gettext_lazy(
        "Others in the province now ask {lowest} to {highest} for one {unit} of {category}."
    ),
    "askedOne": gettext_lazy("Now {category} is on sale here at {highest} for one {unit}."),
    "priceOf": gettext_lazy("Price of one {unit}"),
    "perUnit": gettext_lazy("{price} for one {unit}"),
    "none": gettext_lazy("This is still empty."),
    "unread": gettext_lazy(
        "This can't be read. Write it like 300 or 1,5; a price like 98.000, 98k or 1,2 triệu."
    ),
    "negative": gettext_lazy("It can't be below zero."),
    "zero": gettext_lazy("It must be above 0."),
    "small": gettext_lazy("Is this in đồng or in thousands? For 95 thousand write 95k or 95.000."),
    "large": gettext_lazy("This is more than can be right. Check the number and the unit."),
    "unit": gettext_lazy(
        "This unit is not known here. Write the number alone; the unit is chosen by its picture."
    ),
    "other_unit": gettext_lazy("You sell by the {unit}. Write it for one {unit}."),
    "uneven": gettext_lazy("This is not whole đồng for one {unit}. Write the price of one {unit}."),
    "two_ways": gettext_lazy("This can be read in two ways. Write 1.500 as 1500, and one and a half as 1,5."),
    "parts": gettext_lazy("What is sold by the {unit} is counted: write a whole number."),
    "fine": gettext_lazy("Write at most three digits after the comma."),
    "photos": gettext_lazy("Take at least one photo: buyers look first and read later."),
    "unreadable": gettext_lazy(
        "This file is not a photo that can be read. Please choose a JPEG, PNG or WebP photo:"
    ),
    "many": gettext_lazy("A listing has at most {most} photos."),
    "preparing": gettext_lazy("Making the photos smaller… {at}/{all}"),
    "photoNumber": gettext_lazy("Photo {number}"),
    "cover": gettext_lazy("Cover"),
    "drop": gettext_lazy("Remove this photo"),
    "short": gettext_lazy(
        "This phone is nearly full. Delete some photos or apps, then try again; what is here stays."
    ),
    "full": gettext_lazy(
        "This phone has no room left for the photo. Delete some photos or apps, then try again."
    ),
    "choose": gettext_lazy("Tap the picture of what you sell."),
    "chooseUnit": gettext_lazy("Choose the unit you sell by."),
    "place": gettext_lazy("Choose where it grows."),
    "elsewhere": gettext_lazy("Somewhere else"),
    "verified": gettext_lazy("checked"),
    "declared": gettext_lazy("being checked"),
    "noPapers": gettext_lazy("No certificate. That is fine: you can post without one."),
    "newPaper": gettext_lazy("A new certificate"),
    "nameless": gettext_lazy("Produce without a name yet"),
    "unfinished": gettext_lazy("Not finished"),
    "waits": gettext_lazy("Waiting for signal; it is sent by itself"),
    "waitsForCode": gettext_lazy("Waiting: sign in to send"),
    "sending": gettext_lazy("Being sent: {percent} %"),
    "mend": gettext_lazy("Look again: something is missing"),
    "old": gettext_lazy(
        "Kept here for {days} days. Open this page where there is signal, so that it is sent."
    ),
    "sent": gettext_lazy("Sent: {name}"),
    "see": gettext_lazy("See the listing"),
    "goOnWith": gettext_lazy("Go on"),
    "throwAway": gettext_lazy("Throw away"),
    "surely": gettext_lazy("Throw this listing away? Its photos go too."),
    "offline": gettext_lazy("No signal. Go on all the same: everything stays on this phone."),
    "expired": gettext_lazy("Your sign-in has ended. What you wrote is kept; a code is needed to send it."),
    "signIn": gettext_lazy("Sign in with a code"),
    "whoSells": gettext_lazy("Say first who sells, then it is sent."),
    "saySeller": gettext_lazy("Say who sells"),
    "season": gettext_lazy("Season: months {first} to {last}"),
    "harvested": gettext_lazy("Harvested on {day}"),
    "change": gettext_lazy("Change"),
    "found": gettext_lazy("Found: {many}"),
    "nothing": gettext_lazy("Nothing is called that here. Try another name, or choose what is nearest."),
}
