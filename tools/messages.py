"""Is every text of the screens in the catalogues, translated and compiled?

`write` collects the texts from the source, gives English its own words and compiles; `check` only reports.
Needs gettext on the PATH. Catalogues under `locale/libraries` hold strings of libraries and are compiled only.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.environment import ROOT, stop

LANGUAGES = ("vi", "en")
LEFT_OUT = ("var", "tests", "tools", "bench", "docs", "static/vendor")


def catalogues() -> list[Path]:
    """Every catalogue of the project."""
    return sorted(ROOT.glob("locale/**/LC_MESSAGES/*.po"))


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run one gettext or Django command, keeping what it prints."""
    return subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True)


def collect(root: Path) -> subprocess.CompletedProcess[str]:
    """Bring the catalogues under a root up to date with the source there."""
    command = [sys.executable, "manage.py", "makemessages", "--add-location", "file", "--no-wrap"]
    for language in LANGUAGES:
        command += ["-l", language]
    for pattern in LEFT_OUT:
        command += ["--ignore", pattern]
    return run(*command, cwd=root)


def compiled(po: Path) -> bytes:
    """What msgfmt makes of a catalogue."""
    done = subprocess.run(["msgfmt", "-c", "-o", "-", str(po)], check=True, capture_output=True)
    return done.stdout


def write() -> int:
    """Collect, fill in English, compile."""
    done = collect(ROOT)
    if done.returncode:
        print(done.stdout + done.stderr)
        return 1
    for po in catalogues():
        if po.parts[-3] == "en":
            # What msgmerge guessed for a new text is another text.
            run("msgattrib", "--clear-fuzzy", "--empty", "--no-wrap", "-o", str(po), str(po))
            run("msgen", "--no-wrap", "-o", str(po), str(po))
            run("msgattrib", "--no-obsolete", "--no-wrap", "-o", str(po), str(po))
        po.with_suffix(".mo").write_bytes(compiled(po))
        print(
            f"{po.relative_to(ROOT)}: {run('msgfmt', '--statistics', '-o', '/dev/null', str(po)).stderr.strip()}"
        )
    return 0


def texts_of(catalogue: str) -> list[str]:
    """The source texts of a catalogue, without its head."""
    quoted = re.findall(r"^msgid ((?:\".*\"\n)+)", catalogue, re.MULTILINE)
    texts = ["".join(line[1:-1] for line in text.splitlines()) for text in quoted]
    return [text for text in texts if text]


def findings_of(po: Path) -> list[str]:
    """What is untranslated, doubtful, malformed or not compiled in one catalogue."""
    name = po.relative_to(ROOT)
    checked = run("msgfmt", "-c", "--statistics", "-o", "/dev/null", str(po))
    if checked.returncode:
        return [f"{name}: {checked.stderr.strip()}"]
    found = []
    for flag in ("untranslated", "only-fuzzy"):
        left = run("msgattrib", f"--{flag}", "--no-obsolete", "--no-wrap", str(po)).stdout
        found += [f"{name}: {flag.removeprefix('only-')}: {text}" for text in texts_of(left)]
    mo = po.with_suffix(".mo")
    if not mo.is_file():
        found.append(f"{name}: not compiled")
    else:
        with tempfile.NamedTemporaryFile(suffix=".mo") as fresh:
            fresh.write(compiled(po))
            fresh.flush()
            # Compared as text: the bytes differ between versions of gettext.
            if run("msgunfmt", str(mo)).stdout != run("msgunfmt", fresh.name).stdout:
                found.append(f"{name}: the compiled file is older than the text")
    return found


def not_collected() -> list[str]:
    """Texts of the source that the catalogues lack, found in a copy so that nothing here changes."""
    listed = run("git", "ls-files", "-co", "--exclude-standard").stdout.splitlines()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in listed:
            source = ROOT / name
            if source.suffix in {".py", ".html", ".txt", ".po"} and source.is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, copy / name)
        (copy / "static").mkdir(exist_ok=True)
        done = collect(copy)
        if done.returncode:
            return [f"makemessages: {done.stderr.strip()[-500:]}"]
        found = []
        for language in LANGUAGES:
            own = Path("locale", language, "LC_MESSAGES", "django.po")
            ours, fresh = (set(texts_of((root / own).read_text(encoding="utf-8"))) for root in (ROOT, copy))
            found += [f"{own}: not collected: {text}" for text in sorted(fresh - ours)]
        return found


def check() -> int:
    """Print every finding; 1 when there is one."""
    names = {po.parts[-3] for po in catalogues()}
    found = [f"locale/{language}: no catalogue" for language in LANGUAGES if language not in names]
    for po in catalogues():
        found += findings_of(po)
    if not found:
        found = not_collected()
    print("\n".join(found) or "complete")
    return 1 if found else 0


def main() -> int:
    """Do what the command line says."""
    if not shutil.which("msgfmt"):
        stop("Thiếu gettext. Chạy: make services", "gettext is missing. Run: make services")
    return write() if sys.argv[1:] == ["write"] else check()


if __name__ == "__main__":
    sys.exit(main())
