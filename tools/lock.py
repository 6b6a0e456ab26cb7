"""Which exact packages are installed? Writes the two lock files from the two requirements files.

Needs the network. The locks hold plain `name==version` lines: no addresses, no paths, no hashes, because the
same release is fetched from whichever index the machine is set up for.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# pillow-heif's wheel bundles libx265 (GPL-2.0-or-later). Wagtail asks for it through Willow[heif], but Willow
# works without it; HEIC files are refused with a message instead.
LEFT_OUT = {"pillow-heif"}

# Some packages ask for a later 3.11 than Debian 12 has; the lock must hold for every 3.11.
OLDEST_PYTHON = "3.11.0"


def canonical(name: str) -> str:
    """A package's name as the index compares names."""
    return name.lower().replace("_", "-").replace(".", "-")


def resolved(python: Path, *requirements: str) -> dict[str, str]:
    """Every package that requirements files lead to, canonical name to version; installs nothing."""
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--dry-run"]
    command += ["--ignore-installed", "--report", "-", "--target", str(python.parent / "nowhere")]
    command += ["--python-version", OLDEST_PYTHON, "--only-binary", ":all:"]
    for name in requirements:
        command += ["-r", str(ROOT / name)]
    report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    packages = [entry["metadata"] for entry in report["install"]]
    names = {canonical(package["name"]): package["version"] for package in packages}
    asked = "\n".join(line for package in packages for line in package.get("requires_dist", ()))
    for name in re.findall(r"^([\w.-]+).*python_full_version *< *.3\.11\.", asked, re.MULTILINE):
        if canonical(name) not in names:
            raise SystemExit(f"{name} is needed by some Python 3.11: add it to requirements.txt")
    return {name: version for name, version in names.items() if name not in LEFT_OUT}


def write(name: str, source: str, packages: dict[str, str]) -> None:
    """Write one lock file, sorted by name."""
    head = f"# Written by tools/lock.py from {source}; installed with --no-deps. Do not edit by hand.\n"
    body = "".join(f"{package}=={version}\n" for package, version in sorted(packages.items()))
    (ROOT / name).write_text(head + body, encoding="utf-8")
    print(f"{name}: {len(packages)} packages")


def main() -> int:
    """Resolve both requirements files and write both locks."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        runtime = resolved(python, "requirements.txt")
        everything = resolved(python, "requirements.txt", "requirements-dev.txt")
    moved = sorted(name for name in runtime if everything.get(name) != runtime[name])
    if moved:
        print(f"requirements-dev.txt changes run-time packages: {', '.join(moved)}", file=sys.stderr)
        return 1
    write("requirements.lock", "requirements.txt", runtime)
    added = {name: version for name, version in everything.items() if name not in runtime}
    write("requirements-dev.lock", "requirements-dev.txt", added)
    return 0


if __name__ == "__main__":
    sys.exit(main())
