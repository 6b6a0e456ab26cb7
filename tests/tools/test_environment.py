"""Is the environment made once, and does a failure say what to do?"""

import sys

import pytest

from tools import environment


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty project with both locks."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text("django==5.2.19\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "LOG", tmp_path / "var" / "environment.log")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return tmp_path


def stamp(place, kind):
    (place / ".venv" / f"stamp-{kind}").write_text(environment.wanted_stamp(kind))


def test_is_ready_only_with_the_stamp_of_the_locks(place):
    assert not environment.is_ready("run")
    stamp(place, "run")
    assert environment.is_ready("run")
    assert not environment.is_ready("dev")
    (place / "requirements.lock").write_text("django==5.2.20\n")
    assert not environment.is_ready("run")


def test_is_ready_for_running_when_ready_for_development(place):
    stamp(place, "dev")

    assert environment.is_ready("run")


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "✗ Ổ đĩa đã đầy khi đang cài đặt. Dọn bớt rồi chạy lại.",
        ),
        (
            "Retrying after connection broken by 'NewConnectionError' … No matching distribution found",
            "✗ Không tải được thư viện: không có mạng. Lần chạy đầu cần mạng, các lần sau thì không.",
        ),
        (
            "… found for nosuch==1\n",
            "✗ Cài đặt không thành: … found for nosuch==1 (chi tiết: var/environment.log)",
        ),
    ],
    ids=["full_disk", "no_network", "anything_else"],
)
def test_explain_turns_a_failure_into_one_line(place, capsys, output, line):
    with pytest.raises(SystemExit) as ended:
        environment.explain(output)

    vietnamese, _, english = capsys.readouterr().err.partition(" / ")
    assert (ended.value.code, vietnamese, english.count("\n")) == (1, line, 1)
    assert (place / "var" / "environment.log").read_text() == output


def test_require_python_names_the_version_that_is_too_old(monkeypatch, capsys):
    monkeypatch.setattr(environment.sys, "version_info", (3, 9, 2, "final", 0))

    with pytest.raises(SystemExit):
        environment.require_python()

    assert capsys.readouterr().err == (
        "✗ Cần Python 3.11 trở lên, máy đang có 3.9. / Python 3.11 or newer is needed, this is 3.9.\n"
    )


def test_require_space_names_what_is_left(place, monkeypatch, capsys):
    monkeypatch.setattr(
        environment.shutil, "disk_usage", lambda _: environment.shutil._ntuple_diskusage(9, 9, 5 * 2**20)
    )

    with pytest.raises(SystemExit):
        environment.require_space("run")

    assert capsys.readouterr().err == (
        "✗ Ổ đĩa còn 5 MB, cần 700 MB để cài đặt. / 5 MB of disk left, 700 MB needed to install.\n"
    )
