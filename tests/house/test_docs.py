"""Do the documents and the code say the same?"""

import ast
import re
import subprocess

from django.core.management import get_commands, load_command_class

from tests.house.source import ROOMS, ROOT, python_files, text, tracked, tree

DOCUMENTS = [path for path in tracked() if path.suffix == ".md"]


def environment_names() -> set[str]:
    """Every name that the settings read from the environment."""
    names = set()
    for path in python_files("market"):
        if path.parts[:2] != ("market", "settings"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func.value if isinstance(node.func, ast.Attribute) else node.func
                if getattr(called, "id", "") == "env" and getattr(node.func, "attr", "") != "read_env":
                    names.add(node.args[0].value)
    return names


def documented_names() -> set[str]:
    """Every name in the first column of the tables of docs/configuration.md."""
    document = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", document, re.MULTILINE))


def command_names() -> set[str]:
    """The names that the commands of the Makefile read, beyond the settings."""
    names = set()
    for path in python_files("tools"):
        names |= set(re.findall(r"os\.environ(?:\.get\(|\[)\"([A-Z_]+)\"", text(path)))
    return names


def test_every_setting_is_documented_and_every_documented_setting_exists():
    assert documented_names() == environment_names() | command_names()


def test_the_example_environment_names_only_settings():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))

    assert named - environment_names() == set()


def targets() -> set[str]:
    """The targets of the Makefile that its help explains."""
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_help_names_every_command():
    shown = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout

    assert set(re.findall(r"^  make ([a-z-]+)", shown, re.MULTILINE)) == targets()


def test_documents_name_only_make_commands_that_exist():
    found = {
        f"{path}: make {name}"
        for path in DOCUMENTS
        for name in re.findall(r"`make ([a-z][a-z-]+)", text(path))
        if name not in targets()
    }

    assert found == set()


def test_documents_name_only_management_commands_that_exist():
    found = {
        f"{path}: manage.py {name}"
        for path in DOCUMENTS
        if path.name != "CHANGELOG.md"
        for name in re.findall(r"manage\.py ([a-z][a-z_]+)", text(path))
        if name not in get_commands()
    }

    assert found == set()


def test_every_command_of_ours_explains_itself():
    ours = {name: app for name, app in get_commands().items() if app.split(".")[0] in ROOMS}
    silent = [name for name, app in ours.items() if not load_command_class(app, name).help.strip()]

    assert silent == []


def test_links_between_documents_lead_somewhere():
    found = []
    for path in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text(path)):
            if "://" not in target and not target.startswith("mailto:"):
                place = (ROOT / path).parent / target
                if not place.exists():
                    found.append(f"{path}: {target}")

    assert found == []


def test_every_direct_dependency_has_its_reason():
    bare = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#") and not re.match(r"[\w.,\[\]-]+==[\w.]+ +# \w", line)
    ]

    assert bare == []


def test_the_lock_holds_every_direct_dependency():
    def pins(*names: str) -> set[str]:
        lines = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names).splitlines()
        return {re.sub(r"\[.*?\]", "", line.split("#")[0]).strip().lower() for line in lines} - {""}

    assert pins("requirements.txt") - pins("requirements.lock") == set()
    assert pins("requirements-dev.txt") - pins("requirements.lock", "requirements-dev.lock") == set()
