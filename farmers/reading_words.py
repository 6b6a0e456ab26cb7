"""What was read, and whose was it? The kinds of what is noted in `Reading`, in words of the screen."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from farmers.models import Branch, Certificate, Member, MemberConfidence

COPY = "farmers.member.copy"
BEYOND_COLUMNS: dict[str, Promise] = {
    COPY: _("copy of all that is kept"),
    "farmers.branch.members": _("list of members with sensitive columns"),
}


@dataclass(frozen=True, slots=True)
class ReadKind:
    """Records of one model that are read: of a member also what lies in its side table."""

    key: str
    words: Promise
    model: type[models.Model]
    sides: tuple[type[models.Model], ...] = ()

    @property
    def whats(self) -> list[str]:
        """Every name under which a reading of such a record can be noted, so that an index finds it."""
        labels = [(one._meta.label_lower, one._meta.fields) for one in (self.model, *self.sides)]
        columns = [f"{label}.{field.name}" for label, fields in labels for field in fields]
        return columns + [what for what in BEYOND_COLUMNS if what.startswith(f"{self.key}.")]


READ_KINDS = {
    kind.key: kind
    for kind in (
        ReadKind("farmers.member", _("member"), Member, (MemberConfidence,)),
        ReadKind("farmers.certificate", _("certificate"), Certificate),
        ReadKind("farmers.branch", _("branch"), Branch),
    )
}


def kind_of(what: str) -> ReadKind | None:
    """Of which kind of record something was read."""
    label = what.rpartition(".")[0]
    for kind in READ_KINDS.values():
        if label in {one._meta.label_lower for one in (kind.model, *kind.sides)}:
            return kind
    return None


def what_words(what: str) -> str:
    """What was read: of "farmers.member.citizen_id" the name that column has on the screen."""
    if what in BEYOND_COLUMNS:
        return str(BEYOND_COLUMNS[what])
    label, _dot, column = what.rpartition(".")
    for kind in READ_KINDS.values():
        for model in (kind.model, *kind.sides):
            if model._meta.label_lower == label:
                names = {field.name: str(field.verbose_name) for field in model._meta.fields}
                return names.get(column, column)
    return what
