"""Are files, functions and names as the house wants them?"""

import ast

from tests.house.source import ROOMS, python_files, text, tree

FILE_LINES, TEST_FILE_LINES, FUNCTION_LINES = 300, 400, 40
DRAWERS = {"services", "selectors", "utils", "util", "helpers", "helper", "common", "core", "misc"}

# path or "path:function" → why it may be longer
MAY_BE_LONGER: dict[str, str] = {}


def test_files_are_short_enough_to_read_at_once():
    longer = {}
    for path in python_files(*ROOMS, "tools", "bench", "tests"):
        lines = len(text(path).splitlines())
        if lines > (TEST_FILE_LINES if path.parts[0] == "tests" else FILE_LINES):
            longer[str(path)] = lines

    assert {name: lines for name, lines in longer.items() if name not in MAY_BE_LONGER} == {}


def test_functions_are_short_enough_to_hold_in_mind():
    longer = {}
    for path in python_files(*ROOMS, "tools", "bench"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                if lines > FUNCTION_LINES:
                    longer[f"{path}:{node.name}"] = lines

    assert {name: lines for name, lines in longer.items() if name not in MAY_BE_LONGER} == {}


def test_modules_are_named_for_a_question_or_a_verb():
    drawers = [
        str(path)
        for path in python_files(*ROOMS, "tools", "bench", "tests")
        if path.stem in DRAWERS or DRAWERS & set(path.parts[:-1])
    ]

    assert drawers == []


def test_every_module_says_which_question_it_answers():
    silent = [
        str(path)
        for path in python_files(*ROOMS, "tools", "bench")
        if tree(path).body and not ast.get_docstring(tree(path))
    ]

    assert silent == []
