"""How the association's tree grows, so that every branch knows its path."""

from django.db import transaction
from django.utils import timezone

from farmers.models import Branch


@transaction.atomic
def open_branch(
    *,
    level: str,
    name: str,
    parent: Branch | None = None,
    place_code: str = "",
    kind: str = Branch.Kind.RESIDENT,
) -> Branch:
    """Open a branch under another one; its path is its parent's followed by its own id and a dot."""
    branch = Branch(level=level, name=name, parent=parent, place_code=place_code, kind=kind)
    branch.path = f"new.{level}.{place_code or name}"[:80]
    branch.save()
    branch.path = f"{parent.path if parent else ''}{branch.pk}."
    branch.save(update_fields=["path"])
    return branch


def commune_path(path: str) -> str:
    """The path of the commune that a branch lies in: the first two steps of its own ("1.23.456." → "1.23.")."""
    return "".join(f"{step}." for step in path.split(".")[:2] if step)


def branch_by_code(code: str) -> Branch:
    """The branch of a place by the statistics office's code; "" is the province. LookupError says what to give."""
    branches = Branch.objects.standing_on(timezone.localdate())
    found = (
        branches.filter(place_code=code).first()
        if code
        else branches.filter(level=Branch.Level.PROVINCE).first()
    )
    if found is None:
        raise LookupError(f"--branch {code or '(none)'}: no such branch; give the 5-digit code of a commune")
    return found
