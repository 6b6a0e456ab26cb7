"""How a rule of a table is broken in a test: in words through its constraint, and in the database without it."""

from collections.abc import Iterable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction


def assert_named_in_words(name: str, record: models.Model) -> None:
    """The record breaks the constraint of this name, and only that, with its own sentence."""
    constraint = next(c for c in type(record)._meta.constraints if c.name == name)
    with pytest.raises(ValidationError) as refused:
        record.validate_constraints()
    assert refused.value.messages == [str(constraint.get_violation_error_message())]


def assert_refused_by_the_database(record: models.Model) -> None:
    """The record cannot be saved, whatever looked at it before."""
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


def rules_of(models_of_a_room: Iterable[type[models.Model]]) -> set[str]:
    """The names of all constraints."""
    return {constraint.name for model in models_of_a_room for constraint in model._meta.constraints}
