"""Which file is brought, for which branch, and where in it is the table?"""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from farmers import rights
from farmers.models import Branch, Intake

MOST_ROWS = 200_000
ENCODINGS = (
    ("", _("find out by itself")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1258", "Windows (cp1258)"),
    ("tcvn3", "TCVN3 (ABC)"),
    ("vni", "VNI"),
)
DELIMITERS = (("", _("find out by itself")), (",", ","), (";", ";"), ("\t", _("tab")))


class BringForm(forms.Form):
    """The file, and the branch whose members it holds."""

    branch = forms.ModelChoiceField(label=_("Members of"), queryset=Branch.objects.none(), empty_label=None)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Excel (.xlsx, .xls), .ods or .csv, as it is: titles, merged cells and totals do not matter."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = rights.visible(Branch, user, rights.ENTER)
        levels = [Branch.Level.PROVINCE, Branch.Level.COMMUNE]
        offered = mine.filter(level__in=levels)
        # An officer of a chapter brings the list of the chapter.
        offered = offered if offered.exists() else mine
        cast("forms.ModelChoiceField", self.fields["branch"]).queryset = offered.order_by("path")


class WhereForm(forms.Form):
    """Where the table is, when it was not found or is another one."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_row = forms.IntegerField(
        label=_("Row of the column titles"), required=False, min_value=1, max_value=MOST_ROWS
    )
    encoding = forms.ChoiceField(label=_("Letters (of a .csv file)"), required=False, choices=ENCODINGS)
    delimiter = forms.ChoiceField(label=_("Separator (of a .csv file)"), required=False, choices=DELIMITERS)

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        kwargs.setdefault("initial", intake.found.get("where", {}))
        super().__init__(*args, **kwargs)
        sheets = intake.found.get("sheets", [])
        cast("forms.ChoiceField", self.fields["sheet"]).choices = [
            ("", _("find out by itself")),
            *((name, name) for name in sheets),
        ]
