"""What waits for this officer, of all kinds at once: how much, how much of it is late, and where it is done?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.handing_out import OWN_DATA
from accounts.models import HandedFile, User
from farmers import rights
from farmers.models import Certificate, DataRequest, Incident, MembershipStep
from market.desk.lists.certificates import RUNS_OUT_WITHIN
from products.models import PriceChange, TakeDown

HANDED_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Kind:
    """One kind of work: for whom (`action`), what is open, what of that is late, where it is done."""

    label: Promise
    icon: str
    action: str
    model: type[Model]
    open: Q
    late: Q
    url_name: str
    query: str = ""


@dataclass(frozen=True)
class Work:
    """What waits of one kind."""

    label: Promise
    icon: str
    count: int
    late: int
    url: str


def kinds(at: datetime) -> list[Kind]:
    """All kinds of work but certificates and listings, which have panels of their own, as they stand at a moment."""
    today = timezone.localdate(at)
    return [
        _admissions(today),
        _prices(at),
        _complaints(at),
        _requests(today),
        _breaches(at),
        _expiring(today),
    ]


def _admissions(today: date) -> Kind:
    waiting = Q(kind=MembershipStep.Kind.ADMISSION, decided_at=None, member__merged_into=None)
    label = gettext_lazy("Admissions to decide")
    return Kind(label, "group", rights.ADMIT, MembershipStep, waiting, Q(due_on__lt=today), "desk:admissions")


def _prices(at: datetime) -> Kind:
    waiting = Q(state=PriceChange.State.WAITING)
    late = Q(asked_at__lt=at - timedelta(days=settings.LISTING_DUE_DAYS))
    label = gettext_lazy("Prices to look at")
    return Kind(label, "tag", rights.REVIEW, PriceChange, waiting, late, "desk:price_changes")


def _complaints(at: datetime) -> Kind:
    reported, warned = TakeDown.State.REPORTED, TakeDown.State.WARNED
    late = Q(state=reported, due_at__lt=at)
    late |= Q(state=warned, takes_effect_on__lte=timezone.localdate(at))
    label = gettext_lazy("Listings with a complaint")
    is_open = Q(state__in=[reported, warned])
    return Kind(label, "warning", rights.REVIEW, TakeDown, is_open, late, "desk:take_downs")


def _requests(today: date) -> Kind:
    late = Q(do_due_on__lt=today) | Q(answered_at=None, answer_due_on__lt=today)
    label = gettext_lazy("Requests about personal data")
    return Kind(label, "lock", rights.APPOINT, DataRequest, Q(closed_at=None), late, "desk:data_requests")


def _breaches(at: datetime) -> Kind:
    late = Q(notified_at=None, notify_by__lt=at)
    label = gettext_lazy("Breaches of personal data")
    return Kind(label, "warning", rights.APPOINT, Incident, Q(closed_at=None), late, "desk:incidents")


def _expiring(today: date) -> Kind:
    last = today + RUNS_OUT_WITHIN
    soon = Q(standing=Certificate.Standing.VERIFIED, expires_on__range=(today, last))
    return Kind(
        gettext_lazy("Certificates that run out within 60 days"),
        "time",
        rights.VIEW,
        Certificate,
        soon,
        Q(pk__in=[]),
        "desk_certificates:index",
        "standing=runs_out",
    )


def work_of(user: User, at: datetime) -> list[Work]:
    """What waits for a user, kind by kind; kinds that are not this user's are left out. One query for each."""
    found = [_counted(kind, user) for kind in kinds(at) if _is_ones_own(user, kind.action)]
    return [*found, _handed_out(user, at)]


def _is_ones_own(user: User, action: str) -> bool:
    return user.is_superuser or bool(rights.branches_for(user, action))


def _counted(kind: Kind, user: User) -> Work:
    mine: QuerySet[Any] = rights.visible(kind.model, user, kind.action).filter(kind.open)
    counts = mine.aggregate(count=Count("pk"), late=Count("pk", filter=kind.late))
    url = reverse(kind.url_name)
    return Work(
        kind.label, kind.icon, counts["count"], counts["late"], f"{url}?{kind.query}" if kind.query else url
    )


def _handed_out(user: User, at: datetime) -> Work:
    files = HandedFile.objects.filter(made_for=user, made_at__gte=at - HANDED_WITHIN)
    files = files.exclude(kind=OWN_DATA)
    label = gettext_lazy("Files made in the last seven days")
    return Work(label, "download", files.count(), 0, reverse("handed:index"))
