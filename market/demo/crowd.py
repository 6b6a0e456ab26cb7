"""The demo's many: invented members in all 135 communes, so that maps, reports and queues look as they will.

Names are put together from common ones by chance that always falls the same; phones are of an invented block.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from farmers.cards import note_cards_given_by_hand
from farmers.membership import admission_columns
from farmers.models import Branch, BranchFigures, Member, MemberConfidence, MembershipStep, RecordedConsent
from market.demo.association import Branches, morning

SEED = 2026
FIRST_SERIAL = 20_001  # well past the cards of members.toml
APPLICANTS = 34
LEFT_BECAUSE = ("Theo đơn xin ra khỏi Hội", "Chuyển đi tỉnh khác", "Đã mất", "Chuyển sang nghề khác")
KINH = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Phan", "Lương")
MIDDLE = {
    "male": ("Văn", "Đức", "Hữu", "Công", "Xuân"),
    "female": ("Thị", "Thị Kim", "Thị Thanh", "Thị Ngọc"),
}
GIVEN = {
    "male": ("An", "Bình", "Dũng", "Hùng", "Lâm", "Nam", "Phúc", "Sơn", "Tâm", "Vinh", "Quân", "Thọ"),
    "female": ("Bích", "Dung", "Hà", "Hoa", "Lan", "Liên", "Mai", "Nga", "Oanh", "Thủy", "Xuân", "Yến"),
}
JRAI = ("Rơ Châm", "Siu", "Ksor", "Kpă", "Nay", "Rmah", "Rơ Lan", "Puih")
BAHNAR = ("Đinh",)
HIGHLAND = {
    "male": ("Blơ", "Thuyên", "Bơih", "Hlơnh", "Khuên", "Ngơi", "Alup"),
    "female": ("H'Bưn", "H'Lan", "H'Nguyệt", "H'Yến", "H'Mai", "H'Thu"),
}
BATCH = 500


def fill_the_register(tree: Branches, *, by: User, today: date) -> int:
    """A few members in every commune, some admitted or gone this year, applicants waiting; the number of members."""
    chance = random.Random(SEED)
    communes = [branch for key, branch in tree.items() if branch.level == Branch.Level.COMMUNE]
    members = [member for branch in communes for member in _members_of(branch, chance, today)]
    _number_cards(members)
    applicants = [_applicant(chance.choice(communes), chance, today) for _ in range(APPLICANTS)]
    for start in range(0, len(members + applicants), BATCH):
        Member.objects.bulk_create((members + applicants)[start : start + BATCH])
    MembershipStep.objects.bulk_create(_steps(members, by, today), batch_size=BATCH)
    MembershipStep.objects.bulk_create(_waiting(applicants, by), batch_size=BATCH)
    _confide(members, by, chance)
    _report(communes, by, chance, today)
    return len(members)


def _members_of(branch: Branch, chance: random.Random, today: date) -> Iterator[Member]:
    for _ in range(chance.randint(4, 16)):
        recently = chance.random() < 0.15
        days = chance.randint(5, 320) if recently else chance.randint(400, 9000)
        admitted_on = today - timedelta(days=days)
        has_left = chance.random() < 0.05
        born = min(today.year - chance.randint(19, 78), admitted_on.year - 18)
        yield Member(
            **_person(branch, chance, born),
            standing=Member.Standing.LEFT if has_left else Member.Standing.ACTIVE,
            standing_since=today - timedelta(days=min(days, chance.randint(1, 300)))
            if has_left
            else admitted_on,
            standing_reason=chance.choice(LEFT_BECAUSE) if has_left else "",
            admitted_on=admitted_on,
            decision_number=f"{chance.randint(1, 60):02d}-QĐ/HNDT",
            is_core=chance.random() < 0.1,
            is_occupational=chance.random() < 0.3,
        )


def _person(branch: Branch, chance: random.Random, born: int) -> dict[str, Any]:
    gender = chance.choice(["male", "female"])
    is_highland = not branch.place_code.startswith("21") and chance.random() < 0.45
    families = chance.choice([JRAI, BAHNAR]) if is_highland else KINH
    name = (
        f"{chance.choice(families)} {chance.choice(HIGHLAND[gender])}"
        if is_highland
        else f"{chance.choice(KINH)} {chance.choice(MIDDLE[gender])} {chance.choice(GIVEN[gender])}"
    )
    return {
        "branch": branch,
        "full_name": name,
        "gender": gender,
        "birth_year": born,
        "phone": f"+8491{chance.randint(4_000_000, 4_009_999)}",
        "address": f"{'Làng' if is_highland else 'Thôn'} {chance.randint(1, 12)}",
        "commune_code": branch.place_code,
        "commune_code_on": date(2025, 7, 1),
        "education": chance.choices(
            ["none", "primary", "lower_secondary", "upper_secondary"], [6, 24, 42, 28]
        )[0],
        "training": chance.choices(
            ["none", "elementary", "intermediate", "college", "university"], [78, 8, 7, 4, 3]
        )[0],
        "occupation": chance.choices(
            ["farmer", "business", "freelance", "retired", "worker", "civil_servant"], [80, 6, 5, 4, 3, 2]
        )[0],
        "household_role": chance.choices(["head", "spouse", "child"], [62, 30, 8])[0],
        "household_class": chance.choices(["other", "poor", "near_poor", "policy"], [80, 6, 7, 7])[0],
    }


def _day(day: date | None) -> date:
    """A day that is always there here."""
    assert day is not None  # noqa: S101 every one of the crowd has it
    return day


def _number_cards(members: list[Member]) -> None:
    """Cards by the day of admission, one count a year."""
    serials: dict[int, int] = {}
    for member in sorted(members, key=lambda member: _day(member.admitted_on)):
        year = _day(member.admitted_on).year
        serials[year] = serials.get(year, FIRST_SERIAL - 1) + 1
        member.card_province = settings.PROVINCE_CODE
        member.card_number = f"{year % 100:02d}.{serials[year]:05d}"
        member.card_issued_on = member.admitted_on
    for year, last in serials.items():
        note_cards_given_by_hand(province_code=settings.PROVINCE_CODE, year=year, last=last)


def _applicant(branch: Branch, chance: random.Random, today: date) -> Member:
    person = _person(branch, chance, today.year - chance.randint(19, 55))
    asked_on = today - timedelta(days=chance.randint(0, 19))
    return Member(**person, standing=Member.Standing.APPLIED, standing_since=asked_on)


def _waiting(applicants: list[Member], by: User) -> Iterator[MembershipStep]:
    for member in applicants:
        yield MembershipStep(
            **admission_columns(member=member, by=by, at=morning(_day(member.standing_since)))
        )


def _steps(members: list[Member], by: User, today: date) -> Iterator[MembershipStep]:
    """The admissions and leavings of the last two years."""
    for member in members:
        admitted_on = _day(member.admitted_on)
        if admitted_on > today - timedelta(days=730):
            yield _decided(member, "admission", admitted_on, by)
        if member.standing == Member.Standing.LEFT:
            yield _decided(member, "leaving", _day(member.standing_since), by)


def _decided(member: Member, kind: str, on: date, by: User) -> MembershipStep:
    # Nearly all in time, some a few days late, as it goes.
    opened_at = morning(on) - timedelta(days=6 if member.pk % 13 else 24)
    columns = admission_columns(member=member, by=by, at=opened_at) | {"kind": kind}
    return MembershipStep(
        **columns,
        outcome="approved",
        decided_at=morning(on),
        decided_by=by,
        effective_on=on,
        decision_number=member.decision_number,
        reason=member.standing_reason,
    )


def _confide(members: list[Member], by: User, chance: random.Random) -> None:
    """What a third of the members confided, each with a consent on paper."""
    asked = [member for member in members if chance.random() < 0.35]
    at = timezone.now()
    MemberConfidence.objects.bulk_create(
        MemberConfidence(
            member=member,
            ethnicity=_ethnicity(member.full_name),
            religion=chance.choices(["none", "protestantism", "catholicism", "buddhism"], [72, 12, 9, 7])[0],
            party_membership=chance.choices(["no", "official", "probationary"], [86, 12, 2])[0],
        )
        for member in asked
    )
    RecordedConsent.objects.bulk_create(
        RecordedConsent(
            member=member,
            purpose="sensitive_data",
            text_version="demo",
            text="Dữ liệu mẫu",
            way="paper",
            given_on=_day(member.admitted_on),
            recorded_by=by,
            recorded_at=at,
        )
        for member in asked
    )


def _ethnicity(name: str) -> str:
    if name.startswith(JRAI):
        return MemberConfidence.Ethnicity.JRAI
    is_bahnar = name.startswith(BAHNAR)
    return MemberConfidence.Ethnicity.BAHNAR if is_bahnar else MemberConfidence.Ethnicity.KINH


def _report(communes: list[Branch], by: User, chance: random.Random, today: date) -> None:
    """What two thirds of the communes reported of the quarter before this one."""
    quarter = (today.month - 1) // 3 or 4
    year = today.year if today.month > 3 else today.year - 1
    figures = []
    for branch in communes:
        households = chance.randint(600, 3_200)
        if chance.random() < 0.66:
            figures.append(
                BranchFigures(
                    branch=branch,
                    year=year,
                    quarter=quarter,
                    villages=chance.randint(6, 24),
                    farm_households=households,
                    member_households=households * chance.randint(48, 82) // 100,
                    labourers=households * 2,
                    fund_vnd=chance.randint(20, 400) * 1_000_000,
                    entered_by=by,
                    entered_at=timezone.now(),
                )
            )
    BranchFigures.objects.bulk_create(figures)


def open_steps_of_applicants(*, by: User, at: datetime) -> None:
    """The open admissions of the applicants who are told one by one in members.toml."""
    waiting = Member.objects.filter(standing=Member.Standing.APPLIED, steps=None)
    MembershipStep.objects.bulk_create(
        MembershipStep(**admission_columns(member=member, by=by, at=at)) for member in waiting
    )
