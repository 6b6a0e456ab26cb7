"""How much of the work of a period was done by its due date, branch by branch, and what is late now?

Admissions carry their due date; certificates and listings are due so many days after they were sent (settings). The
province's one-stop desk publishes the same share of itself.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Branch, Certificate, MembershipStep
from farmers.reporting.periods import Period
from farmers.tree import commune_path
from products.models import Product

QUARTERS_OFFERED = 8
KINDS: tuple[tuple[str, Promise], ...] = (
    ("admission", gettext_lazy("Admissions")),
    ("certificate", gettext_lazy("Certificates")),
    ("listing", gettext_lazy("Listings")),
)


@dataclass
class Share:
    """What was done in a period and how much of it in time; what is open now and how much of that is late."""

    done: int = 0
    in_time: int = 0
    open: int = 0
    late: int = 0

    @property
    def per_mille(self) -> int | None:
        """The share in time in thousandths; nothing where nothing was done."""
        return 1000 * self.in_time // self.done if self.done else None

    @property
    def words(self) -> str:
        """The share as people say it: "98,9 %"."""
        if self.per_mille is None:
            return "–"
        return f"{self.per_mille // 10},{self.per_mille % 10} %"

    def add(self, done: int, in_time: int, open_: int, late: int) -> None:
        """Count more to it."""
        self.done += done
        self.in_time += in_time
        self.open += open_
        self.late += late


@dataclass
class Unit:
    """A branch and its shares, by kind of work."""

    branch: Branch
    shares: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))

    @property
    def whole(self) -> Share:
        """All kinds together."""
        total = Share()
        for share in self.shares.values():
            total.add(share.done, share.in_time, share.open, share.late)
        return total

    @property
    def in_order(self) -> list[Share]:
        """The shares in the order of the columns."""
        return [self.shares[kind] for kind, _label in KINDS]


def punctuality(user: User, *, period: Period, at: datetime) -> list[Unit]:
    """The communes below the user's branches, those with most late work first, then those least in time."""
    units: dict[str, Unit] = {}
    for kind, rows in _counted(user, period, timezone.localdate(at)):
        for path, *numbers in rows:
            near = commune_path(path)
            units.setdefault(near, Unit(Branch(path=near))).shares[kind].add(*numbers)
    for branch in Branch.objects.filter(path__in=units):
        units[branch.path].branch = branch
    return sorted(units.values(), key=_by_need)


def _by_need(unit: Unit) -> tuple[int, int, str]:
    whole = unit.whole
    return -whole.late, 1000 if whole.per_mille is None else whole.per_mille, unit.branch.name_folded


def _counted(user: User, period: Period, today: date) -> Iterable[tuple[str, Iterable[tuple[Any, ...]]]]:
    """One query for each kind of work: path of a branch, done, in time, open, late."""
    for kind, work in (
        ("admission", _admissions()),
        ("certificate", _certificates()),
        ("listing", _listings()),
    ):
        yield kind, _rows(user, work, period=period, today=today)


def _admissions() -> QuerySet[Any]:
    """Admissions with the day they were due, done, and whether they are open."""
    steps = MembershipStep.objects.filter(kind=MembershipStep.Kind.ADMISSION)
    return steps.annotate(
        due_day=F("due_on"), done_day=TruncDate("decided_at"), is_open=Q(decided_at__isnull=True)
    )


def _certificates() -> QuerySet[Any]:
    """The same of certificates. A revoked one was looked at before; its first look is no longer known."""
    standing = Certificate.Standing
    looked_at = When(standing__in=[standing.VERIFIED, standing.RETURNED], then=TruncDate("checked_at"))
    return Certificate.objects.annotate(
        due_day=TruncDate(F("declared_at") + Value(timedelta(days=settings.CERTIFICATE_DUE_DAYS))),
        done_day=Case(looked_at),
        is_open=Q(standing=standing.DECLARED),
    )


def _listings() -> QuerySet[Any]:
    """The same of listings. Of a returned one the moment of the look is told in its history alone."""
    published = When(published_at__gte=F("submitted_at"), then=TruncDate("published_at"))
    return Product.objects.filter(submitted_at__isnull=False).annotate(
        due_day=TruncDate(F("submitted_at") + Value(timedelta(days=settings.LISTING_DUE_DAYS))),
        done_day=Case(published),
        is_open=Q(state=Product.State.SUBMITTED),
    )


def _rows(user: User, work: QuerySet[Any], *, period: Period, today: date) -> Iterable[tuple[Any, ...]]:
    to_branch = rights.path_to_branch(work.model)
    was_done = Q(done_day__range=(period.first_day, period.last_day))
    # What was done before the period, and is not open, is nothing to count.
    mine = work.filter(rights.within(user, rights.VIEW, to_branch)).filter(was_done | Q(is_open=True))
    return (
        mine.values_list(f"{to_branch}__path")
        .annotate(
            done=Count("pk", filter=was_done),
            in_time=Count("pk", filter=was_done & Q(done_day__lte=F("due_day"))),
            open=Count("pk", filter=Q(is_open=True)),
            late=Count("pk", filter=Q(is_open=True, due_day__lt=today)),
        )
        .order_by()
    )


class PunctualityPage(WagtailAdminTemplateMixin, TemplateView):
    """The shares of a quarter or a year."""

    request: SignedInRequest
    template_name = "desk/punctuality.html"
    header_icon = "time"

    def get_header_title(self) -> str:
        return _("Done in time")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        this = Period.around(timezone.localdate(at))
        try:
            period = Period.read(self.request.GET["period"]) if "period" in self.request.GET else this
        except ValueError as error:
            raise Http404 from error
        units = punctuality(self.request.user, period=period, at=at)
        total = Unit(Branch(name=_("Together")))
        for unit in units:
            for kind, share in unit.shares.items():
                total.shares[kind].add(share.done, share.in_time, share.open, share.late)
        return super().get_context_data(**kwargs) | {
            "period": period,
            "periods": _offered(this),
            "kinds": [label for _kind, label in KINDS],
            "units": units,
            "total": total,
            "has_work": bool(units),
        }


def _offered(this: Period) -> list[Period]:
    """The last quarters, then the last two years."""
    quarters = [this]
    while len(quarters) < QUARTERS_OFFERED:
        quarters.append(Period.around(quarters[-1].first_day - timedelta(days=1)))
    return [*quarters, Period(this.year), Period(this.year - 1)]
