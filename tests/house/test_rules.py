"""Are the rules kept that no library can hold for us?"""

import ast
import re

from tests.house.source import ROOMS, python_files, text, tracked, tree

HTML = [path for path in tracked() if path.parts[0] == "templates" and path.suffix in {".html", ".svg"}]
DATA_BLOCK = re.compile(r"type=.application/(ld\+)?json")


def folded_sources() -> set[str]:
    """The columns whose folded copy is filled in `pre_save`, which `.update()` passes by."""
    sources: set[str] = set()
    for path in python_files(*ROOMS):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "FoldedField":
                for keyword in node.keywords:
                    if keyword.arg == "sources":
                        sources |= set(ast.literal_eval(keyword.value))
    return sources


def test_folded_columns_are_never_passed_by():
    sources = folded_sources()
    found = []
    for path in python_files(*ROOMS):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr == "update":
                names = {keyword.arg for keyword in node.keywords}
            elif node.func.attr == "bulk_update":
                names = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
            else:
                continue
            found += [f"{path}:{node.lineno} {name}" for name in sorted(names & sources, key=str)]

    assert {"name"} <= sources
    assert found == []


def test_get_model_is_for_migrations_alone():
    found = [str(path) for path in python_files(*ROOMS) if "apps.get_model(" in text(path)]

    assert found == []


def test_the_environment_is_read_in_settings_alone():
    found = [
        str(path)
        for path in python_files(*ROOMS)
        if re.search(r"os\.environ|os\.getenv", text(path)) and path.parts[:2] != ("market", "settings")
    ]

    assert [name for name in found if name not in {"market/wsgi.py", "market/asgi.py"}] == []


def test_templates_hold_no_script_of_their_own():
    found = [
        f"{path}: {tag}"
        for path in HTML
        for tag in re.findall(r"<script\b[^>]*>", text(path), re.IGNORECASE)
        if " src=" not in tag and not DATA_BLOCK.search(tag)
    ]
    found += [f"{path}: {name}" for path in HTML for name in re.findall(r"\son[a-z]+=[\"']", text(path))]

    assert found == []


def test_templates_hold_no_style_of_their_own():
    found = [
        f"{path}: {bit}"
        for path in HTML
        for bit in re.findall(r"<style\b[^>]*>|\sstyle=[\"'][^\"']*", text(path), re.IGNORECASE)
    ]

    assert found == []


def test_pages_ask_nothing_of_third_parties():
    found = [
        f"{path}: {url}"
        for path in HTML
        for url in re.findall(
            r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=[\"'](https?:[^\"']+)", text(path)
        )
    ]

    assert found == []


def test_no_path_of_one_machine_is_written_down():
    # Put together here so that this file does not find itself.
    places = re.compile("|".join(f"/{top}/[a-z.]" for top in ("work", "tmp", "home", "root", "Users")))
    endings = {".py", ".md", ".toml", ".txt", ".lock", ".html", ".js", ".css", ".sh", ".yml", ".json", ""}
    found = []
    for path in tracked():
        if path.suffix in endings and path.parts[0] != "LICENSE":
            try:
                lines = text(path).splitlines()
            except UnicodeDecodeError:
                continue
            found += [f"{path}:{n}" for n, line in enumerate(lines, 1) if places.search(line)]

    assert found == []


# Libraries and Django itself look for these by name, Wagtail for one template per kind of page.
ASKED_FOR_BY_OTHERS = ("400", "403", "403_csrf", "404", "500", "account/", "mfa/", "pages/", "wagtailadmin/")


def test_every_template_is_used():
    words = "\n".join(text(path) for path in [*HTML, *python_files(*ROOMS)])
    # A view may put the name together: f"products/{step}.html".
    put_together = tuple(re.findall(r"f[\"'](\w+/)\{[^}]+\}\.html", words))
    names = [path.relative_to("templates").as_posix() for path in HTML]

    unused = [
        name
        for name in names
        if not name.startswith(ASKED_FOR_BY_OTHERS + put_together)
        and f'"{name}"' not in words
        and f"'{name}'" not in words
    ]

    assert unused == []
