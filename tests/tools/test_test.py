"""Are the results of a run put into words?"""

import pytest

from tools.test import counts

SUITE = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((312, 0, 0, 0), "312 passed, 0 failed"),
        ((10, 2, 1, 3), "4 passed, 3 failed, 3 skipped"),
        ((0, 0, 0, 0), "0 passed, 0 failed"),
    ],
    ids=["all_passed", "some_of_each", "none"],
)
def test_counts_say_what_passed(tmp_path, numbers, words):
    report = tmp_path / "report.xml"
    report.write_text(SUITE.format(*numbers))

    assert counts(report) == words
