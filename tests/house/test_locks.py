"""Do locks let foreign keys through? (docs/decisions/0030)"""

import ast

from tests.house.source import ROOMS, python_files, tree

# Deleted under their lock, so nothing may come to name them meanwhile.
DELETED_UNDER_LOCK = {"Draft"}


def locks():
    """Every call that locks rows: where, of which model, with which arguments."""
    for path in python_files(*ROOMS):
        for node in ast.walk(tree(path)):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and node.func.attr == "select_for_update":
                model = ast.unparse(node.func.value).partition(".")[0]
                yield f"{path}:{node.lineno}", model, {keyword.arg for keyword in node.keywords}


def test_locks_let_foreign_keys_through():
    found = [
        where for where, model, names in locks() if model not in DELETED_UNDER_LOCK and "no_key" not in names
    ]

    assert found == []


def test_what_is_deleted_under_its_lock_is_locked_whole():
    found = [where for where, model, names in locks() if model in DELETED_UNDER_LOCK and "no_key" in names]

    assert found == []
