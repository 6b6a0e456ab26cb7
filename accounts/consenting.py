"""Did a person agree, to which words, and does it still hold?"""

from datetime import datetime

from accounts.models import Consent, User


def give_consent(*, user: User, purpose: str, text: str, text_version: str, at: datetime) -> Consent:
    """Note that a user agreed to the words on the screen; agreed twice, the first time stands."""
    consent, _ = Consent.objects.get_or_create(
        user=user,
        purpose=purpose,
        withdrawn_at=None,
        defaults={"text_version": text_version, "text": text, "given_at": at},
    )
    return consent


def withdraw_consent(*, user: User, purpose: str, at: datetime) -> bool:
    """Note that a user took an agreement back; False when there was none."""
    return bool(Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None).update(withdrawn_at=at))


def consents_of(user: User) -> dict[str, Consent]:
    """What a user agrees to now, by purpose."""
    return {consent.purpose: consent for consent in user.consents.filter(withdrawn_at=None)}
