"""Which columns can a list of members have, and how is each read from the register?

Headers are the association's own words (the fields of its import sheet), so what was exported is understood when it
comes back. Files are Vietnamese, whoever asks for them. `sensitive` ones are opened only when they were chosen, by
who has the right and says why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.sheets import Column, Kind
from farmers import member_cells as cells
from farmers.member_cells import Made
from farmers.models import Member, MemberConfidence

NUMBER = "number"


@dataclass(frozen=True)
class MemberColumn:
    """One column: a key that layouts keep, the header, what it reads of a member and how that becomes a cell."""

    key: str
    header: str
    reads: tuple[str, ...]
    made: Made | None = None
    kind: Kind = "text"
    width: int = 14
    over: str = ""
    is_sensitive: bool = False

    @property
    def column(self) -> Column:
        """As it is written."""
        return Column(self.header, self.kind, self.width, self.over)

    @property
    def whole_header(self) -> str:
        """The header with the word above it."""
        return self.column.whole_header


def plain(key: str, header: str, width: int = 14, kind: Kind = "text") -> MemberColumn:
    """A column of the register as it is."""
    return MemberColumn(key, header, (key,), kind=kind, width=width)


def sealed(key: str, header: str, width: int = 14, kind: Kind = "text") -> MemberColumn:
    """A column that is sealed in the register."""
    return MemberColumn(key, header, (key,), kind=kind, width=width, is_sensitive=True)


def confided(
    key: str, header: str, width: int = 14, made: Made | None = None, kind: Kind = "text"
) -> MemberColumn:
    """A column of what is kept apart."""
    return MemberColumn(key, header, (f"confidence__{key}",), made, kind, width, is_sensitive=True)


def marked(key: str, header: str, width: int = 10) -> MemberColumn:
    """A yes or no: an X, or nothing."""
    return MemberColumn(key, header, (key,), cells.mark, "mark", width)


GROUPS: tuple[tuple[Promise, tuple[MemberColumn, ...]], ...] = (
    (
        gettext_lazy("Identity"),
        (
            MemberColumn(NUMBER, "STT", (), kind="year", width=6),
            plain("full_name", "Họ và tên", 28),
            MemberColumn("gender", "Giới tính", ("gender",), cells.choice(Member.Gender), width=9),
            plain("birth_year", "Năm sinh", 10, "year"),
            MemberColumn(
                "born_male", "Nam", ("birth_year", "gender"), cells.year_of("male"), "year", 8, "Năm sinh"
            ),
            MemberColumn(
                "born_female", "Nữ", ("birth_year", "gender"), cells.year_of("female"), "year", 8, "Năm sinh"
            ),
            MemberColumn(
                "birth_date",
                "Ngày tháng năm sinh",
                ("birth_date", "birth_year"),
                cells.birth,
                "date",
                14,
                is_sensitive=True,
            ),
            sealed("citizen_id", "Số CCCD", 15),
            sealed("citizen_id_issued_on", "Ngày cấp CCCD", 13, "date"),
            sealed("old_id", "Số CMND cũ", 12),
            MemberColumn("phone", "Số điện thoại", ("phone",), cells.phone, width=15),
        ),
    ),
    (
        gettext_lazy("Residence"),
        (
            plain("permanent_address", "Hộ khẩu thường trú", 24),
            MemberColumn(
                "permanent_commune",
                "Xã/phường thường trú",
                ("permanent_commune_code", "permanent_commune_code_on"),
                cells.commune,
                width=20,
            ),
            plain("address", "Nơi ở hiện nay", 24),
            MemberColumn(
                "commune",
                "Xã/phường nơi ở hiện nay",
                ("commune_code", "commune_code_on"),
                cells.commune,
                width=20,
            ),
        ),
    ),
    (
        gettext_lazy("In the association"),
        (
            MemberColumn("branch", "Cấp Hội", ("branch_id",), cells.branch("own"), width=28),
            MemberColumn("commune_branch", "Hội cơ sở", ("branch_id",), cells.branch("commune"), width=26),
            MemberColumn("chapter", "Chi hội", ("branch_id",), cells.branch("chapter"), width=22),
            MemberColumn("group", "Tổ hội", ("branch_id",), cells.branch("group"), width=20),
            MemberColumn(
                "trade_chapter",
                "Chi hội nghề nghiệp",
                ("trade_branch_id",),
                cells.branch("chapter"),
                width=22,
            ),
            MemberColumn(
                "trade_group", "Tổ hội nghề nghiệp", ("trade_branch_id",), cells.branch("group"), width=20
            ),
            MemberColumn("duty", "Chức vụ trong Hội", ("duty",), cells.choice(Member.Duty), width=18),
            plain("card_number", "Số thẻ hội viên", 12),
            plain("card_province", "Mã tỉnh cấp thẻ", 9),
            plain("card_issued_on", "Ngày cấp thẻ", 13, "date"),
            plain("decision_number", "Số quyết định công nhận", 18),
            plain("admitted_on", "Ngày vào Hội", 13, "date"),
            marked("is_resident", "Hội viên dân cư"),
            marked("is_occupational", "Hội viên ngành nghề"),
            marked("is_honorary", "Hội viên danh dự"),
            marked("is_core", "Hội viên nòng cốt"),
            plain("excellent_years", "Hội viên ưu tú: các năm", 14),
            plain("council", "Tham gia HĐND", 16),
            MemberColumn("standing", "Tình trạng", ("standing",), cells.choice(Member.Standing), width=16),
            plain("standing_since", "Tình trạng từ ngày", 13, "date"),
            plain("standing_reason", "Lý do của tình trạng", 22),
            MemberColumn(
                "left_on", "Ngày rời Hội", ("standing_since", "standing"), cells.when("left"), "date", 13
            ),
            MemberColumn(
                "left_reason", "Lý do rời Hội", ("standing_reason", "standing"), cells.when("left"), width=22
            ),
        ),
    ),
    (
        gettext_lazy("Household, schooling, work"),
        (
            MemberColumn(
                "household_role",
                "Vai trò trong hộ",
                ("household_role",),
                cells.choice(Member.HouseholdRole),
                width=14,
            ),
            MemberColumn(
                "household_class",
                "Gia đình thuộc diện",
                ("household_class",),
                cells.choice(Member.HouseholdClass),
                width=14,
            ),
            MemberColumn(
                "education", "Trình độ học vấn", ("education",), cells.choice(Member.Education), width=14
            ),
            plain("school_grade", "Lớp cao nhất đã học", 9, "year"),
            MemberColumn(
                "training", "Trình độ chuyên môn", ("training",), cells.choice(Member.Training), width=16
            ),
            MemberColumn(
                "occupation", "Nghề nghiệp", ("occupation",), cells.choice(Member.Occupation), width=16
            ),
            plain("production", "Loại hình, dịch vụ sản xuất, chăn nuôi", 24),
            plain("production_quantity", "Số lượng", 12),
            plain("production_scale", "Diện tích/quy mô", 14),
            plain("organisations", "Đoàn thể khác; CLB, mô hình, HTX, tổ hợp tác", 26),
        ),
    ),
    (
        gettext_lazy("Titles, support, notes"),
        (
            plain("titles", "Danh hiệu NDSXKDG theo năm-cấp", 26),
            plain("other_titles", "Danh hiệu, khen thưởng khác", 26),
            MemberColumn("loans", "Vay vốn", ("pk",), cells.supports(are_loans=True), width=30),
            MemberColumn(
                "supports",
                "Đào tạo, việc làm, hỗ trợ khác",
                ("pk",),
                cells.supports(are_loans=False),
                width=30,
            ),
            plain("notes", "Ghi chú", 26),
        ),
    ),
    (
        gettext_lazy("Sensitive"),
        (
            confided("ethnicity", "Dân tộc", 12, cells.choice(MemberConfidence.Ethnicity)),
            confided("religion", "Tôn giáo", 14, cells.choice(MemberConfidence.Religion)),
            confided("party_membership", "Đảng viên", 14, cells.choice(MemberConfidence.PartyMembership)),
            confided("party_probation_on", "Ngày vào Đảng dự bị", 13, kind="date"),
            confided("party_official_on", "Ngày vào Đảng chính thức", 13, kind="date"),
            confided(
                "political_theory", "Trình độ chính trị", 16, cells.choice(MemberConfidence.PoliticalTheory)
            ),
            confided("party_committee", "Tham gia cấp ủy Đảng", 18),
        ),
    ),
)
COLUMNS = {column.key: column for _title, columns in GROUPS for column in columns}
# The list that goes into the monthly report: no citizen id, no full birth date, nothing sensitive.
USUAL = (
    NUMBER, "full_name", "gender", "birth_year", "phone", "address", "commune", "branch", "card_number",
    "admitted_on", "decision_number", "standing",
)  # fmt: skip
# All that is not sensitive, each fact once.
FULL = tuple(
    key
    for key, column in COLUMNS.items()
    if not column.is_sensitive and key not in {"born_male", "born_female", "branch", "left_on", "left_reason"}
)


def headers() -> list[tuple[str, str]]:
    """Every column by its key, with the header that stands over it in a file."""
    return [(key, column.whole_header) for key, column in COLUMNS.items()]


def columns_named(keys: Iterable[str]) -> list[MemberColumn]:
    """The columns of these keys in this order; ValidationError when there are none, unknown or repeated ones."""
    chosen = list(keys)
    unknown = [key for key in chosen if key not in COLUMNS]
    if unknown:
        raise ValidationError(
            _("No such column: %(keys)s.") % {"keys": ", ".join(unknown)}, code="unknown_columns"
        )
    if not any(key != NUMBER for key in chosen) or len(set(chosen)) < len(chosen):
        raise ValidationError(_("Choose at least one column, and each only once."), code="no_columns")
    return [COLUMNS[key] for key in chosen]


def sensitive_among(columns: Sequence[MemberColumn]) -> list[MemberColumn]:
    """Those that need the right and a reason."""
    return [column for column in columns if column.is_sensitive]
