"""What does home show of the officer's branches: members, listings or certificates, as bars and on the map?"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from accounts.signed_in import SignedInRequest
from farmers.models import Branch
from farmers.reporting import Report
from market.desk.charts import bars_of_units, say
from market.desk.figure_links import ADDRESSES, list_behind
from market.desk.figures import CERTIFICATES, LISTINGS, MEASURES, MEMBERS, SUBJECTS, overview_for
from market.desk.map import map_of

ASKED = "so"  # in the address: which measure is shown


class FiguresPanel(Component):
    """One measure at a time, unit by unit; links switch, no script is needed."""

    template_name = "desk/figures_panel.html"
    order = 300

    class Media:
        css = {"all": ["desk/charts.css"]}

    def __init__(self, request: SignedInRequest) -> None:
        self.request = request

    @property
    def measure(self) -> str:
        """The measure asked for, else the members."""
        named = self.request.GET.get(ASKED, "")
        return named if named in MEASURES else MEMBERS

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        subject = MEASURES[self.measure]
        report = overview_for(self.request.user, timezone.localdate(), subject.key)
        context = {"tabs": self._tabs(subject.key), "report": report}
        if report is None:
            return context
        return (
            context | self._drawn(report) | {"all_url": self._all(report), "measures": self._measures(report)}
        )

    def _tabs(self, chosen: str) -> list[dict[str, Any]]:
        words = {MEMBERS: _("Members"), LISTINGS: _("Listings"), CERTIFICATES: _("Certificates")}
        return [
            {"words": words[key], "url": self._here(subject.measures[0]), "is_chosen": key == chosen}
            for key, subject in SUBJECTS.items()
        ]

    def _measures(self, report: Report) -> list[dict[str, Any]]:
        """The sums of the measures of a subject; where there are several, each can be shown."""
        shown = []
        for column, cell in zip(report.columns, report.total.cells, strict=True):
            shown.append(
                {
                    "words": column.header,
                    "count": say(cell),
                    "list_url": list_behind(report, None, column) if self._is_one(report) else "",
                    "url": self._here(column.key),
                    "is_chosen": column.key == self.measure,
                }
            )
        return shown

    def _drawn(self, report: Report) -> dict[str, Any]:
        if [row.unit and row.unit.pk for row in report.rows] == [report.branch.pk]:
            return {"bars": [], "others": "", "map": None}
        bars, others = bars_of_units(report, self.measure)
        is_province = report.branch.level == Branch.Level.PROVINCE
        return {"bars": bars, "others": others, "map": map_of(report, self.measure) if is_province else None}

    def _all(self, report: Report) -> str:
        asked = {"branch": report.branch.pk, "sort": self.measure}
        return f"{reverse('desk:report', args=(ADDRESSES['overview'],))}?{urlencode(asked)}"

    @staticmethod
    def _is_one(report: Report) -> bool:
        """Whether all units lie below the report's branch; of an officer of several the sum has no list of its own."""
        return all(row.unit is None or row.unit.path.startswith(report.branch.path) for row in report.rows)

    @staticmethod
    def _here(measure: str) -> str:
        return f"{reverse('wagtailadmin_home')}?{urlencode({ASKED: measure})}#so-lieu"
