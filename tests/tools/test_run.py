"""Does the application refuse to start with one clear line?"""

import os
import socket
import subprocess
import sys

import pytest

from tests.house.source import ROOT


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.run"]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_run_names_a_taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = start(PORT=str(port))

    vi = f"Cổng {port} đang có chương trình khác dùng. Chạy: make run PORT={port + 1}"
    en = f"Port {port} is taken. Run: make run PORT={port + 1}"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"✗ {vi} / {en}\n")


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", ""])
def test_run_refuses_what_is_no_port(port):
    done = start(PORT=port)

    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        f"✗ PORT={port} không phải số cổng (1 đến 65535). / PORT={port} is no port number (1 to 65535).\n",
    )
