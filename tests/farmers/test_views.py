import pytest

NEAR = "/tim-xa/gan-day/"
HERE = {"latitude": "14.05", "longitude": "108.00"}


def test_the_communes_around_are_offered(client, db):
    page = client.post(NEAR, HERE)

    assert 'data-code="23590"' in page.text
    assert page.text.count('role="option"') == 3
    assert "no-store" in page.headers["Cache-Control"]


def test_more_decimals_than_two_make_no_difference(client, db):
    exact = client.post(NEAR, {"latitude": "14.0512345", "longitude": "108.0049999"})

    assert exact.text == client.post(NEAR, {"latitude": "14.05", "longitude": "108.0"}).text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"latitude": "14.05"},
        {"latitude": "nan", "longitude": "108"},
        {"latitude": "inf", "longitude": "1e999"},
        {"latitude": "x", "longitude": "108"},
        {"latitude": "21.03", "longitude": "105.85"},
    ],
)
def test_where_nothing_is_known_nothing_is_offered(client, db, sent):
    page = client.post(NEAR, sent)

    assert (page.status_code, page.text.count("role=")) == (200, 0)
