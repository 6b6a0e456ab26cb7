"""Who posts for a farmer besides those who speak for it? Somebody asked by phone, who says yes, until it is taken back.

A helper acts for the farmer, but does not speak for it: no inviting, no agreeing, no leaving.
"""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.models import Farmer, FarmerPerson, HelperInvitation

HELPER = FarmerPerson.Role.HELPER
MOST_HELPERS = 10


@transaction.atomic
def invite_helper(*, farmer: Farmer, phone: str, name: str, by: User, at: datetime) -> HelperInvitation:
    """Ask the holder of a phone (E.164) to post for a farmer; asked twice, it is one. ValidationError by field."""
    Farmer.objects.select_for_update(no_key=True).get(pk=farmer.pk)
    if phone == by.phone:
        raise ValidationError({"phone": ValidationError(_("This is your own phone."), code="own")})
    if FarmerPerson.objects.filter(farmer=farmer, user__phone=phone, revoked_at=None).exists():
        raise ValidationError({"phone": ValidationError(_("This phone acts for you already."), code="acts")})
    open_ones = HelperInvitation.objects.filter(farmer=farmer, closed_at=None)
    known = open_ones.filter(phone=phone).first()
    if known is not None:
        return known
    if open_ones.count() + helpers_of(farmer).count() >= MOST_HELPERS:
        message = _("%(most)s helpers are the most. Take one of them off first.")
        raise ValidationError(message, code="many", params={"most": MOST_HELPERS})
    invitation = HelperInvitation(farmer=farmer, phone=phone, name=name, invited_by=by, invited_at=at)
    invitation.full_clean(exclude=["farmer", "invited_by"])
    invitation.save()
    log(instance=farmer, action="farmers.helper_invited", user=by, timestamp=at)
    return invitation


def helpers_of(farmer: Farmer) -> QuerySet[FarmerPerson]:
    """Who helps a farmer now."""
    return FarmerPerson.objects.filter(farmer=farmer, role=HELPER, revoked_at=None)


def invitations_for(user: User) -> QuerySet[HelperInvitation]:
    """What the holder of a phone was asked and has not answered."""
    asked = HelperInvitation.objects.filter(phone=user.phone, closed_at=None, farmer__anonymised_at=None)
    return asked.select_related("farmer").order_by("pk")


@transaction.atomic
def answer_invitation(*, invitation: HelperInvitation, user: User, accepts: bool, at: datetime) -> None:
    """Say yes or no to one of one's own invitations. ValidationError when it was taken back or answered meanwhile."""
    locked = HelperInvitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if locked.closed_at is not None or locked.phone != user.phone:
        raise ValidationError(_("This was answered or taken back meanwhile."), code="closed")
    locked.closed_at = at
    if accepts:
        locked.person = _let_help(locked.farmer, user)
    locked.save(update_fields=["closed_at", "person"])
    action = "farmers.helper_accepted" if accepts else "farmers.helper_declined"
    log(instance=locked.farmer, action=action, user=user, timestamp=at)


def _let_help(farmer: Farmer, user: User) -> FarmerPerson:
    """The constraint decides, in a savepoint: the user may have come to act for the farmer by another way."""
    try:
        with transaction.atomic():
            return FarmerPerson.objects.create(farmer=farmer, user=user, role=HELPER)
    except IntegrityError as error:
        raise ValidationError(_("You act for this farmer already."), code="acts") from error


@transaction.atomic
def take_invitation_back(*, invitation: HelperInvitation, by: User, at: datetime) -> bool:
    """Ask no longer; False when it was answered meanwhile."""
    open_one = HelperInvitation.objects.filter(pk=invitation.pk, closed_at=None)
    if not open_one.update(closed_at=at):
        return False
    log(instance=invitation.farmer, action="farmers.helper_uninvited", user=by, timestamp=at)
    return True


@transaction.atomic
def revoke_helper(*, person: FarmerPerson, by: User, at: datetime) -> bool:
    """Let a helper act for the farmer no longer, from the next request on; False when that was so already."""
    helping = FarmerPerson.objects.filter(pk=person.pk, role=HELPER, revoked_at=None)
    if not helping.update(revoked_at=at):
        return False
    log(instance=person.farmer, action="farmers.helper_revoked", user=by, timestamp=at)
    return True


def forget_invitations(*, farmers: Collection[int], phones: Collection[str], name: str, at: datetime) -> None:
    """Let no invitation name anybody, of farmers that were emptied or to phones that are nobody's any more."""
    about = Q(farmer__in=farmers) | Q(phone__in=set(phones) - {""})
    for invitation in HelperInvitation.objects.filter(about):
        invitation.name, invitation.phone = name, ""
        invitation.closed_at = invitation.closed_at or at
        invitation.save(update_fields=["name", "phone", "closed_at"])
