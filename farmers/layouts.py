"""Which columns does an officer's list have, in which order, under which name, and who else may use it?

A layout is one's own, or shared with everybody at a branch and below it by who answers for that branch.
"""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from farmers import rights
from farmers.member_columns import COLUMNS, columns_named
from farmers.models import Branch, ExportLayout

MOST_OWN = 50


def layouts_for(user: User) -> "QuerySet[ExportLayout]":
    """One's own and those shared by a branch one works at or below, by name."""
    steps = {
        int(step) for office in rights.offices_of(user) for step in office.branch.path.split(".") if step
    }
    usable = Q(made_by=user) | Q(branch__in=steps)
    return ExportLayout.objects.filter(usable).select_related("branch", "made_by").order_by("name", "pk")


def known_columns(layout: ExportLayout) -> list[str]:
    """The columns of a layout that there still are."""
    return [key for key in layout.columns if key in COLUMNS]


@transaction.atomic
def save_layout(*, name: str, columns: Sequence[str], branch: Branch | None, by: User) -> ExportLayout:
    """Keep columns under a name; one's own of that name gets the new columns. To share is a head's to do."""
    name = " ".join(name.split())
    if not name:
        raise ValidationError(_("Give the layout a name."), code="no_name")
    keys = [column.key for column in columns_named(columns)]
    if branch is not None and not rights.may(by, rights.APPOINT, branch):
        raise ValidationError(
            _("Only who answers for this branch shares a layout with it."), code="not_allowed"
        )
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    own = ExportLayout.objects.filter(made_by=by)
    layout = own.filter(name=name).first() or ExportLayout(made_by=by, name=name)
    if layout.pk is None and own.count() >= MOST_OWN:
        raise ValidationError(
            _("You have as many layouts as anybody keeps. Delete one first."), code="too_many"
        )
    layout.columns, layout.branch = keys, branch
    layout.full_clean()
    layout.save()
    return layout


@transaction.atomic
def delete_layout(*, layout: ExportLayout, by: User) -> None:
    """Delete one's own layout; a shared one also who answers for its branch."""
    may_delete = layout.made_by_id == by.pk or (
        layout.branch is not None and rights.may(by, rights.APPOINT, layout.branch)
    )
    if not may_delete:
        raise ValidationError(_("This layout is somebody else's."), code="not_allowed")
    layout.delete()
