import json

import pytest

from accounts import messages
from accounts.message_ways.printed import message_file
from accounts.messages import NotSent, send
from accounts.models import Message
from tests.accounts.message_ways.provider import running
from vietnam.text import unaccent

pytestmark = pytest.mark.django_db
DATA = {"digits": "012345", "minutes": 10}


def noted() -> list[tuple[str, str, str, str]]:
    return list(Message.objects.order_by("id").values_list("kind", "phone", "way", "state"))


def test_send_shows_a_frame_on_the_console(settings, capsys):
    settings.MESSAGE_WAYS = ["console"]
    send("sign_in_code", "+84905123456", DATA)

    lines = capsys.readouterr().out.strip().splitlines()
    assert lines[1].split() == ["│", "0905", "123", "456", "│"]
    assert "012345" in "".join(lines)
    assert len({len(line) for line in lines}) == 1
    assert noted() == [("sign_in_code", "+84905123456", "console", "sent")]


def test_send_appends_to_the_file(settings, tmp_path):
    settings.MESSAGE_WAYS, settings.PRIVATE_ROOT = ["file"], tmp_path / "private"
    send("sign_in_code", "+84905123456", DATA)
    send("sign_in_code", "+84905123457", DATA)

    written = [json.loads(line) for line in message_file().read_text().splitlines()]
    assert [line["phone"] for line in written] == ["+84905123456", "+84905123457"]
    assert "012345" in written[0]["text"]
    assert message_file().stat().st_mode & 0o777 == 0o600


def test_send_goes_on_to_the_next_way_and_notes_the_failure(settings, tmp_path, capsys):
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    settings.MESSAGE_WAYS, settings.PRIVATE_ROOT = ["file", "console"], blocked
    send("sign_in_code", "+84905123456", DATA)

    assert noted() == [
        ("sign_in_code", "+84905123456", "file", "failed"),
        ("sign_in_code", "+84905123456", "console", "sent"),
    ]
    assert "012345" in capsys.readouterr().out


def test_send_says_so_when_no_way_took_it(settings, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    settings.MESSAGE_WAYS, settings.PRIVATE_ROOT = ["file"], blocked

    with pytest.raises(NotSent, match="sign_in_code: none of file took it"):
        send("sign_in_code", "+84905123456", DATA)


def test_a_note_holds_no_text():
    assert {field.name for field in Message._meta.fields} == {
        "id",
        "kind",
        "phone",
        "way",
        "state",
        "provider_id",
        "cost_vnd",
        "error",
        "at",
    }


def test_every_kind_can_be_said(settings):
    said = {
        "sign_in_code": DATA,
        "certificate_ends": {"name": "VietGAP-TT-1", "day": "31/12/2026"},
        "listing_warned": {"name": "Cà phê nhân", "day": "31/12/2026"},
    }

    assert {kind: bool(str(text) % said[kind]) for kind, text in messages.KINDS.items()} == dict.fromkeys(
        said, True
    )


def test_a_message_falls_from_zalo_to_esms_and_the_cost_is_kept(settings):
    settings.MESSAGE_WAYS, settings.ZALO_TEMPLATES = ["zalo", "esms"], {"sign_in_code": "7895417"}
    settings.ESMS_COST_VND = 820
    with running() as provider:
        settings.ESMS_URL = provider.address
        provider.says({"CodeResult": "100", "SMSID": "abc"})
        send("sign_in_code", "+84905123456", DATA)

    kept = Message.objects.order_by("id").values_list("way", "state", "provider_id", "cost_vnd", "error")
    assert list(kept) == [("zalo", "failed", "", 0, "zalo_no_token"), ("esms", "sent", "abc", 820, "")]


def test_a_code_ends_with_the_line_that_binds_it_to_our_page_and_is_one_message(settings, tmp_path):
    settings.MESSAGE_WAYS, settings.PRIVATE_ROOT = ["file"], tmp_path / "private"
    settings.PUBLIC_ADDRESS = "https://chonongdan.gialai.gov.vn"

    send("sign_in_code", "+84905123456", DATA)

    text = json.loads(message_file().read_text())["text"]
    assert text.splitlines()[-1] == "@chonongdan.gialai.gov.vn #012345"
    assert len(unaccent(text)) <= 160
