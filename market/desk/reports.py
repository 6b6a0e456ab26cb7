"""Which reports does the desk offer, and how is each made?"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from farmers import rights
from farmers.models import Branch
from farmers.reporting import Period, Report
from farmers.reporting.breakdowns import by_age, by_education, by_ethnicity, by_trade
from farmers.reporting.movements import admitted, changes, departed
from farmers.reporting.strength import PARTS, strength
from market.desk.figure_links import ADDRESSES
from market.desk.figures import overview

Make = Callable[[Branch, Period, bool, tuple[str, ...]], Report]


@dataclass(frozen=True)
class Kind:
    """A report: its key, its title on the desk, the one the association's form has, what it tells.

    `parts` are looked at one after the other on the screen and stand together on paper. `chart` are the columns whose
    sums are drawn; `has_list` says that people are listed behind it in a form of its own.
    """

    slug: str
    title: Promise
    form_title: str
    tells: Promise
    make: Make
    main: str = "members"
    chart: tuple[str, ...] = ()
    parts: dict[str, Promise] = field(default_factory=dict)
    has_list: bool = False
    is_of_today: bool = False

    @property
    def address(self) -> str:
        """In web addresses."""
        return ADDRESSES[self.slug]

    def for_user(
        self, user: User, branch: Branch, period: Period, parts: tuple[str, ...] = tuple(PARTS)
    ) -> Report:
        """The report as this officer may see it: sensitive counts exact only for who has the right there."""
        return self.make(branch, period, rights.may(user, rights.SENSITIVE, branch), parts)

    def rounded(self, branch: Branch, period: Period) -> Report:
        """The report as it may leave to machines."""
        return self.make(branch, period, False, tuple(PARTS))


def _plain(make: Callable[[Branch, Period], Report]) -> Make:
    """A report in which nothing is sensitive."""
    return lambda branch, period, _is_exact, _parts: make(branch, period)


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "overview",
            _("Overview"),
            "TỔNG HỢP SỐ LIỆU",
            _("Members, listings and certificates of today, on the map and unit by unit."),
            lambda branch, _period, _is_exact, _parts: overview([branch], timezone.localdate()),
            is_of_today=True,
        ),
        Kind(
            "strength",
            _("Strength of the association"),
            "BÁO CÁO THỰC LỰC HỘI",
            _("Members, chapters, households, funds and grades on the last day."),
            lambda branch, period, is_exact, parts: strength(branch, period, is_exact=is_exact, parts=parts),
            parts={
                "members": _("Members and cards"),
                "made_of": _("Party, peoples, religion"),
                "branches": _("Chapters and groups"),
                "entered": _("Households, funds, grades"),
            },
        ),
        Kind(
            "changes",
            _("Changes"),
            "BIẾN ĐỘNG HỘI VIÊN",
            _("Members before, who came, who went, members after."),
            _plain(changes),
            chart=("admitted", "returned", "left", "suspended"),
        ),
        Kind(
            "admitted",
            _("Newly admitted"),
            "DANH SÁCH HỘI VIÊN PHÁT TRIỂN MỚI",
            _("How many were admitted, and the list of them."),
            _plain(admitted),
            main="admitted",
            has_list=True,
        ),
        Kind(
            "departed",
            _("Decrease of members"),
            "DANH SÁCH GIẢM HỘI VIÊN",
            _("How many went, and the list with day and reason."),
            _plain(departed),
            main="departed",
            chart=("left", "suspended"),
            has_list=True,
        ),
        Kind(
            "age",
            _("Age"),
            "HỘI VIÊN THEO ĐỘ TUỔI",
            _("Under 40, 40 to under 60, 60 and over."),
            _plain(by_age),
        ),
        Kind(
            "education",
            _("Schooling"),
            "HỘI VIÊN THEO TRÌNH ĐỘ HỌC VẤN",
            _("Members by schooling."),
            _plain(by_education),
        ),
        Kind(
            "ethnicity",
            _("Ethnicity"),
            "HỘI VIÊN THEO DÂN TỘC",
            _("Members by people; small numbers are not told to everyone."),
            lambda branch, period, is_exact, _parts: by_ethnicity(branch, period, is_exact=is_exact),
        ),
        Kind(
            "occupation",
            _("Trade"),
            "HỘI VIÊN THEO NGHỀ NGHIỆP",
            _("Members by what they live from."),
            _plain(by_trade),
        ),
    )
}
BY_ADDRESS = {kind.address: kind for kind in KINDS.values()}
BREAKDOWNS = frozenset({"age", "education", "ethnicity", "occupation"})


def charted(kind: Kind, report: Report) -> tuple[str, ...]:
    """The columns whose sums are drawn beside each other: of a breakdown all but the sum of all."""
    if kind.slug in BREAKDOWNS:
        return tuple(column.key for column in report.columns if column.key != kind.main)
    return kind.chart
