"""Is what the catalogues lack found?"""

import shutil
import subprocess

import pytest

from tools import messages

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Post for sale"
msgstr "Đăng bán"

msgid ""
"first line\\n"
"second line"
msgstr "%s"

#, fuzzy
msgid "Withdraw"
msgstr "Rút"
"""

pytestmark = pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not here")


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    folder = tmp_path / "locale" / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    return folder / "django.po"


def write(catalogue, text):
    catalogue.write_text(text)
    subprocess.run(["msgfmt", "-o", str(catalogue.with_suffix(".mo")), str(catalogue)], check=True)


def test_findings_name_what_is_untranslated_and_doubtful(catalogue):
    write(catalogue, PO % "")

    assert messages.findings_of(catalogue) == [
        "locale/vi/LC_MESSAGES/django.po: untranslated: first line\\nsecond line",
        "locale/vi/LC_MESSAGES/django.po: fuzzy: Withdraw",
    ]


def test_findings_tell_when_the_compiled_file_is_old(catalogue):
    complete = PO.replace("#, fuzzy\n", "") % "dòng một\\ndòng hai"
    write(catalogue, complete)
    assert messages.findings_of(catalogue) == []

    catalogue.write_text(complete.replace("Đăng bán", "Rao bán"))

    assert messages.findings_of(catalogue) == [
        "locale/vi/LC_MESSAGES/django.po: the compiled file is older than the text"
    ]
