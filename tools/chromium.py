"""Where is a Chromium that the journeys and screens can drive? Brings Debian's when allowed."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Without these a start looks up its maker's hosts, which a test must never do.
QUIET_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """The path of an installed Chromium; `CHROMIUM` in the environment decides first."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for path in map(shutil.which, NAMES) if path), None)


def flags() -> list[str]:
    """The arguments of a start; root has no sandbox."""
    return [*QUIET_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def may_install() -> bool:
    """True when packages can be brought without asking anyone."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> bool:
    """Install Debian packages as root; False when that failed."""
    print(f"… apt-get install {' '.join(packages)}", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(["apt-get", "update", "-qq"], env=env, check=False, capture_output=True)
    done = subprocess.run(install, env=env, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr.strip()[-500:], flush=True)
    return done.returncode == 0


def ensure() -> str | None:
    """The path of Chromium, installed first if need be; None when it can't be had."""
    if find() is None and may_install():
        apt_install("chromium")
    return find()
