"""Is the Python environment here and up to date? Makes `.venv` from the lock files when it is not.

Standard library only: this runs under the system's Python, before anything is installed. A stamp with the hash
of what was installed lets every later start pass without the network.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOG = ROOT / "var" / "environment.log"
PYTHON_AT_LEAST = (3, 11)
FREE_MB_AT_LEAST = {"run": 700, "dev": 1200}
LOCKS = {"run": ["requirements.lock"], "dev": ["requirements.lock", "requirements-dev.lock"]}


def stop(vi: str, en: str) -> NoReturn:
    """End with status 1 and one line, Vietnamese then English."""
    print(f"✗ {vi} / {en}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def venv_python() -> Path:
    """Where the environment's interpreter is, or will be."""
    return VENV / "bin" / "python"


def wanted_stamp(kind: str) -> str:
    """The hash of all that decides what is installed: locks, interpreter, place."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {VENV}".encode())
    for name in LOCKS[kind]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_ready(kind: str) -> bool:
    """True when the environment holds what `kind` needs; the development one serves both."""
    for candidate in (kind, "dev"):
        stamp = VENV / f"stamp-{candidate}"
        if stamp.is_file() and stamp.read_text() == wanted_stamp(candidate) and venv_python().exists():
            return True
    return False


def require_python() -> None:
    """Refuse an interpreter that is too old."""
    if sys.version_info < PYTHON_AT_LEAST:
        here = ".".join(map(str, sys.version_info[:2]))
        stop(
            f"Cần Python 3.11 trở lên, máy đang có {here}.",
            f"Python 3.11 or newer is needed, this is {here}.",
        )


def require_space(kind: str) -> None:
    """Refuse to begin an installation that the disk can't hold."""
    free_mb = shutil.disk_usage(ROOT).free // 2**20
    need_mb = FREE_MB_AT_LEAST[kind]
    if free_mb < need_mb:
        stop(
            f"Ổ đĩa còn {free_mb} MB, cần {need_mb} MB để cài đặt.",
            f"{free_mb} MB of disk left, {need_mb} MB needed to install.",
        )


def require_venv_module() -> None:
    """Debian keeps ensurepip in a package of its own: bring it when allowed, or say so."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"… apt-get install {package}", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False, capture_output=True)
        done = subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False, capture_output=True)
        importlib.invalidate_caches()
        if done.returncode == 0 and importlib.util.find_spec("ensurepip"):
            return
    stop(
        f"Python thiếu mô-đun venv. Chạy: sudo apt install {package}",
        f"Python lacks the venv module. Run: sudo apt install {package}",
    )


def explain(output: str) -> NoReturn:
    """Turn what a failed installation printed into one line."""
    with contextlib.suppress(OSError):  # a full disk can't hold the log either
        LOG.parent.mkdir(exist_ok=True)
        LOG.write_text(output, encoding="utf-8")
    low = output.lower()
    if "no space left" in low or "disk quota" in low:
        stop(
            "Ổ đĩa đã đầy khi đang cài đặt. Dọn bớt rồi chạy lại.",
            "The disk filled up while installing. Free some space and run again.",
        )
    signs = ("connection", "name resolution", "timed out", "max retries", "network", "getaddrinfo")
    if any(sign in low for sign in signs):
        stop(
            "Không tải được thư viện: không có mạng. Lần chạy đầu cần mạng, các lần sau thì không.",
            "Packages can't be downloaded: no network. The first run needs it, later ones don't.",
        )
    last = next((line for line in reversed(output.splitlines()) if line.strip()), "?")
    stop(
        f"Cài đặt không thành: {last.strip()} (chi tiết: {LOG.relative_to(ROOT)})",
        "the installation failed, see that file",
    )


def attempt(command: list[str]) -> None:
    """Run one step of the installation; explain it and stop if it fails."""
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        explain(done.stdout)


def create() -> None:
    """Make an empty environment, over a broken or foreign one if there is one."""
    place = VENV / "place"
    here = f"{sys.version_info[:2]} {VENV}"
    if place.is_file() and place.read_text() == here and venv_python().exists():
        return
    shutil.rmtree(VENV, ignore_errors=True)
    attempt([sys.executable, "-m", "venv", str(VENV)])
    place.write_text(here)


def install(kind: str) -> None:
    """Bring the environment to the locks, then leave the stamp."""
    for other in LOCKS:
        (VENV / f"stamp-{other}").unlink(missing_ok=True)
    command = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", "install"]
    command += ["--no-deps", "-q", "--retries", "2", "--progress-bar", "off"]
    for name in LOCKS[kind]:
        command += ["-r", str(ROOT / name)]
    attempt(command)
    (VENV / f"stamp-{kind}").write_text(wanted_stamp(kind))


def ensure(kind: str) -> Path:
    """The interpreter of an environment that holds what `kind` ("run" or "dev") needs."""
    require_python()
    if is_ready(kind):
        return venv_python()
    if kind == "run" and (VENV / "stamp-dev").exists():
        kind = "dev"
    require_space(kind)
    require_venv_module()
    print("… Đang chuẩn bị thư viện, lần đầu mất vài phút / Preparing the packages …", flush=True)
    try:
        create()
        install(kind)
    except OSError as error:
        explain(str(error))
    return venv_python()


def main() -> int:
    """Prepare the environment named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("kind", choices=sorted(LOCKS), nargs="?", default="dev")
    ensure(parser.parse_args().kind)
    return 0


if __name__ == "__main__":
    sys.exit(main())
