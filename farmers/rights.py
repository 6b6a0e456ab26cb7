"""Who in the association may do what to which record: by role, within the subtree of the branch the role is held at.

The same policy serves Wagtail's viewsets, our own views, exports and files. A role is held at a branch and reaches
all below it, never sideways or up. Every model of the desk names the path from itself to a branch (`guard`).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts.models import User
from farmers.models import (
    Branch,
    BranchFigures,
    Certificate,
    DataRequest,
    Farm,
    Farmer,
    FiguresToken,
    Incident,
    Intake,
    Member,
    MembershipStep,
    MemberSupport,
    Officer,
)

VIEW, ENTER, REVIEW, APPROVE = "view", "enter", "review", "approve"
APPOINT = (
    "appoint"  # officers, breaches, requests about personal data, bounds, tokens: what a head answers for
)
# Who has applied is admitted by the province, not by the branch that registered the person (`ADMITTING_LEVEL`).
ADMIT = "admit"
SENSITIVE = "sensitive"  # ethnicity, religion, party: a right of its own, said in the office, not in the role
RECEIVE = "receive"  # what was handed over to the post office, and nothing else
ACTIONS_OF_ROLE: dict[str, frozenset[str]] = {
    Officer.Role.VIEWER: frozenset({VIEW}),
    Officer.Role.CLERK: frozenset({VIEW, ENTER}),
    Officer.Role.REVIEWER: frozenset({VIEW, REVIEW}),
    Officer.Role.APPROVER: frozenset({VIEW, APPROVE}),
    Officer.Role.HEAD: frozenset({VIEW, ENTER, REVIEW, APPROVE, APPOINT}),
    Officer.Role.POST: frozenset({RECEIVE}),
}
# Wagtail asks in its own words; nobody deletes through the desk.
ACTION_OF_WAGTAIL = {"view": VIEW, "choose": VIEW, "change": ENTER, "add": ENTER}

_paths: dict[type[models.Model], str] = {}


def offices_of(user: User, on: date | None = None) -> list[Officer]:
    """The offices a user holds on a day (today in Viet Nam), read once per request."""
    if on is None and (kept := getattr(user, "_offices", None)) is not None:
        return kept
    offices = list(user.offices.held_on(on or timezone.localdate()).select_related("branch"))
    if on is None:
        # Our own memo, on the user of this request only.
        user._offices = offices  # type: ignore[attr-defined]  # noqa: SLF001
    return offices


def actions_of(office: Officer) -> frozenset[str]:
    """What an office lets its holder do below its branch."""
    allowed = ACTIONS_OF_ROLE[office.role]
    if APPROVE in allowed and office.branch.level == settings.ADMITTING_LEVEL:
        allowed |= {ADMIT}
    return allowed | {SENSITIVE} if office.sees_sensitive else allowed


def is_officer(user: User) -> bool:
    """Whether the desk opens for this user at all."""
    return user.is_active and (user.is_superuser or bool(offices_of(user)))


def branches_for(user: User, action: str) -> list[Branch]:
    """The branches at which the user may do the action, highest first, each once; a superuser's are the roots."""
    if not user.is_active:
        return []
    if user.is_superuser:
        return list(Branch.objects.filter(parent__isnull=True).order_by("pk"))
    offices = (office for office in offices_of(user) if action in actions_of(office))
    by_path = {office.branch.path: office.branch for office in offices}
    return [by_path[path] for path in sorted(by_path, key=lambda path: (path.count("."), path))]


def within(user: User, action: str, to_branch: str = "") -> Q:
    """The condition a record must meet, `to_branch` being the lookup from it to its branch ("" for a branch)."""
    if user.is_active and user.is_superuser:
        return Q()
    prefix = f"{to_branch}__" if to_branch else ""
    condition = Q(pk__in=[])
    for branch in branches_for(user, action):
        condition |= Q(**{f"{prefix}path__startswith": branch.path})
    return condition


def path_to_branch(model: type[models.Model]) -> str:
    """The lookup from a guarded model to its branch; KeyError for a model the desk must not show."""
    return _paths[model]


def visible(model: type[models.Model], user: User, action: str = VIEW) -> models.QuerySet[Any]:
    """The records of a guarded model for which the user may do the action."""
    return model._default_manager.filter(within(user, action, path_to_branch(model)))


def get_or_404(model: type[models.Model], user: User, pk: Any, action: str = VIEW) -> Any:
    """One record the user may do the action to; one that is not theirs is as absent as one that does not exist."""
    record = visible(model, user, action).filter(pk=pk).first()
    if record is None:
        raise Http404
    return record


def may(user: User, action: str, record: models.Model) -> bool:
    """Whether the user may do the action to this record."""
    return visible(type(record), user, action).filter(pk=record.pk).exists()


class SubtreePolicy(ModelPermissionPolicy):
    """Wagtail's question "may this user …" answered by offices instead of Django's permissions."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Whether there is any branch where the user may do it."""
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        """Whether there is any branch where the user may do any of them."""
        wanted = _in_our_words(actions)
        if not wanted or not user.is_active:
            return False
        return user.is_superuser or any(wanted & actions_of(office) for office in offices_of(user))

    def user_has_permission_for_instance(self, user: User, action: str, instance: models.Model) -> bool:
        """Whether the user may do it to this record."""
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: models.Model
    ) -> bool:
        """Whether the user may do any of them to this record."""
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()

    def instances_user_has_permission_for(self, user: User, action: str) -> models.QuerySet[Any]:
        """The records the user may do it to."""
        return self.instances_user_has_any_permission_for(user, [action])

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> models.QuerySet[Any]:
        """The records the user may do any of them to; deleting is no one's."""
        condition = Q(pk__in=[])
        for action in sorted(_in_our_words(actions)):
            # Nothing to add to a condition that is already "all" (a superuser's).
            condition |= within(user, action, path_to_branch(self.model)) or ~Q(pk__in=[])
        return self.model._default_manager.filter(condition)


def _in_our_words(actions: Iterable[str]) -> set[str]:
    return {ACTION_OF_WAGTAIL[action] for action in actions if action in ACTION_OF_WAGTAIL}


def guard(model: type[models.Model], *, branch: str) -> None:
    """Put a model under the policy; `branch` is the lookup from it to its branch ("" for Branch itself)."""
    _paths[model] = branch
    register_permission_policy(model, SubtreePolicy(model))


def register() -> None:
    """Put this room's models under the policy (called once, when the app is ready)."""
    guard(Branch, branch="")
    guard(Officer, branch="branch")
    guard(Member, branch="branch")
    guard(Farmer, branch="branch")
    guard(Farm, branch="branch")
    guard(Certificate, branch="farmer__branch")
    guard(MembershipStep, branch="branch")
    guard(MemberSupport, branch="member__branch")
    guard(Intake, branch="branch")
    guard(DataRequest, branch="branch")
    guard(Incident, branch="branch")
    guard(BranchFigures, branch="branch")
    guard(FiguresToken, branch="branch")
