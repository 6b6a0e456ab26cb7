"""What is kept of the diary of a person's farms, told in words they understand?"""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from farmers.kept import Row, Section, day
from farmers.person import Person
from traceability.models import EventDetail, Label, Lot

MOST_TOLD = 500


def kept_diary(person: Person) -> list[Section]:
    """Lots with their printed labels, and the diary's entries as far as they were put into words."""
    lots = Lot.objects.filter(farm__farmer__in=person.farmers).order_by("pk")
    rows: list[Row] = [
        (_("Lot %(code)s") % {"code": lot.code}, day(lot.opened_at)) for lot in lots[:MOST_TOLD]
    ]
    if labels := Label.objects.filter(farm__farmer__in=person.farmers).count():
        rows.append((_("Printed codes"), str(labels)))
    details = EventDetail.objects.filter(event__farm__farmer__in=person.farmers, erased_at=None)
    for detail in details.select_related("event").order_by("event__happened_on", "pk")[:MOST_TOLD]:
        name = f"{capfirst(str(detail.event.get_kind_display()))} {day(detail.event.happened_on)}"
        rows.append((name, str(detail.content.get("text") or "–")))
    return [Section(_("Lots and diary"), rows)] if rows else []
