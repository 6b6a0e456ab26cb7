"""One's own forms with somebody else's ids in them: a page that is open to a walker reaches no foreign record."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models

from farmers.models import (
    Branch,
    Certificate,
    ExportLayout,
    Farmer,
    FiguresToken,
    Intake,
    Member,
    MemberSupport,
    Officer,
    RecordedConsent,
)
from products.models import PriceChange, Product, TakeDown
from tests.factories.farmers import commune
from tests.market.desk.foreign import Foreign, build, build_foreign
from tests.market.desk.walkers import Post, Wrong, judge, one_of_a_kind, rightful, walker
from tests.market.desk.walking import kept, leaks, left_with

# What a field of this name is likely to hold the id of; any other number is tried as each of them.
NAMED: tuple[tuple[str, type[models.Model]], ...] = (
    ("branch", Branch),
    ("scope", Branch),
    ("member", Member),
    ("keep", Member),
    ("farmer", Farmer),
    ("layout", ExportLayout),
    ("token", FiguresToken),
    ("support", MemberSupport),
    ("consent", RecordedConsent),
    ("change", PriceChange),
    ("case", TakeDown),
    ("pk", Certificate),
)
OTHERS = (*(model for _name, model in NAMED), Product, Officer, Intake)
NUMBERS = re.compile(r"\d{1,9}|[0-9a-f]{8}-[0-9a-f-]{27}")


def forged(posts: list[Post], foreign: Foreign) -> Iterator[Post]:
    """Every form with foreign ids: where the name tells of what, once; else once for each kind of record."""
    for address, sent in posts:
        ids = [name for name, values in sent.items() if all(NUMBERS.fullmatch(value) for value in values)]
        guessed = {name: model for name in ids for word, model in NAMED if word in name.casefold()}
        unknown = [name for name in ids if name not in guessed]
        told: dict[str, Any] = sent | {name: [ids_of(foreign, model)[0]] for name, model in guessed.items()}
        for name, model in guessed.items():
            yield address, sent | {name: ids_of(foreign, model)}
        for model in dict.fromkeys(OTHERS) if unknown else [Branch]:
            yield address, told | {name: ids_of(foreign, model) for name in unknown}


def ids_of(foreign: Foreign, model: type[models.Model]) -> list[str]:
    return [str(record.pk) for record in foreign.records[model]]


def test_own_forms_with_foreign_ids_change_and_show_nothing(db):
    own = build(commune(), "Quen")
    posts = one_of_a_kind(rightful(own))
    foreign = build_foreign()
    client, before = walker(own.head), kept(foreign)
    wrong: list[Wrong] = []

    for address, sent in forged(posts, foreign):
        wrong += [
            found
            for found in judge(address, f"POST {sent}", client.post(address, sent))
            if not found.what.endswith("for a record")
        ]

    assert wrong == []
    assert leaks(left_with(client.user)) == []
    assert kept(foreign) == before


@pytest.mark.parametrize("side", ["left", "right"])
def test_own_and_foreign_members_are_not_laid_side_by_side(db, side):
    own, foreign = build(commune(), "Quen"), build_foreign()
    pair = [own.first(Member).pk, foreign.first(Member).pk]
    left, right = pair if side == "right" else pair[::-1]

    answer = walker(own.head).post(f"/hoi/hoi-vien/trung/{left}/{right}/", {"keep": "left"})

    assert answer.status_code == 404
