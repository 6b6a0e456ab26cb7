"""The demo's association: province, 135 communes, chapters, officers, members."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings

from accounts.models import User
from farmers.models import Branch, Farmer, Member, Officer
from farmers.tree import open_branch
from market.demo import ready
from market.demo.content import Row, rows
from vietnam import phones, places

Branches = dict[str, Branch]


def user_of(phone: str, name: str) -> User:
    """The demo user who holds a phone, made once."""
    e164 = phones.parse(phone)
    return User.objects.filter(phone=e164).first() or User.objects.create_user(e164, name)


def grow_tree() -> Branches:
    """The tree; keys are "province", commune codes, and "code/chapter name"."""
    province = open_branch(
        level="province", name="Hội Nông dân tỉnh Gia Lai", place_code=settings.PROVINCE_CODE
    )
    tree: Branches = {"province": province}
    for commune in places.communes_of(settings.PROVINCE_CODE):
        name = f"Hội Nông dân {commune.full_name[:1].lower()}{commune.full_name[1:]}"
        tree[commune.code] = open_branch(level="commune", name=name, place_code=commune.code, parent=province)
    for row in rows("chapter"):
        tree[f"{row['commune']}/{row['name']}"] = open_branch(
            level="chapter", name=row["name"], kind=row["kind"], parent=tree[row["commune"]]
        )
    for row in rows("group"):
        above = tree[f"{row['commune']}/{row['chapter']}"]
        open_branch(level="group", name=row["name"], kind="occupational", parent=above)
    return tree


def appoint_officers(tree: Branches) -> None:
    """Officers of three levels; the one of ready.py has a second factor already. The buyer comes along."""
    for row in rows("officer"):
        user = user_of(row["phone"], row["name"])
        for role in row["roles"]:
            Officer.objects.create(
                user=user,
                branch=tree[row["branch"]],
                role=role,
                since=date(2025, 7, 1),
                sees_sensitive=role == "head" and row.get("sees_sensitive", False),
            )
    for phone, name in (
        (ready.OFFICER_PHONE, ready.OFFICER_NAME),
        (ready.PROVINCE_PHONE, ready.PROVINCE_NAME),
    ):
        officer = user_of(phone, name)
        TOTP.activate(officer, ready.OFFICER_TOTP_SECRET)
        RecoveryCodes.activate(officer)
    user_of(ready.BUYER_PHONE, ready.BUYER_NAME)


def register_members(tree: Branches, farmers: dict[str, Farmer]) -> None:
    """The register; a member who stands behind a farmer is joined to the farmer's owner."""
    for row in rows("member"):
        member = Member.objects.create(**_member_columns(row, tree))
        if farmer := farmers.get(row.get("farmer", "")):
            owner = farmer.people.filter(user__phone=member.phone, member__isnull=True).first()
            if owner:
                owner.member = member
                owner.save(update_fields=["member"])


def _member_columns(row: Row, tree: Branches) -> Row:
    chapter = tree.get(f"{row['commune']}/{row.get('chapter', '')}")
    return {
        "branch": chapter or tree[row["commune"]],
        "full_name": row["full_name"],
        "gender": row.get("gender", ""),
        "birth_year": row.get("birth_year"),
        "birth_date": row.get("birth_date"),
        "citizen_id": row.get("citizen_id", ""),
        "phone": phones.parse(row["phone"]) if row.get("phone") else "",
        "commune_code": row["commune"],
        "commune_code_on": date(2026, 11, 1),
        "address": row.get("village", ""),
        "standing": row["standing"],
        "standing_since": row.get("standing_since") or row.get("admitted_on"),
        "standing_reason": row.get("reason", ""),
        "card_province": settings.PROVINCE_CODE if row.get("card_number") else "",
        "card_number": row.get("card_number", ""),
        "decision_number": row.get("decision_number", ""),
        "admitted_on": row.get("admitted_on"),
    }


def morning(on: date) -> datetime:
    """Nine o'clock of a day in Viet Nam, for what the demo says happened that day."""
    return datetime.combine(on, time(9), tzinfo=ZoneInfo(settings.TIME_ZONE))
