"""Who is told what becomes of a farmer's papers and memberships?

Who speaks for a farmer is told of everything; a helper of listings alone. Called inside the transaction of the verb
that made it so: what did not happen is told to nobody.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Notice, User
from accounts.noticing import tell, tell_each
from farmers.agreeing import SPEAKING
from farmers.models import Certificate, Claim, FarmerPerson, Member

ADMISSIONS = {Member.Standing.ACTIVE: "member_admitted", Member.Standing.REFUSED: "member_refused"}


def speakers_of(farmer_id: int) -> list[User]:
    """Who speaks for a farmer: its owners and representatives."""
    return list(User.objects.filter(acts_for__in=_acting(farmer_id).filter(**SPEAKING)).order_by("pk"))


def people_of(farmer_id: int) -> list[User]:
    """Everybody who acts for a farmer, helpers too."""
    return list(User.objects.filter(acts_for__in=_acting(farmer_id)).order_by("pk"))


def tell_of_certificate(certificate: Certificate, *, at: datetime) -> None:
    """Say in which standing an officer put a certificate, and why."""
    tell_each(
        users=speakers_of(certificate.farmer_id),
        kind=f"certificate_{certificate.standing}",
        key=f"certificate_{certificate.standing}:{certificate.pk}",
        data={
            "farmer": certificate.farmer_id,
            "certificate": certificate.pk,
            "name": str(certificate),
            "reason": certificate.reason,
        },
        at=at,
    )


def tell_of_admission(member: Member, *, at: datetime) -> None:
    """Say to an applicant who signs in how the application was decided."""
    if member.user_id is None or member.user is None:
        return
    kind = ADMISSIONS[Member.Standing(member.standing)]
    key = f"{kind}:{member.pk}:{at:%Y%m%d%H%M%S}"
    tell(
        user=member.user,
        kind=kind,
        key=key,
        data={"member": member.pk, "reason": member.standing_reason},
        at=at,
    )


def tell_of_claim(claim: Claim, *, at: datetime) -> None:
    """Say to whom an officer gave a record, or a farmer to speak for, that it is theirs."""
    kind = "farmer_granted" if claim.farmer else "claim_granted"
    data = {"name": str(claim.farmer or claim.member)} | ({"farmer": claim.farmer.pk} if claim.farmer else {})
    tell(user=claim.user, kind=kind, key=f"{kind}:{claim.pk}", data=data, at=at)


def forget_notices(*, users: Collection[int], farmers: Collection[int]) -> None:
    """Delete what users were told, and what others were told of farmers they act or acted for."""
    Notice.objects.filter(user__in=users).delete()
    for farmer in farmers:
        told = Notice.objects.filter(user__acts_for__farmer=farmer, data__farmer=farmer)
        Notice.objects.filter(pk__in=list(told.values_list("pk", flat=True))).delete()


def _acting(farmer_id: int) -> QuerySet[FarmerPerson]:
    return FarmerPerson.objects.filter(farmer=farmer_id, revoked_at=None)
