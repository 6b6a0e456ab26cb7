"""How is a provider asked over HTTP? One POST, a short wait, an answer in JSON or none at all."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from accounts.message_ways.letters import NotTaken

_LONGEST_ANSWER = 65_536  # bytes


class _StayHere(HTTPRedirectHandler):
    """A provider that leads elsewhere is not followed: keys travel with the question."""

    def redirect_request(self, *_args: Any, **_options: Any) -> None:
        return None


_opener = build_opener(_StayHere)


def post_json(url: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Send an object as JSON and give the object that came back; OSError when there is none."""
    return _post(url, json.dumps(body).encode(), {"Content-Type": "application/json"} | dict(headers or {}))


def post_form(url: str, body: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    """The same with a form's fields."""
    return _post(url, urlencode(body).encode(), dict(headers))


def _post(url: str, data: bytes, headers: dict[str, str]) -> dict[str, Any]:
    request = Request(url, data=data, headers=headers, method="POST")  # noqa: S310 an address of the settings
    try:
        with _opener.open(request, timeout=settings.MESSAGE_TIMEOUT_SECONDS) as answer:
            found = json.loads(answer.read(_LONGEST_ANSWER))
    except HTTPError as error:
        error.close()
        raise NotTaken(f"http_{error.code}") from None
    except TimeoutError:
        raise NotTaken("timeout") from None
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise NotTaken("timeout" if isinstance(reason, TimeoutError) else type(reason).__name__) from None
    except ValueError:
        raise NotTaken("unreadable") from None
    if not isinstance(found, dict):
        raise NotTaken("unreadable")
    return found
