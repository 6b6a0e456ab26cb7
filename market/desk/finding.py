"""How does an officer find one record among 400,000? By words without accents, filters, and counts that stop at 1,001."""

from typing import Any

import django_filters
from django.contrib.admin.utils import quote
from django.db import models
from django.forms import RadioSelect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.widgets.button import HeaderButton

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Branch
from vietnam.text import fold

MOST_COUNTED = 1_001
ROWS_PER_PAGE = 20
LONGEST_ID = 18  # more digits than that are no id of any database
# Of what is typed into a search; some thousand words are more than a database reads in one question.
WORDS_LENGTH = 100


class CappedPaginator(WagtailPaginator):
    """Counts no further than 1,001: beyond that nobody pages, one filters."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:MOST_COUNTED].count()

    @property
    def is_capped(self) -> bool:
        """Whether there is more than was counted."""
        return self.count == MOST_COUNTED

    @property
    def items_count_label(self) -> str:
        if self.is_capped:
            return _("More than %(number)s records") % {"number": "1.000"}
        return ngettext("%(number)s record", "%(number)s records", self.count) % {"number": self.count}


class FoundList(IndexView):
    """A list of guarded records. `folded` are the columns searched, `joined` what its rows need beside themselves.

    `sorted_by` is the column that sorts by the first one shown; empty where no index has it.
    """

    paginator_class = CappedPaginator
    any_permission_required = ["view"]
    results_template_name = "desk/list_results.html"
    paginate_by = ROWS_PER_PAGE
    folded: tuple[str, ...] = ()
    sorted_by = ""
    joined: tuple[str, ...] = ()

    def setup(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Files leave by market/desk/exports.py alone, where they are recorded.
        self.is_export = False

    def get_base_queryset(self) -> models.QuerySet[Any]:
        return super().get_base_queryset().select_related(*self.joined)

    @cached_property
    def is_searchable(self) -> bool:
        return True

    @cached_property
    def columns(self) -> list[Column]:
        """The first column sorts by its folded copy, or not at all: a million rows are not sorted without an index."""
        columns = super().columns
        columns[0].sort_key = self.sorted_by or None
        return columns

    def search_queryset(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Those in whose folded columns every word typed stands, accents or not."""
        for word in fold(self.search_query[:WORDS_LENGTH]).split():
            queryset = queryset.filter(
                models.Q(*((f"{column}__contains", word) for column in self.folded), _connector=models.Q.OR)
            )
        return queryset

    def get_history_url(self, instance: models.Model) -> str:
        """Where what was done to a record is told."""
        return reverse(self.history_url_name, args=(quote(instance.pk),))

    def get_list_more_buttons(self, instance: models.Model) -> list[MenuItem]:
        """Only what an officer does to a record: mend it, read its history."""
        buttons = []
        if url := self.get_edit_url(instance):
            buttons.append(MenuItem(_("Open"), url=url, icon_name="edit", priority=10))
        buttons.append(
            MenuItem(_("History"), url=self.get_history_url(instance), icon_name="history", priority=20)
        )
        return buttons

    # Given by the viewset to every view that has the attribute.
    history_url_name: str | None = None


class ToldHistory(HistoryView):
    """What was done to a record: who, when, why. Twenty lines need no filter, least of all Wagtail's English calendar."""

    any_permission_required = ["view"]
    filterset_class = None

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        url = self.get_edit_url(self.object)
        return [HeaderButton(label=_("Open"), url=url, icon_name="edit")] if url else []


class StandingColumn(Column):
    """A standing as a sign and words, never colour alone; `key` reads its key from the row, `label` its words."""

    cell_template_name = "desk/standing_cell.html"

    def __init__(self, name: str, *, key: str, **options: Any) -> None:
        super().__init__(name, **options)
        self.key = key

    def get_cell_context_data(self, instance: models.Model, parent_context: Any) -> dict[str, Any]:
        return super().get_cell_context_data(instance, parent_context) | {"key": getattr(instance, self.key)}


class BranchField(django_filters.fields.ModelChoiceField):
    """Branches by name."""

    def label_from_instance(self, obj: Branch) -> str:
        return obj.name


class BranchFilter(django_filters.ModelChoiceFilter):
    """A branch and all below it; a province is offered its communes, a commune its chapters."""

    field_class = BranchField

    def __init__(self, *, to_branch: str, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Branch"))
        options.setdefault("empty_label", gettext_lazy("All branches"))
        super().__init__(queryset=branches_offered, **options)
        self.to_branch = to_branch

    def filter(self, qs: models.QuerySet[Any], value: Branch | None) -> models.QuerySet[Any]:
        return qs.filter(**{f"{self.to_branch}__path__startswith": value.path}) if value else qs


def branches_offered(request: SignedInRequest) -> models.QuerySet[Branch]:
    """The branches an officer may choose from in a filter: at most a province's communes, never its 5,000 chapters.

    One that a link names is offered too: reports lead to chapters, and to the province itself.
    """
    within = rights.within(request.user, rights.VIEW)
    branches = Branch.objects.filter(within).order_by("name_folded", "pk")
    highest = rights.branches_for(request.user, rights.VIEW)[:1]
    if highest and highest[0].level == Branch.Level.PROVINCE:
        named = request.GET.get("branch", "")
        is_named = models.Q(pk=named) if named.isdecimal() and len(named) <= LONGEST_ID else models.Q(pk=None)
        return branches.filter(models.Q(level=Branch.Level.COMMUNE) | is_named)
    return branches


class OneOfFew(django_filters.ChoiceFilter):
    """A filter by one of a few values."""

    def __init__(self, *, choices: Any, label: Any, **options: Any) -> None:
        options.setdefault("empty_label", gettext_lazy("All"))
        super().__init__(choices=choices, label=label, widget=RadioSelect, **options)
