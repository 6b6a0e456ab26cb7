"""Does every noun of the code stand in the glossary, and is every word of the glossary in the code?"""

import ast
import re

from django.apps import apps
from django.utils.translation import override

from tests.house.source import ROOMS, ROOT, python_files, tree

ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def rows() -> list[tuple[str, str, str]]:
    """Code, Vietnamese and meaning of every row."""
    return ROW.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))


def models_of_ours() -> list:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS]


def test_every_model_of_ours_is_in_the_glossary():
    ours = {model.__name__ for model in models_of_ours()}

    assert ours - {word for word, _, _ in rows()} == set()


def test_every_word_of_the_glossary_is_in_the_code():
    classes = {
        node.name
        for path in python_files(*ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    }

    assert {word for word, _, _ in rows()} - classes == set()


def test_screens_name_a_noun_as_the_glossary_does():
    screens = {word: screen.strip() for word, screen, _ in rows()}
    with override("vi"):
        named = {
            model.__name__: str(model._meta.verbose_name)
            for model in models_of_ours()
            if "verbose_name" in model._meta.original_attrs
        }

    assert named == {name: screens[name] for name in named}


def test_a_word_means_one_thing():
    words = [word for word, _, _ in rows()]
    screens = [screen.strip() for _, screen, _ in rows()]

    assert sorted(words) == sorted(set(words))
    assert sorted(screens) == sorted(set(screens))


def test_every_row_of_the_glossary_is_whole():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

    assert len(re.findall(r"^\| `", text, re.MULTILINE)) == len(rows())
