"""Does a text message reach eSMS as its documentation asks, and is every answer understood?"""

import pytest

from accounts.message_ways.esms import send_by_esms
from accounts.message_ways.letters import Letter, NotTaken, Receipt

LETTER = Letter("sign_in_code", "+84905123456", "012345 là mã vào Chợ Nông Dân.", {"digits": "012345"})
TAKEN = {"CodeResult": "100", "CountRegenerate": 0, "SMSID": "84c1cc6a-8a0f-4a5d-9b37-1b1e9d5e7d2b36"}


@pytest.fixture(autouse=True)
def contract(settings):
    settings.ESMS_API_KEY, settings.ESMS_SECRET_KEY = "key", "secret"
    settings.ESMS_BRANDNAME, settings.ESMS_COST_VND = "ChoNongDan", 820


def test_a_message_is_asked_for_as_documented(provider):
    provider.says(TAKEN)

    assert send_by_esms(LETTER) == Receipt(TAKEN["SMSID"], 820)
    ((path, headers, body),) = provider.asked
    assert path == "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
    assert headers["content-type"] == "application/json"
    assert body == {
        "ApiKey": "key",
        "SecretKey": "secret",
        "Brandname": "ChoNongDan",
        "SmsType": "2",
        "IsUnicode": "0",
        "Sandbox": "0",
        "Phone": "0905123456",
        "Content": "012345 la ma vao Cho Nong Dan.",
        "RequestId": LETTER.key,
    }


def test_the_sandbox_is_asked_for_when_it_is_set(provider, settings):
    settings.ESMS_SANDBOX = True
    provider.says(TAKEN)

    send_by_esms(LETTER)

    assert provider.asked[0][2]["Sandbox"] == "1"


def test_the_same_message_has_the_same_number_and_is_paid_once(provider):
    provider.says(TAKEN, {"CodeResult": "124", "ErrorMessage": "Duplicate RequestId"})

    assert send_by_esms(LETTER).cost_vnd == 820
    assert send_by_esms(LETTER) == Receipt()
    assert len({body["RequestId"] for _path, _headers, body in provider.asked}) == 1


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"CodeResult": "101", "ErrorMessage": "Authorize Failed"}, "esms_101"),
        ({"CodeResult": "103", "ErrorMessage": "Balance not enough"}, "esms_103"),
        ({"CodeResult": 108, "ErrorMessage": "Phone number invalid"}, "esms_108"),
        ({"CodeResult": "146", "ErrorMessage": "Wrong template"}, "esms_146"),
        ({}, "esms_unknown"),
        ([], "unreadable"),
        (b"<html>maintenance</html>", "unreadable"),
    ],
)
def test_a_refusal_is_told_by_its_code(answer, code, provider):
    provider.says(answer)

    with pytest.raises(NotTaken, match=rf"^{code}$"):
        send_by_esms(LETTER)


@pytest.mark.parametrize(("status", "code"), [(500, "http_500"), (403, "http_403"), (302, "http_302")])
def test_an_answer_that_is_none_is_told_by_its_status(status, code, provider):
    provider.says(TAKEN, status=status)

    with pytest.raises(NotTaken, match=rf"^{code}$"):
        send_by_esms(LETTER)
    assert len(provider.asked) == 1  # the keys went nowhere else


def test_a_slow_provider_is_not_waited_for(provider):
    provider.says(TAKEN, after=0.8)

    with pytest.raises(NotTaken, match=r"^timeout$"):
        send_by_esms(LETTER)


def test_an_absent_provider_is_told(provider, settings):
    settings.ESMS_URL = "http://127.0.0.1:9/"

    with pytest.raises(NotTaken, match=r"^ConnectionRefusedError$"):
        send_by_esms(LETTER)
