"""How the association's tree grows, so that every branch knows its path."""

from django.db import transaction

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
