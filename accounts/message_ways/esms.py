"""A text message by eSMS (ViHAT), from a sender's name that the carriers have registered.

https://developers.esms.vn, "Send customer care message" and "Table of error codes". 100 says that eSMS took the message,
not that the phone got it. A request with a number it has had within a day is answered 124 and costs nothing.
"""

from django.conf import settings

from accounts.message_ways.letters import Letter, NotTaken, Receipt
from accounts.message_ways.posting import post_json
from vietnam.text import unaccent

TAKEN, TAKEN_BEFORE = "100", "124"
CUSTOMER_CARE = "2"


def send_by_esms(letter: Letter) -> Receipt:
    """Send it without accents, which makes 160 letters one message instead of 70; NotTaken with eSMS's code."""
    answer = post_json(
        settings.ESMS_URL,
        {
            "ApiKey": settings.ESMS_API_KEY,
            "SecretKey": settings.ESMS_SECRET_KEY,
            "Brandname": settings.ESMS_BRANDNAME,
            "SmsType": CUSTOMER_CARE,
            "IsUnicode": "0",
            "Sandbox": "1" if settings.ESMS_SANDBOX else "0",
            "Phone": f"0{letter.phone.removeprefix('+84')}",
            "Content": unaccent(letter.text),
            "RequestId": letter.key,
        },
    )
    code = str(answer.get("CodeResult", ""))
    if code == TAKEN_BEFORE:
        return Receipt()
    if code != TAKEN:
        raise NotTaken(f"esms_{code or 'unknown'}")
    return Receipt(str(answer.get("SMSID", ""))[:64], settings.ESMS_COST_VND)
