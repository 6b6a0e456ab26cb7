"""Loans and other help: rows that are entered, corrected, taken out; history keeps no amounts."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from farmers.models import MemberSupport
from farmers.supporting import add_support, correct_support, remove_support
from tests.factories.farmers import MemberFactory, officer

LOAN = {"kind": "loan", "source": "Quỹ Hỗ trợ nông dân", "purpose": "mua bò", "amount_vnd": 50_000_000}


@pytest.fixture
def clerk(db):
    return officer(role="clerk")


def add(member, by, **columns) -> MemberSupport:
    return add_support(member=member, columns=columns, by=by, at=timezone.now())


def history(member) -> list[tuple[str, dict]]:
    return [(one.action, one.data) for one in ModelLogEntry.objects.for_instance(member).order_by("pk")]


def test_a_row_is_entered_corrected_and_taken_out(clerk):
    member = MemberFactory()
    support = add(member, clerk, **LOAN)

    correct_support(
        support=support, columns={"months": 36, "amount_vnd": 50_000_000}, by=clerk, at=timezone.now()
    )
    support.refresh_from_db()
    assert (support.months, support.amount_vnd, support.purpose) == (36, 50_000_000, "mua bò")
    remove_support(support=support, by=clerk, at=timezone.now())

    assert not member.supports.exists()
    named = {"support": support.pk, "kind": "loan"}
    assert history(member) == [
        ("farmers.support_added", named),
        ("farmers.support_corrected", named | {"columns": ["months"]}),
        ("farmers.support_removed", named),
    ]
    assert "50" not in str(history(member)).replace(str(support.pk), "")


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "loan", "purpose": "mua bò"},
        {"kind": "training", "purpose": "trồng tiêu", "yearly_rate_bp": 600},
        {"kind": "training", "purpose": ""},
        LOAN | {"since": date(2026, 2, 1), "repaid_on": date(2026, 1, 1)},
    ],
    ids=str,
)
def test_a_rule_refuses(clerk, columns):
    member = MemberFactory()

    with pytest.raises(ValidationError):
        add(member, clerk, **columns)

    assert (member.supports.count(), history(member)) == (0, [])


def test_a_row_that_is_gone_says_so(clerk):
    support = add(MemberFactory(), clerk, **LOAN)
    MemberSupport.objects.all().delete()

    with pytest.raises(ValidationError) as refused:
        remove_support(support=support, by=clerk, at=timezone.now())

    assert refused.value.code == "moved"


def test_a_merged_record_takes_no_rows(clerk):
    member = MemberFactory(merged_into=MemberFactory())

    with pytest.raises(ValidationError) as refused:
        add(member, clerk, **LOAN)

    assert refused.value.code == "merged"
