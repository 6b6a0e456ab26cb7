"""What may the register keep of a member that the law calls sensitive? Only what the member agreed to having kept.

Ethnicity, religion, the Party. Whoever takes the consent back has it deleted (farmers/withdrawing.py).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import Consent, User
from farmers.consent_recording import open_consent
from farmers.correcting import expect_correctable
from farmers.models import Member, MemberConfidence

CONFIDED = (
    "ethnicity",
    "religion",
    "party_membership",
    "party_probation_on",
    "party_official_on",
    "political_theory",
    "party_committee",
)


@transaction.atomic
def confide(*, member: Member, columns: Mapping[str, Any], by: User, at: datetime) -> MemberConfidence:
    """Write sensitive columns of a member; those not named stay. ValidationError without the member's consent.

    History says which columns were written, never what they hold.
    """
    locked = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    expect_correctable(locked)
    if open_consent(purpose=Consent.Purpose.SENSITIVE_DATA, member=locked) is None:
        message = _("The member has not agreed to having this kept. Record the consent first.")
        raise ValidationError(message, code="no_consent")
    confidence = MemberConfidence.objects.filter(member=locked).first() or MemberConfidence(member=locked)
    changed = []
    for name in CONFIDED:
        if name in columns and getattr(confidence, name) != columns[name]:
            setattr(confidence, name, columns[name])
            changed.append(name)
    if not changed:
        return confidence
    confidence.full_clean(exclude=["member"])
    _expect_one_story(confidence)
    confidence.save()
    log(instance=locked, action="farmers.member_confided", user=by, timestamp=at, data={"columns": changed})
    return confidence


def _expect_one_story(confidence: MemberConfidence) -> None:
    """The two days of the Party follow each other."""
    probation, official = confidence.party_probation_on, confidence.party_official_on
    if probation and official and official < probation:
        message = _("One is a full member only after the probation. Check the two days.")
        raise ValidationError({"party_official_on": ValidationError(message, code="order")})
