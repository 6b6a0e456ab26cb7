"""What do the components of the style gallery show? Real lengths of text, every state, invented people."""

from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from farmers.models import Certificate
from products.units import Unit
from traceability.models import Event

LONG_NAME = "Hợp tác xã Nông nghiệp – Dịch vụ – Thương mại Nam Yang Đak Đoa"


class ManyPhotos(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label=_("What do you sell?"), help_text=_("As people call it at the market."))
    story = forms.CharField(label=_("Tell the buyer about it"), widget=forms.Textarea, required=False)
    amount = forms.DecimalField(label=_("How much do you have?"))
    price = forms.CharField(label=_("Price"), help_text=_("Write it as you say it: 98k, 95.000, 1tr2."))
    unit = forms.ChoiceField(label=_("Sold by"), choices=Unit, widget=forms.RadioSelect)
    scheme = forms.ChoiceField(label=_("Certificate"), choices=Certificate.Scheme, widget=forms.RadioSelect)
    commune = forms.CharField(label=_("Commune"), help_text=_("Accents are not needed."))
    harvested_on = forms.DateField(
        label=_("Harvest day"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    photos = forms.FileField(
        label=_("Photos"), widget=ManyPhotos(attrs={"accept": "image/*", "multiple": True})
    )
    code = forms.CharField(
        label=_("Six digits from the message"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "6"}
        ),
    )
    label = forms.CharField(label=_("Code on the label"), widget=forms.TextInput(attrs={"maxlength": "14"}))
    way = forms.ChoiceField(
        label=_("How will it reach the buyer?"),
        choices=[("post", _("By post")), ("stall", _("Picked up at my house"))],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=_("My name and commune may be shown to buyers"), required=False)


def _card(title: str, art: str, **others: Any) -> dict[str, Any]:
    known = {"url": "#cards", "title": title, "photo_url": static(f"art/{art}.svg"), "unit": "kg"}
    return known | {"farmer": "Rơ Châm H’Lan", "commune": "xã Biển Hồ"} | others


def _cards() -> list[dict[str, Any]]:
    return [
        _card(
            "Cà phê nhân robusta, mẻ tháng 11",
            "coffee-cherries",
            price="98.000",
            standing="verified",
            scheme="VietGAP",
        ),
        _card(
            "Mật ong hoa cà phê",
            "honey",
            price="165.000",
            unit="chai",
            standing="verified",
            scheme="OCOP 4 sao",
            stars=4,
        ),
        _card(
            "Sầu riêng Ri6 hái chín",
            "durian",
            price="72.000",
            farmer=LONG_NAME,
            standing="checking",
            scheme="GlobalG.A.P.",
        ),
        _card(
            "Tiêu sọ phơi nắng, hạt mẩy, lựa tay từng hạt, không lẫn tạp chất",
            "pepper",
            price="182.000",
            standing="expired",
            scheme="VietGAP",
        ),
        _card("Chanh dây tím", "passion-fruit", price="28.000", standing="declared", scheme="Hữu cơ"),
        _card("Rượu cần men lá", "wine-jar", price="1.250.000", unit="ghè", is_gone=True),
        _card("Gạo Ba Chăm", "rice", price="38.000", standing="revoked", scheme="HACCP"),
        _card("Bò giống", "meat", price=""),
    ]


def _diary() -> list[dict[str, Any]]:
    shown = [Event.Kind.LOT_OPENED, Event.Kind.HARVEST, Event.Kind.FERTILISER, Event.Kind.SOWING]
    entries: list[dict[str, Any]] = [
        {"kind": kind.value, "title": kind.label, "when": "02/11/2026", "who": "Rơ Châm H’Lan"}
        for kind in shown
    ]
    entries[1] |= {
        "text": "Hái chín 95 %, 1.200 kg quả tươi, trời nắng.",
        "photo_url": static("art/coffee-cherries.svg"),
    }
    entries.insert(
        2,
        {
            "kind": "pesticide",
            "title": "Thu hồi một phần lô",
            "when": "09/11/2026",
            "text": "Phát hiện dư lượng; 200 kg được giữ lại.",
            "is_problem": True,
        },
    )
    return entries


def _rows() -> list[list[dict[str, Any]]]:
    return [
        [
            {"text": title, "url": "#table"},
            {"text": farmer, "label": _("Farmer")},
            {"text": amount, "label": _("Amount"), "is_number": True},
        ]
        for title, farmer, amount in [
            ("Cà phê nhân robusta", LONG_NAME, "1.200 kg"),
            ("Mật ong hoa cà phê", "Đinh Blưm", "48 chai"),
        ]
    ]


def _chips() -> list[dict[str, Any]]:
    chips = [("Tất cả", ""), ("Cà phê", "category-coffee-cocoa"), ("Trái cây", "category-fruit")]
    chips += [("Mật ong", "category-honey"), ("VietGAP", "scheme-vietgap"), ("OCOP", "scheme-ocop")]
    return [{"text": t, "icon": i, "url": "#chips", "is_current": n == 0} for n, (t, i) in enumerate(chips)]


def _facts() -> list[dict[str, Any]]:
    return [
        {
            "icon": "leaf",
            "label": _("Farmer"),
            "value": LONG_NAME,
            "note": "làng Ví Dụ, xã Biển Hồ, Gia Lai",
        },
        {
            "icon": "sun",
            "label": _("Harvest"),
            "value": "02–09/11/2026",
            "note": "lô BH-2611-07 · 1.200 kg",
        },
        {"icon": "phone", "label": _("Call"), "value": "0905 123 456", "url": "tel:+84905123456"},
    ]


def samples() -> dict[str, Any]:
    """The context of gallery.html."""
    wrong = SampleForm({"title": "", "price": "-5", "commune": "Xã Không Có", "code": ""})
    wrong.add_error("price", _("A price is more than 0 đ. Write for example 98k or 98.000."))
    wrong.add_error("commune", _("We know no such commune. Choose one from the list, or type its old name."))
    return {
        "form": SampleForm(initial={"price": "98k", "unit": "kg", "scheme": "vietgap"}),
        "wrong": wrong,
        "long_name": LONG_NAME,
        "cards": _cards(),
        "diary": _diary(),
        "rows": _rows(),
        "columns": [_("Produce"), _("Farmer"), {"text": _("Amount"), "is_number": True}],
        "chips": _chips(),
        "crumbs": [{"text": _("Home"), "url": "/"}, {"text": _("Produce"), "url": "/nong-san/"}],
        "facts": _facts(),
        "photos": [
            {"url": static(f"art/{art}.svg"), "alt": art, "remove_name": "remove", "remove_value": art}
            for art in ("coffee-cherries", "coffee-beans")
        ],
        "standings": ["verified", "checking", "returned", "expired", "revoked", "declared"],
        "steps": range(5),
    }
