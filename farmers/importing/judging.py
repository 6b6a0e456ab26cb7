"""What would a row change: a new member, some columns of one in the register, nothing, or is it not to be done?

Cells that are empty or not there touch nothing. Where somebody stands is decided by the verbs of membership: a list
brings in how new members stand, and changes it for those in the register only by who may decide (admit, approve).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from farmers import rights
from farmers.importing.chunks import Deed, PeopleChunk, Row
from farmers.importing.kinds import Reason
from farmers.models import Branch, Member, MemberConfidence, MembershipStep
from farmers.tree import commune_path
from vietnam import places
from vietnam.text import nfc

Standing = Member.Standing
Changes = dict[str, Any]
_COMMUNE_CODES = ("permanent_commune_code", "commune_code")
_HELD = ("card_number", "decision_number", "admitted_on")
_RIGHT_OF: dict[str, str] = {
    MembershipStep.Kind.ADMISSION: rights.ADMIT,
    MembershipStep.Kind.LEAVING: rights.APPROVE,
}
_NO_CARD = "Hội viên đang sinh hoạt phải có số thẻ, số quyết định và ngày vào Hội."


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is the same for every row: the day, what the officer may do, what rows say, branches by id.

    `is_card_province_said`: whether rows say who issued their cards. Of a branch the path and the level.
    """

    today: date
    may: frozenset[str]
    is_card_province_said: bool
    branches: Mapping[int, tuple[str, str]]


def expect_new(chunk: PeopleChunk, places: list[int]) -> None:
    """Refuse people who are not in the register and of whom too little is known to be entered."""
    held = [chunk.people.columns.get(name) for name in _HELD]
    for place in places:
        reasons: list[Reason] = []
        if chunk.years[place] is None and not chunk.citizen_ids[place]:
            reasons.append(("birth_date", "Thiếu năm sinh."))
        if chunk.people.standings:
            reasons += _without_day_or_reason(*chunk.people.standings[place])
        if chunk.people.standings and chunk.people.standings[place][0] == Standing.ACTIVE:
            missing = [
                name for name, values in zip(_HELD, held, strict=True) if not (values and values[place])
            ]
            reasons += [(name, _NO_CARD) for name in missing]
        if reasons:
            chunk.refuse(place, reasons)


def _without_day_or_reason(standing: str, since: date | None, reason: str) -> list[Reason]:
    """Who leaves or is suspended does so on a day and for a reason."""
    if standing not in {Standing.LEFT, Standing.SUSPENDED} or (since is not None and reason):
        return []
    return [("left_on" if standing == Standing.LEFT else "standing_since", "Phải ghi cả ngày và lý do.")]


def standings_of_new(chunk: PeopleChunk, places: list[int], today: date) -> list[tuple[str, date, str, str]]:
    """Where each new member stands, since when and why, and the step of membership that tells it."""
    columns, said = chunk.people.columns, chunk.people.standings
    held = [columns.get(name) for name in _HELD]
    if not said and None in held:
        return [(Standing.APPLIED.value, today, "", MembershipStep.Kind.ADMISSION.value)] * len(places)
    nothing: list[Any] = [None] * chunk.people.size
    cards, decisions, days = (values or nothing for values in held)
    found = []
    for place in places:
        standing, since, reason = said[place] if said else ("", None, "")
        is_held = bool(cards[place] and decisions[place] and days[place])
        found.append(_standing_of_new(standing, since, reason, days[place] if is_held else None, today))
    return found


def _standing_of_new(
    standing: str, since: date | None, reason: str, admitted: date | None, today: date
) -> tuple[str, date, str, str]:
    if standing == Standing.LEFT:
        return Standing.LEFT.value, since or today, reason, MembershipStep.Kind.LEAVING.value
    if standing == Standing.SUSPENDED:
        return Standing.SUSPENDED.value, since or today, reason, MembershipStep.Kind.SUSPENSION.value
    if standing == Standing.REFUSED:
        return Standing.REFUSED.value, since or today, reason, ""
    if admitted is not None and standing in {"", Standing.ACTIVE}:
        return Standing.ACTIVE.value, since or admitted, "", ""
    return Standing.APPLIED.value, since or today, "", MembershipStep.Kind.ADMISSION.value


