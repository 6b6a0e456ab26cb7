"""How is something that was done to a record told in its history?"""

from datetime import UTC, datetime

import pytest
from django.utils.translation import gettext
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from farmers.history import changes_told
from farmers.membership import move_member, suspend_member
from tests.factories.farmers import CertificateFactory, MemberFactory, commune, officer, other_commune
from tests.factories.products import ProductFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


def told(record, changes, action="farmers.member_moved", **data):
    entry = log(record, action, user=officer(), timestamp=AT, data={"changes": changes} | data)
    return changes_told(entry), entry.message


def test_a_standing_is_told_from_to_with_the_reason():
    member = MemberFactory()
    suspend_member(member=member, on=AT.date(), reason="Nghỉ ốm", by=officer(), at=AT)

    message = str(ModelLogEntry.objects.for_instance(member).get().message)

    was, now = (str(member.Standing(one).label) for one in ("active", "suspended"))
    assert f"{was} → {now}" in message
    assert message.endswith("Nghỉ ốm")


def test_a_move_is_told_with_the_names_of_the_branches():
    member, by = MemberFactory(), officer()
    move_member(member=member, to=other_commune(), on=AT.date(), by=by, at=AT)

    message = str(ModelLogEntry.objects.for_instance(member).get().message)

    assert f"{commune().name} → {other_commune().name}" in message


def test_money_days_records_and_yes_or_no_are_told_as_people_write_them():
    other = MemberFactory()
    changes = {
        "price_vnd": [98_000, 102_000],
        "admitted_on": ["2026-03-01", "2026-04-02"],
        "merged_into": [None, other.pk],
        "is_core": [False, True],
        "birth_year": [None, 1985],
    }
    said, _message = told(MemberFactory(), changes)

    assert [one.rpartition(": ")[2].split(" → ") for one in said] == [
        ["98.000\xa0đ", "102.000\xa0đ"],
        ["01/03/2026", "02/04/2026"],
        ["–", gettext("record %(number)s") % {"number": other.pk}],
        [gettext("no"), gettext("yes")],
        ["–", "1985"],
    ]


def test_of_what_somebody_wrote_only_the_column_is_told():
    product = ProductFactory()
    changes = {"description": ["Rơ Châm H'Lan trồng", "khác"], "name": ["a", "b"], "unit": ["kg", "tui"]}

    said, message = told(product, changes, "products.product_revised")

    assert "H'Lan" not in str(message)
    assert str(product._meta.get_field("description").verbose_name) in said[-1]
    assert len(said) == 2


def test_entries_without_changes_or_with_strange_ones_are_told_plainly():
    certificate = CertificateFactory()
    for changes in (None, {}, [], {"standing": "verified"}, {"nothing_like_it": ["a", "b"]}):
        said, message = told(certificate, changes, "farmers.certificate_verified")
        assert str(message)
        assert "→" not in "".join(said)
