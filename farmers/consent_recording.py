"""How does an officer note what somebody without a login agreed to, on paper or aloud? In the words that were shown.

A consent is for one purpose and told apart by its words: other words need another version. Taking it back is in
farmers/withdrawing.py.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import Consent, User
from farmers import agreeing
from farmers.models import Farmer, Member, RecordedConsent

Purpose = Consent.Purpose
VERSIONS: dict[Purpose, str] = agreeing.VERSIONS | {
    Purpose.MEMBER_DATA: "member-data-1",
    Purpose.SENSITIVE_DATA: "sensitive-data-1",
}


def consent_words(purpose: str) -> str:
    """The words that are read out or signed."""
    if purpose == Purpose.SENSITIVE_DATA:
        return _(
            "The Farmers' Association may keep my ethnicity, my religion, my training in political theory and my "
            "membership in the Party in its register of members, to count them in its reports and to support me. Only "
            "officers with a right of their own read them, and each reading is noted. I can take this back at any "
            "time; then they are deleted."
        )
    if purpose == Purpose.MEMBER_DATA:
        return _(
            "The Farmers' Association may keep what stands in my application in its register of members, to decide "
            "about it, to keep in touch with me and to report. I can ask to see, correct or delete it at any time."
        )
    if purpose in agreeing.VERSIONS:
        return agreeing.words_of(purpose)
    raise ValidationError(_("Nothing of this kind is asked for here."), code="purpose")


def open_consent(*, purpose: str, member: Member | None = None, farmer: Farmer | None = None) -> date | None:
    """Since which day a member or farmer agrees to a purpose; None when they do not.

    A member with a login may have agreed on the screen.
    """
    about = {"member": member} if member else {"farmer": farmer}
    recorded = RecordedConsent.objects.filter(purpose=purpose, withdrawn_at=None, **about).first()
    if recorded is not None:
        return recorded.given_on
    if member is None or member.user_id is None:
        return None
    on_screen = Consent.objects.filter(purpose=purpose, withdrawn_at=None, user_id=member.user_id).first()
    return timezone.localdate(on_screen.given_at) if on_screen else None


@transaction.atomic
def record_consent(  # noqa: PLR0913 what makes a consent provable
    *,
    purpose: str,
    way: str,
    given_on: date,
    witness: str,
    by: User,
    at: datetime,
    member: Member | None = None,
    farmer: Farmer | None = None,
) -> RecordedConsent:
    """Note a consent of a member or of a farmer. ValidationError when there is one, or it lies in the future."""
    if given_on > timezone.localdate(at):
        raise ValidationError({"given_on": ValidationError(_("This day has not come yet."), code="future")})
    consent = RecordedConsent(
        member=member,
        farmer=farmer,
        purpose=purpose,
        text=consent_words(purpose),
        text_version=VERSIONS[Purpose(purpose)],
        way=way,
        given_on=given_on,
        witness=witness,
        recorded_by=by,
        recorded_at=at,
    )
    consent.full_clean(exclude=["member", "farmer", "recorded_by"], validate_constraints=False)
    _save_once(consent)
    if farmer is not None:
        agreeing.follow_agreements(farmer, purpose)
    log(
        instance=member or farmer,
        action="farmers.consent_recorded",
        user=by,
        timestamp=at,
        data={"purposes": [str(purpose)]},
    )
    return consent


def _save_once(consent: RecordedConsent) -> None:
    """The constraint decides, in a savepoint: two officers may note the same paper at once."""
    try:
        with transaction.atomic():
            consent.save()
    except IntegrityError as error:
        raise ValidationError(_("This person has already agreed to this."), code="agreed") from error
