"""A provider to be asked, and how each way finds it."""

import pytest

from tests.accounts.message_ways.provider import running


@pytest.fixture
def provider(settings):
    """One provider for all ways; it has answered nothing yet."""
    settings.MESSAGE_TIMEOUT_SECONDS = 0.5
    with running() as started:
        settings.ESMS_URL = f"{started.address}/MainService.svc/json/SendMultipleMessage_V4_post_json/"
        settings.ZALO_URL = f"{started.address}/message/template"
        settings.ZALO_TOKEN_URL = f"{started.address}/v4/oa/access_token"
        yield started
