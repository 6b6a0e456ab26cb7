"""What would a row change: a new member, some columns of one in the register, nothing, or is it not to be done?

Cells that are empty or not there touch nothing. Where somebody stands is decided by the verbs of membership: a list
brings in how new members stand, and changes it for those in the register only by who may decide (approve).
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from farmers.importing.kinds import Reason
from farmers.importing.matching import Candidate
from farmers.importing.people import Person, Said
from farmers.models import Branch, Member, MemberConfidence, MembershipStep
from farmers.tree import commune_path
from vietnam import places
from vietnam.text import nfc

Standing = Member.Standing
_COMMUNE_CODES = ("permanent_commune_code", "commune_code")
_HELD = {"card_number", "decision_number", "admitted_on"}


@dataclass(slots=True)
class Deed:
    """What is to be written of one row: columns of a new member, or those that change of an existing one."""

    candidate: Candidate
    columns: Said
    confided: Said = field(default_factory=dict)
    confidence: MemberConfidence | None = None
    step: str = ""  # the kind of step that goes with it

    @property
    def is_anything(self) -> bool:
        """Whether there is something to write."""
        return bool(self.columns or self.confided)


def as_new(candidate: Candidate, *, today: date, home: str) -> tuple[Deed, list[Reason]]:
    """A person who is not in the register yet."""
    person = candidate.person
    columns = dict(person.columns)
    reasons: list[Reason] = []
    if "birth_year" not in columns:
        reasons.append(("birth_date", "Thiếu năm sinh."))
    if person.place is not None:
        columns["branch_id"] = person.place.pk
    if "address" in columns:
        columns.setdefault("commune_code", home)
    for name in _COMMUNE_CODES:
        if columns.get(name):
            columns[f"{name}_on"] = today
    standing, since, step = _standing_of_new(person, today)
    columns |= {"standing": standing, "standing_since": since, "standing_reason": person.standing_reason}
    missing = sorted(_HELD - columns.keys()) if standing == Standing.ACTIVE else []
    reasons += [
        (name, "Hội viên đang sinh hoạt phải có số thẻ, số quyết định và ngày vào Hội.") for name in missing
    ]
    return Deed(candidate, columns, dict(person.confided), step=step), reasons


def _standing_of_new(person: Person, today: date) -> tuple[str, date, str]:
    """Where a new member stands, since when, and the step of membership that tells it."""
    if person.standing in {Standing.LEFT, Standing.SUSPENDED}:
        kinds = {
            Standing.LEFT: MembershipStep.Kind.LEAVING,
            Standing.SUSPENDED: MembershipStep.Kind.SUSPENSION,
        }
        return person.standing, person.standing_since or today, kinds[Standing(person.standing)]
    if person.standing == Standing.REFUSED:
        return Standing.REFUSED, person.standing_since or today, ""
    is_held = person.columns.keys() >= _HELD
    if person.standing == Standing.ACTIVE or (is_held and person.standing == ""):
        return Standing.ACTIVE, person.standing_since or person.columns.get("admitted_on") or today, ""
    return Standing.APPLIED, person.standing_since or today, MembershipStep.Kind.ADMISSION


def as_change(
    candidate: Candidate, confidence: MemberConfidence | None, *, today: date, may_decide: bool
) -> tuple[Deed, list[Reason]]:
    """A person who is in the register: only what differs."""
    member, person = candidate.existing, candidate.person
    assert member is not None  # noqa: S101 asked only of those who were found
    changes = {
        name: value
        for name, value in person.columns.items()
        if getattr(member, name) != value and not is_same(name, getattr(member, name), value)
    }
    reasons = _settle_birth(member, changes)
    for name in _COMMUNE_CODES:
        if name in changes:
            if _means_the_same(getattr(member, name), getattr(member, f"{name}_on"), changes[name]):
                del changes[name]
            else:
                changes[f"{name}_on"] = today
    if changes.get("card_province") and not (member.card_number or "card_number" in changes):
        del changes["card_province"]
    reasons += _settle_branch(member, person, changes)
    deed = Deed(candidate, changes, confidence=confidence)
    deed.confided = {
        name: value for name, value in person.confided.items() if getattr(confidence, name, None) != value
    }
    reasons += _settle_standing(member, person, deed, may_decide=may_decide)
    flags = {name: changes.get(name, getattr(member, name)) for name in ("is_resident", "is_occupational")}
    if not any(flags.values()):
        reasons.append(("is_resident", "Phải là hội viên dân cư hoặc ngành nghề."))
    return deed, reasons


def is_same(name: str, kept: Any, said: Any) -> bool:
    """Whether two texts differ in nothing but spaces; names also not by capitals alone."""
    if not isinstance(kept, str) or not isinstance(said, str):
        return False
    kept, said = " ".join(nfc(kept).split()), " ".join(said.split())
    return kept.casefold() == said.casefold() if name == "full_name" else kept == said


def _settle_birth(member: Member, changes: Said) -> list[Reason]:
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


def _settle_branch(member: Member, person: Person, changes: Said) -> list[Reason]:
    """Another chapter of the same commune is a correction; another commune is a move, which is decided."""
    place = person.place
    if place is None or not person.is_place_said or place.pk == member.branch_id:
        return []
    if member.branch.path.startswith(place.path):
        return []  # the row names the commune or chapter that the member's own branch lies in
    if place.level == Branch.Level.PROVINCE or commune_path(place.path) != commune_path(member.branch.path):
        sentence = "Trong sổ, hội viên này thuộc Hội cơ sở khác. Chuyển sinh hoạt làm ở trang của hội viên."
        return [("commune_branch", sentence)]
    changes["branch_id"] = place.pk
    return []


def _settle_standing(member: Member, person: Person, deed: Deed, *, may_decide: bool) -> list[Reason]:
    """Leaving, and the admission of who had applied; all else is decided on the member's own page."""
    said, kept = person.standing, member.standing
    changes = deed.columns
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
            "standing_since": person.standing_since,
            "standing_reason": person.standing_reason,
        }
        deed.step = MembershipStep.Kind.LEAVING
    elif said not in {"", kept}:
        return [("standing", "Tình trạng khác trong sổ. Việc này quyết định ở trang của hội viên.")]
    elif person.standing_since and said == kept and person.standing_since != member.standing_since:
        return [("standing_since", "Ngày khác trong sổ. Việc này sửa ở trang của hội viên.")]
    if deed.step and not may_decide:
        return [
            ("standing", "Việc này do người có quyền duyệt quyết định. Hãy để tỉnh nạp, hoặc bỏ các cột này.")
        ]
    if kept == Standing.ACTIVE and not all(has.values()):
        return [("card_number", "Hội viên đang sinh hoạt phải có số thẻ, số quyết định và ngày vào Hội.")]
    return []