def as_change(
    row: Row, member: Member, confidence: MemberConfidence | None, about: Judgement
) -> tuple[Deed, list[Reason]]:
    """A person who is in the register: only what differs."""
    changes = {
        name: value
        for name, value in row.columns.items()
        if getattr(member, name) != value and not is_same(name, getattr(member, name), value)
    }
    reasons = _settle_birth(member, changes)
    for name in _COMMUNE_CODES:
        if name in changes:
            if _means_the_same(getattr(member, name), getattr(member, f"{name}_on"), changes[name]):
                del changes[name]
            else:
                changes[f"{name}_on"] = about.today
    is_same_card = bool(member.card_number) and "card_number" not in changes
    if changes.get("card_province") and not (member.card_number or "card_number" in changes):
        del changes["card_province"]
    elif is_same_card and not about.is_card_province_said:
        changes.pop("card_province", None)
    reasons += _settle_branch(member, row, changes, about)
    deed = Deed(row.place, member, changes, confidence=confidence)
    deed.confided = {
        name: value for name, value in row.confided.items() if getattr(confidence, name, None) != value
    }
    reasons += _settle_standing(row, deed, may=about.may)
    if not any(changes.get(name, getattr(member, name)) for name in ("is_resident", "is_occupational")):
        reasons.append(("is_resident", "Phải là hội viên dân cư hoặc ngành nghề."))
    return deed, reasons


def is_same(name: str, kept: Any, said: Any) -> bool:
    """Whether two texts differ in nothing but spaces; names also not by capitals alone."""
    if not isinstance(kept, str) or not isinstance(said, str):
        return False
    kept, said = " ".join(nfc(kept).split()), " ".join(said.split())
    return kept.casefold() == said.casefold() if name == "full_name" else kept == said


def _settle_birth(member: Member, changes: Changes) -> list[Reason]:
    """A year alone does not take the place of a whole date."""
    if "birth_year" in changes and "birth_date" not in changes and member.birth_date is not None:
        return [("birth_date", "Năm sinh khác ngày sinh trong sổ. Hãy ghi đủ ngày, tháng, năm sinh.")]
    return []


@lru_cache(maxsize=4_096)
def _means_the_same(kept: str, on: date | None, said: str) -> bool:
    """Whether a kept code is the commune said: of the reform, or what stands on its land now."""
    if not kept:
        return False
    try:
        unit = places.commune(kept, on=on)
    except LookupError:
        return False
    if not unit.district:
        return unit.code == said
    return said in {commune.code for commune in places.successors(kept)}


def _settle_branch(member: Member, row: Row, changes: Changes, about: Judgement) -> list[Reason]:
    """Another chapter of the same commune is a correction; another commune is a move, which is decided."""
    if not row.is_branch_said or row.branch_id == member.branch_id:
        return []
    path, level = about.branches[row.branch_id]
    if member.branch.path.startswith(path):
        return []  # the row names the commune or chapter that the member's own branch lies in
    if level == Branch.Level.PROVINCE or commune_path(path) != commune_path(member.branch.path):
        sentence = "Trong sổ, hội viên này thuộc Hội cơ sở khác. Chuyển sinh hoạt làm ở trang của hội viên."
        return [("commune_branch", sentence)]
    changes["branch_id"] = row.branch_id
    return []


def _settle_standing(row: Row, deed: Deed, *, may: frozenset[str]) -> list[Reason]:
    """Leaving, and the admission of who had applied; all else is decided on the member's own page."""
    member, changes = deed.member, deed.columns
    said, kept = row.standing, member.standing
    missing: list[Reason] = []
    has = {name: changes.get(name) or getattr(member, name) for name in _HELD}
    if said in {"", Standing.ACTIVE} and kept == Standing.APPLIED and "card_number" in changes:
        if not all(has.values()):
            return [
                (
                    "card_number",
                    "Người này đang chờ công nhận: phải có cả số thẻ, số quyết định và ngày vào Hội.",
                )
            ]
        changes |= {"standing": Standing.ACTIVE, "standing_since": has["admitted_on"], "standing_reason": ""}
        deed.step = MembershipStep.Kind.ADMISSION
    elif said == Standing.LEFT and kept in {Standing.ACTIVE, Standing.SUSPENDED}:
        changes |= {
            "standing": Standing.LEFT,
            "standing_since": row.standing_since,
            "standing_reason": row.standing_reason,
        }
        deed.step = MembershipStep.Kind.LEAVING
        missing = _without_day_or_reason(said, row.standing_since, row.standing_reason)
    elif said not in {"", kept}:
        return [("standing", "Tình trạng khác trong sổ. Việc này quyết định ở trang của hội viên.")]
    elif row.standing_since and said == kept and row.standing_since != member.standing_since:
        return [("standing_since", "Ngày khác trong sổ. Việc này sửa ở trang của hội viên.")]
    if deed.step and _RIGHT_OF[deed.step] not in may:
        return [
            ("standing", "Việc này do người có quyền duyệt quyết định. Hãy để tỉnh nạp, hoặc bỏ các cột này.")
        ]
    if kept == Standing.ACTIVE and not all(has.values()):
        missing.append(("card_number", _NO_CARD))
    return missing
