"""Are the files of others exactly those that the manifest names?"""

import hashlib
import tomllib

import pytest

from tests.house.source import ROOT

STATIC = ROOT / "static"
FILES = tomllib.loads((STATIC / "vendor" / "MANIFEST.toml").read_text(encoding="utf-8"))["file"]
NOT_VENDORED = {".toml", ".txt", ".md"}


def test_vendored_files_are_all_in_the_manifest():
    carried = {
        path.relative_to(STATIC).as_posix()
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).rglob("*")
        if path.is_file() and path.suffix not in NOT_VENDORED
    }

    assert sorted(entry["path"] for entry in FILES) == sorted(carried)


@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry["path"])
def test_vendored_file_is_unchanged(entry):
    digest = hashlib.sha256((STATIC / entry["path"]).read_bytes()).hexdigest()

    assert digest == entry["sha256"]


@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry["path"])
def test_vendored_file_has_its_licence_beside_it(entry):
    assert entry["licence"] in {"0BSD", "Apache-2.0", "OFL-1.1"}
    assert (STATIC / entry["licence_file"]).is_file()
