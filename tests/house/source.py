"""Which files are the project's own? What the house checks read."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("vietnam", "accounts", "farmers", "products", "traceability", "market")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is or will be in the repository, relative to its root."""
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(Path(name) for name in listed.splitlines() if (ROOT / name).is_file())


def python_files(*tops: str) -> list[Path]:
    """Our Python files below some folders, without migrations."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and path.parts[0] in tops and "migrations" not in path.parts
    ]


@cache
def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))
