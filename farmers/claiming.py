"""Whose record is it? A phone that was proven and the last four digits of the citizen id, or an officer's yes.

The phone alone shows nothing, not even that there is a record: no record, a record that has a login, and wrong digits
get one answer after the same work. Tries are counted for the user, whether there is anything to guess or not.
"""

from datetime import datetime, time
from hmac import compare_digest
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.consenting import consents_of
from accounts.models import User
from farmers.agreeing import SPEAKERS, SPEAKING, VERSIONS, follow_agreements
from farmers.certification import need_reason
from farmers.models import Claim, Farmer, FarmerPerson, Member
from farmers.telling import tell_of_claim

DIGITS, TRIES_A_DAY, MOST_ON_A_PHONE = 4, 5, 50
State, Standing = Claim.State, Member.Standing


def may_claim(user: User) -> bool:
    """Whether a user may still say that a record is theirs: nobody is two members."""
    own = Member.objects.of_user(user).first()
    if own is not None and own.standing not in {Standing.APPLIED, Standing.REFUSED}:
        return False
    return not Claim.objects.filter(user=user, state=State.GRANTED, member__isnull=False).exists()


def claim_by_digits(*, user: User, digits: str, at: datetime) -> Member:
    """The record of the user's phone whose citizen id ends so, which is the user's from now on.

    ValidationError: "known" (the user is a member already), "limit" (five tries a day), "no" for all else. Must not
    run inside a transaction that is rolled back on error, or wrong digits would cost nothing.
    """
    if not may_claim(user):
        raise ValidationError(_("You are in the register already."), code="known")
    claim = _take_try(user, at)
    found = [
        one.pk
        for one in _on_the_phone_of(user)
        if compare_digest(one.citizen_id[-DIGITS:].encode(), digits.encode())
    ]
    if len(found) != 1:
        raise _no()
    try:
        return grant(user=user, member_pk=found[0], claim=claim, by=user, at=at)
    except ValidationError as error:
        raise _no() from error  # somebody else's since a moment ago


def _no() -> ValidationError:
    message = _(
        "This did not lead to a record. Look at the last four digits on your citizen card, and sign in with the phone "
        "that the Association knows; or call its officer, who hands the record to you."
    )
    return ValidationError(message, code="no")


def _on_the_phone_of(user: User) -> QuerySet[Any]:
    kept = Member.objects.unmerged().filter(phone=user.phone, user=None, anonymised_at=None)
    return kept.exclude(citizen_id_index="").order_by("pk")[:MOST_ON_A_PHONE]


def _take_try(user: User, at: datetime) -> Claim:
    """Use one of the day's tries before anything is compared: however many come at once, only so many are compared."""
    try:
        with transaction.atomic():
            claim, _made = Claim.objects.get_or_create(
                user=user,
                member=None,
                farmer=None,
                state=State.OPEN,
                defaults={"asked_at": at, "tries_left": TRIES_A_DAY},
            )
    except IntegrityError:  # another tab began it at the same moment
        claim = Claim.objects.get(user=user, member=None, farmer=None, state=State.OPEN)
    mine = Claim.objects.filter(pk=claim.pk, state=State.OPEN)
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
    mine.filter(asked_at__lt=midnight).update(asked_at=at, tries_left=TRIES_A_DAY)
    if not mine.filter(tries_left__gt=0).update(tries_left=F("tries_left") - 1):
        message = _("Five tries a day are enough. Call the Association's officer, or try again tomorrow.")
        raise ValidationError(message, code="limit")
    return claim


@transaction.atomic
def hand_over_record(*, member: Member, phone: str, reason: str, by: User, at: datetime) -> Claim:
    """An officer's yes: the login of a phone (E.164) is this member's. ValidationError names the field."""
    said = need_reason(reason)
    user = _login_of(phone, by)
    if not may_claim(user):
        message = _("This phone signs in as another member.")
        raise ValidationError({"phone": ValidationError(message, code="known")})
    claim = Claim(user=user, asked_at=at, reason=said)
    grant(user=user, member_pk=member.pk, claim=claim, by=by, at=at)
    return claim


