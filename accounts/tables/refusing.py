"""What is said of a table that can't be read, and what should be done about it?"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from accounts.tables.bounds import Limits

_SENTENCES = {
    "empty": _("This file is empty. Please choose the file again, or save it once more in Excel."),
    "too_large": _("This file is larger than %(megabytes)s MB. Please split it into several files."),
    "other_kind": _("This is no table. Please choose an Excel file (.xlsx, .xls), .ods or .csv."),
    "wrong_ending": _(
        "This file is called %(ending)s, but it is something else. Please open it in Excel and save it as .xlsx."
    ),
    "word": _("This is a Word file. Please copy its table into Excel and save it as .xlsx."),
    "binary_workbook": _("Excel files of kind .xlsb are not read. Please save the file as .xlsx."),
    "xml_workbook": _("Excel files of the XML kind are not read. Please save the file as .xlsx."),
    "web_frames": _(
        "This is a web page whose sheets lie in other files. Please open it in Excel and save it as .xlsx."
    ),
    "password": _(
        "This file has a password. Please take the password off (in Excel: File → Info → Protect Workbook) and send it again."
    ),
    "broken": _(
        "This file is damaged or did not arrive whole. Please open it in Excel, save it as a new file, and send that."
    ),
    "suspicious": _(
        "This file holds parts that no table needs. Please copy the table alone into a new Excel file and send that."
    ),
    "too_heavy": _(
        "This file takes too much to read: it may have a cell far from the table, or tens of thousands of empty rows with formats. Please copy the table alone into a new Excel file and send that."
    ),
    "too_slow": _("This file takes too long to read. Please split it into several files."),
    "too_many_rows": _("This sheet has more than %(most)s rows. Please split it into several files."),
    "too_many_columns": _(
        "This sheet reaches to column %(column)s; at most %(most)s columns are read. Please delete what stands beside the table."
    ),
    "too_many_sheets": _(
        "This file has more than %(most)s sheets. Please copy the sheets you need into a new file."
    ),
    "far_row": _(
        "This sheet reaches to row %(row)s, which no Excel has. Please copy the table into a new Excel file."
    ),
    "long_cell": _(
        "Row %(row)s has a text of more than %(most)s characters. Please shorten it; in a .csv file a quotation mark may be missing."
    ),
    "no_such_sheet": _("This file has no sheet “%(sheet)s”. Please choose another one."),
    "no_table": _("No table was found in this file. Please check that it is the right one."),
    "encoding": _(
        "The letters of this file can't be read. Please save it in Excel as “CSV UTF-8” or as .xlsx."
    ),
}


class Unreadable(ValidationError):
    """The file can't be read; the message says in plain words why, and what to do."""

    def __init__(self, code: str, **said: str | int) -> None:
        if "most" in said:
            said["most"] = number_format(said["most"], force_grouping=True)
        super().__init__(_SENTENCES.get(code, _SENTENCES["broken"]), code=code, params=said or None)


def limits() -> Limits:
    """What this installation reads at most."""
    return Limits(**getattr(settings, "TABLE_LIMITS", {}))
