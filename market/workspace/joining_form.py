"""What does somebody say who wants to become a member? The citizen card, where they live, and the consent."""

import hashlib
import re
from datetime import date
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Consent
from farmers.applying import Application
from farmers.consent_recording import consent_words
from farmers.doubting import doubts_about
from farmers.forms import InCommune
from farmers.models import Member
from vietnam.text import half_width

EARLIEST_YEAR = 1900
DAY = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})|([0-9]{2})([0-9]{2})([0-9]{4})")


def read_day(typed: str) -> date:
    """A day as people write it: 02/03/1985, 2-3-1985, 02031985. ValidationError says how."""
    found = DAY.fullmatch(half_width(typed).strip())
    try:
        if found is None:
            raise ValueError
        day, month, year = (int(part) for part in found.groups() if part is not None)
        read = date(year, month, day)
    except ValueError:
        message = _("Write the day like 02/03/1985.")
        raise ValidationError(message, code="day") from None
    if not date(EARLIEST_YEAR, 1, 1) <= read <= timezone.localdate():
        raise ValidationError(_("This day cannot be. Look at the card again."), code="day")
    return read


def read_birth(typed: str) -> date | int:
    """A day, or the year alone of who knows no more."""
    plain = half_width(typed).strip()
    if not re.fullmatch(r"[0-9]{4}", plain):
        return read_day(plain)
    if not EARLIEST_YEAR <= int(plain) <= timezone.localdate().year:
        raise ValidationError(_("This year cannot be. Look at the card again."), code="day")
    return int(plain)


def read_number(typed: str) -> str:
    """The twelve digits of a citizen id; nothing is added or left out but spaces, dots and dashes."""
    digits = re.sub(r"[\s.\-]", "", half_width(typed))
    if not re.fullmatch(r"[0-9]{12}", digits):
        message = _("The number on the citizen card has 12 digits. Look at it again.")
        raise ValidationError(message, code="number")
    return digits


class ApplicationForm(InCommune):
    """Three screens. What looks wrong is told once; who goes on all the same is let on."""

    SCREENS: ClassVar = (
        ("full_name", "citizen_id", "born", "gender", "issued_on", "permanent_address", "old_id", "seen"),
        ("commune", "commune_code", "address"),
        ("member_data",),
    )

    full_name = forms.CharField(
        label=gettext_lazy("Full name, as on the card"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write the name as it is on the card.")},
    )
    citizen_id = forms.CharField(
        label=gettext_lazy("Number of the citizen card"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Type the 12 digits of the card.")},
    )
    born = forms.CharField(
        label=gettext_lazy("Date of birth"),
        max_length=20,
        help_text=gettext_lazy("Day, month, year, for example 02/03/1985; or the year alone."),
        widget=forms.TextInput(attrs={"autocomplete": "bday", "inputmode": "text"}),
        error_messages={"required": gettext_lazy("Say when you were born; the year alone will do.")},
    )
    gender = forms.ChoiceField(
        label=gettext_lazy("Sex"),
        choices=Member.Gender.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one, as on the card.")},
    )
    issued_on = forms.CharField(
        label=gettext_lazy("Card issued on"), max_length=20, required=False, help_text="02/03/2021"
    )
    permanent_address = forms.CharField(
        label=gettext_lazy("Residence, as on the card"), max_length=200, required=False
    )
    old_id = forms.CharField(required=False, max_length=9, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    address = forms.CharField(label=gettext_lazy("Village, street"), max_length=200, required=False)
    member_data = forms.BooleanField(
        label="",
        error_messages={
            "required": gettext_lazy("Without your consent nobody may keep an application. Tick it to apply.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].label = _("In which commune or ward do you live?")
        self.fields["member_data"].label = consent_words(Consent.Purpose.MEMBER_DATA)
        self.told: list[str] = []

    def clean_citizen_id(self) -> str:
        """Twelve digits."""
        return read_number(self.cleaned_data["citizen_id"])

    def clean_born(self) -> date | int:
        """A day or a year."""
        return read_birth(self.cleaned_data["born"])

    def clean_issued_on(self) -> date | None:
        """A day, if there is one."""
        typed = self.cleaned_data["issued_on"]
        return read_day(typed) if typed else None

    def clean_old_id(self) -> str:
        """Nine digits or nothing: it comes from the card's code alone."""
        typed = str(self.cleaned_data["old_id"])
        return typed if re.fullmatch(r"[0-9]{9}", typed) else ""

    @cached_property
    def doubts(self) -> list[str]:
        """What on the card disagrees."""
        said = self.cleaned_data if self.is_bound and not self.errors.keys() & set(self.SCREENS[0]) else {}
        if "citizen_id" not in said:
            return []
        born = said["born"]
        columns = {"birth_date": born} if isinstance(born, date) else {"birth_year": born}
        return doubts_about(Member(citizen_id=said["citizen_id"], gender=said["gender"], **columns))

    @property
    def token(self) -> str:
        """Says which doubts were read, without what they are about."""
        return hashlib.sha256("\n".join(self.doubts).encode()).hexdigest()[:32]

    @cached_property
    def again(self) -> int | None:
        return 0 if self.doubts and self.data.get("seen") != self.token else None

    @property
    def page(self) -> Self:
        page = super().page
        if self.shown == 0 and self.again is not None:
            page.told = self.doubts
            page.initial["seen"] = self.token
        return page

    @property
    def application(self) -> Application:
        """What was said, once it is done."""
        said = self.cleaned_data
        born = said["born"]
        return Application(
            full_name=said["full_name"],
            citizen_id=said["citizen_id"],
            commune_code=self.found_code,
            gender=said["gender"],
            birth_date=born if isinstance(born, date) else None,
            birth_year=None if isinstance(born, date) else born,
            citizen_id_issued_on=said["issued_on"],
            old_id=said["old_id"],
            permanent_address=said["permanent_address"],
            address=said["address"],
        )
