"""How is a unit of a report called in a table, beside a bar, on the map?"""

from django.utils.translation import gettext as _

from farmers.models import Branch
from farmers.reporting.tables import Unit
from vietnam import places


def name_of(unit: Unit) -> str:
    """A commune by its own name, which is shorter than its branch's; others as they are called."""
    if unit.is_rest:
        return _("directly at the branch")
    if unit.level == Branch.Level.COMMUNE:
        try:
            return places.commune(unit.place_code).full_name
        except LookupError:
            pass
    return unit.name
