"""Does the harness measure both sides, and fail above the ratio?"""

import gc
import sys
import time

import pytest

import bench
from bench import __main__ as harness


@pytest.fixture
def register(monkeypatch):
    """A register of its own; what the other tests left in memory is not gone through before every measure."""
    monkeypatch.setattr(bench, "REGISTER", {})
    monkeypatch.setattr(harness, "REGISTER", bench.REGISTER)
    gc.freeze()
    yield
    gc.unfreeze()


def slow(required):
    @bench.measured(job="20 ms", floor="5 ms", required=required)
    def nap():
        return bench.Sides(job=lambda: time.sleep(0.02), floor=lambda: time.sleep(0.005))


def test_measure_takes_each_side_every_round(register):
    calls = []

    @bench.measured(job="j", floor="f", required=1)
    def counted():
        return bench.Sides(job=lambda: calls.append("job"), floor=lambda: calls.append("floor"))

    harness.measure(bench.REGISTER["counted"], rounds=3)

    warm_up = ["floor", "job"]
    assert calls == [*warm_up, "floor", "job", "job", "floor", "floor", "job"]


@pytest.mark.parametrize(("required", "status"), [(50.0, 0), (1.5, 1)], ids=["kept", "too_slow"])
def test_main_fails_only_above_the_ratio(register, monkeypatch, capsys, required, status):
    monkeypatch.setattr(sys, "argv", ["bench", "--only", "nap", "--rounds", "3"])
    slow(required)

    assert harness.main() == status
    assert ("✗ too slow" in capsys.readouterr().out) is bool(status)


def test_main_names_the_jobs_there_are(register, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench", "--only", "nothing"])
    slow(2.0)

    with pytest.raises(SystemExit):
        harness.main()

    said = capsys.readouterr().err
    assert "no such job: nothing; there are" in said
    assert "nap" in said
