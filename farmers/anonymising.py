"""How is somebody made nameless, so that the association's documents stay and nothing tells whose they were?

In place: decisions, card numbers, certificates, lots and their chain stay, because others rest on them and the law
wants some kept; names, phones, ids, addresses, words and files go. What other rooms keep they erase themselves, in
the same transaction (`announcements.person_anonymised`); files go after it (farmers/erasing.py), retried until done.
A household's farmer and the login are named or left by the caller: `Person` says which records are meant.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from accounts.forgetting import forget_in_file_of_messages, forget_in_tasks, forget_phones, forget_user
from accounts.models import User
from farmers.announcements import person_anonymised
from farmers.erasing import erase_files, lists_under_way
from farmers.erasing_texts import erase_texts
from farmers.helping import forget_invitations
from farmers.membership import record_leaving, refuse_admission
from farmers.models import Farmer, FarmerPerson, Member, MemberConfidence, Officer
from farmers.person import Person
from farmers.person_words import words_about
from farmers.scrubbing import erased_name, erased_words
from farmers.telling import forget_notices

Standing = Member.Standing
# The association's own documents, and whether a man or a woman, so that the counts of past years stay as reported.
KEPT_OF_MEMBER = frozenset(
    {
        *("id", "branch", "gender", "standing", "standing_since", "merged_into", "created_at", "is_resident"),
        *(
            "is_occupational",
            "card_province",
            "card_number",
            "card_issued_on",
            "decision_number",
            "admitted_on",
        ),
    }
)
KEPT_OF_FARMER = frozenset(
    {"id", "kind", "branch", "commune_code", "commune_code_on", "merged_into", "created_at"}
)


@transaction.atomic
def anonymise(*, person: Person, by: User, at: datetime) -> None:
    """Erase a person; done twice, the first time stands. A membership that lasts ends with it.

    ValidationError while the person is an officer, or a list that may hold them is still being brought in.
    """
    members = list(person.member_rows.select_for_update(no_key=True).order_by("pk"))
    farmers = list(person.farmer_rows.select_for_update(no_key=True))
    users = list(person.user_rows.select_for_update(no_key=True))
    _refuse_officers(users, at)
    _refuse_lists_under_way(person)
    words = words_about(person)
    phones = _own_phones(members, farmers, users)
    person_anonymised.send(
        sender=Person, members=person.members, farmers=person.farmers, users=person.users, by=by.pk, at=at
    )
    for member in members:
        _end_membership(member, by=by, at=at)
    for member in person.member_rows:
        _erase_member(member, at)
    for farmer in farmers:
        _erase_farmer(farmer, at)
    erase_texts(person, words, at)
    forget_notices(users=person.users, farmers=person.farmers)
    forget_invitations(farmers=person.farmers, phones=phones, name=erased_name(), at=at)
    _let_go(person, phones, at)
    for user in users:
        if user.anonymised_at is None:
            forget_user(user=user, name=erased_name(), at=at)
    forget_phones(phones)
    forget_in_file_of_messages(phones)
    forget_in_tasks(words.stand_in)
    _tell(person, by=by, at=at)
    # In the same transaction: either both are there or neither, whenever the process dies.
    erase_files.enqueue(list(person.members), list(person.farmers), list(person.users), at.isoformat())


def _refuse_officers(users: list[User], at: datetime) -> None:
    if Officer.objects.held_on(timezone.localdate(at)).filter(user__in=users).exists():
        raise ValidationError(_("This person is an officer. End the office first."), code="officer")


def _refuse_lists_under_way(person: Person) -> None:
    """A list being brought in could write the person anew, and its file can't be deleted from under it."""
    for found in lists_under_way(person.members):
        message = _(
            "A list of %(branch)s is being brought in and may hold this person. Finish it or give it up first."
        )
        raise ValidationError(message, code="intake", params={"branch": found.branch.name})


def _own_phones(members: list[Member], farmers: list[Farmer], users: list[User]) -> set[str]:
    """The phones that are this person's: not one that somebody else in the household signs in with."""
    phones = {member.phone for member in members} | {farmer.phone for farmer in farmers}
    phones |= {farmer.zalo for farmer in farmers}
    phones = (phones | {user.phone for user in users}) - {""}
    others = User.objects.filter(phone__in=phones).exclude(pk__in=[user.pk for user in users])
    return phones - set(others.values_list("phone", flat=True))


def _end_membership(member: Member, *, by: User, at: datetime) -> None:
    """Somebody without a name is no member: who was one leaves, who applied is not admitted."""
    if member.merged_into_id is not None or member.anonymised_at is not None:
        return
    today, reason = timezone.localdate(at), erased_words()
    if member.standing in {Standing.ACTIVE, Standing.SUSPENDED}:
        on = max(today, member.admitted_on) if member.admitted_on else today
        record_leaving(member=member, on=on, reason=reason, by=by, at=at)
    elif member.standing == Standing.APPLIED:
        if member.steps.filter(decided_at=None).exists():
            refuse_admission(member=member, reason=reason, by=by, at=at)
        else:
            member.standing, member.standing_since = Standing.REFUSED, today
            member.save(update_fields=["standing", "standing_since"])


def _erase_member(member: Member, at: datetime) -> None:
    """Empty a record but for what is the association's own."""
    if member.anonymised_at is not None:
        return
    MemberConfidence.objects.filter(member=member).delete()
    for field in Member._meta.fields:
        if field.name not in KEPT_OF_MEMBER:
            setattr(member, field.attname, _nothing(field))
    member.full_name = erased_name()
    if member.standing in {Standing.SUSPENDED, Standing.LEFT, Standing.REFUSED}:
        member.standing_reason = erased_words()
    member.anonymised_at = at
    member.save()


def _erase_farmer(farmer: Farmer, at: datetime) -> None:
    """Empty a farmer, and take from the farms what leads there."""
    if farmer.anonymised_at is not None:
        return
    for field in Farmer._meta.fields:
        if field.name not in KEPT_OF_FARMER:
            setattr(farmer, field.attname, _nothing(field))
    farmer.name, farmer.is_public, farmer.anonymised_at = erased_name(), False, at
    farmer.save()
    for farm in farmer.farms.order_by("pk"):
        with override("vi"):
            farm.name = _("Growing area %(number)s") % {"number": farm.pk}
        farm.latitude_e6 = farm.longitude_e6 = None
        farm.save(update_fields=["name", "latitude_e6", "longitude_e6"])


def _nothing(field: models.Field[Any, Any]) -> Any:
    """What a column holds of nobody."""
    if field.null:
        return None
    return field.get_default()


def _let_go(person: Person, phones: set[str], at: datetime) -> None:
    """The person acts for nobody any more, and no phone of theirs is called for a cooperative."""
    acted = FarmerPerson.objects.filter(Q(user__in=person.users) | Q(member__in=person.members))
    for farmer in Farmer.objects.filter(people__in=acted, phone__in=phones).distinct():
        Farmer.objects.filter(pk=farmer.pk).update(phone="")
    for farmer in Farmer.objects.filter(people__in=acted, zalo__in=phones).distinct():
        Farmer.objects.filter(pk=farmer.pk).update(zalo="")
    ending = Q(user__in=person.users) | Q(farmer__in=person.farmers)
    FarmerPerson.objects.filter(ending, revoked_at=None).update(revoked_at=at)
    FarmerPerson.objects.filter(member__in=person.members).update(member=None)


def _tell(person: Person, *, by: User, at: datetime) -> None:
    for record in (*person.member_rows, *person.farmer_rows, *person.user_rows):
        log(instance=record, action="farmers.person_anonymised", user=by, timestamp=at)
