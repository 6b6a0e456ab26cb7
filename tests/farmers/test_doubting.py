"""What looks wrong is asked about, never refused."""

import pytest

from farmers.doubting import doubts_about, mobile_prefixes
from tests.factories.farmers import MemberFactory

ID = "052185001234"  # female, 1985


@pytest.mark.parametrize(
    ("columns", "count"),
    [
        ({"citizen_id": ID, "gender": "female", "birth_year": 1985}, 0),
        ({"citizen_id": ID, "gender": "male", "birth_year": 1985}, 1),
        ({"citizen_id": ID, "gender": "male", "birth_year": 1986}, 2),
        ({"citizen_id": ID, "gender": "", "birth_year": None}, 0),
        ({"citizen_id": "999185001234"}, 1),
        ({"phone": "+84905123456"}, 0),
        ({"phone": "+84405123456"}, 1),
        ({"phone": "+842693824403"}, 0),
        ({}, 0),
    ],
    ids=str,
)
def test_numbers_that_disagree_with_the_person_are_asked_about(columns, count):
    assert len(doubts_about(MemberFactory.build(branch=None, **columns))) == count


def test_known_prefixes_are_three_digits():
    assert all(len(prefix) == 3 and prefix.startswith("0") for prefix in mobile_prefixes())