def may_be_handed_over(farmer: Farmer) -> bool:
    """Whether a farmer is there, nobody speaks for it, and it does not come with the record of a member."""
    is_open = farmer.merged_into_id is None and farmer.anonymised_at is None
    speaking = FarmerPerson.objects.filter(farmer=farmer, **SPEAKING)
    return is_open and farmer.member_id is None and not speaking.exists()


@transaction.atomic
def hand_over_farmer(*, farmer: Farmer, phone: str, reason: str, by: User, at: datetime) -> Claim:
    """An officer's yes: the login of a phone (E.164) speaks for this farmer. ValidationError names the field."""
    said = need_reason(reason)
    locked = Farmer.objects.select_for_update(no_key=True).get(pk=farmer.pk)
    if locked.member_id is not None:
        message = _("This household is a member's. Hand over the record on the page of the member.")
        raise ValidationError(message, code="member")
    if not may_be_handed_over(locked):
        message = _("Somebody speaks for this farmer already, or it was closed. Load the page again.")
        raise ValidationError(message, code="taken")
    user = _login_of(phone, by)
    _let_speak(user, Member.objects.of_user(user).first(), locked)
    decided = {"state": State.GRANTED, "decided_at": at, "decided_by": by}
    claim = Claim.objects.create(user=user, farmer=locked, asked_at=at, reason=said, **decided)
    log(
        instance=locked,
        action="farmers.farmer_handed_over",
        user=by,
        timestamp=at,
        data={"reason": said},
    )
    tell_of_claim(claim, at=at)
    return claim


def _login_of(phone: str, by: User) -> User:
    user = User.objects.select_for_update(no_key=True).filter(phone=phone, is_active=True).first()
    if user is None:
        message = _(
            "Nobody signs in with this phone yet. Let the person sign in once, then hand the record over."
        )
        raise ValidationError({"phone": ValidationError(message, code="no_login")})
    if user == by:
        message = _("This is your own phone. Another officer hands your record to you.")
        raise ValidationError({"phone": ValidationError(message, code="own")})
    return user


@transaction.atomic
def grant(*, user: User, member_pk: int, claim: Claim, by: User, at: datetime) -> Member:
    """Let a user be a member, and speak for the household that is the member's. ValidationError "taken"."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    member = Member.objects.select_for_update(no_key=True).get(pk=member_pk)
    if member.user_id is not None or member.merged_into_id is not None or member.anonymised_at is not None:
        raise ValidationError(
            _("This record has a login already, or was closed. Load the page again."), code="taken"
        )
    if not may_claim(user):
        raise ValidationError(_("You are in the register already."), code="known")
    member.user = user
    member.save(update_fields=["user"])
    if claim.pk:
        claim.refresh_from_db(fields=["tries_left"])
    claim.member, claim.state, claim.decided_at = member, State.GRANTED, at
    claim.decided_by = None if by == user else by
    claim.save()
    acting = FarmerPerson.objects.filter(user=user, revoked_at=None, member=None, role__in=SPEAKERS)
    acting.filter(farmer__kind=Farmer.Kind.HOUSEHOLD).update(member=member)
    for farmer in _entered_for(member):
        _let_speak(user, member, farmer)
    data = {"reason": claim.reason}
    log(instance=member, action="farmers.member_claimed", user=by, timestamp=at, data=data)
    if claim.decided_by is not None:
        tell_of_claim(claim, at=at)
    return member


def _entered_for(member: Member) -> list[Farmer]:
    """What an officer entered as this member's, or as that of a record that was merged into it."""
    found = Farmer.objects.filter(member=member) | Farmer.objects.filter(member__merged_into=member)
    return list(found.filter(merged_into=None, anonymised_at=None).order_by("pk").distinct())


def _let_speak(user: User, member: Member | None, farmer: Farmer) -> None:
    """Make the user the owner, unless somebody else is."""
    owner = FarmerPerson.Role.OWNER
    acting = FarmerPerson.objects.filter(farmer=farmer, revoked_at=None)
    if acting.filter(role=owner).exclude(user=user).exists():
        return
    if not acting.filter(user=user).update(role=owner, member=member):
        FarmerPerson.objects.create(farmer=farmer, user=user, member=member, role=owner)
    for purpose in consents_of(user):
        if purpose in VERSIONS:
            follow_agreements(farmer, purpose)
