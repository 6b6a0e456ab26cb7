"""Labels of a lot, printed at the desk."""

import uuid

import pytest
from django.urls import reverse

from tests.factories.traceability import LotFactory
from tests.market.desk.conftest import text_of
from traceability.models import Label

ASKED = {"kind": "lot", "count": "12", "layout": "a4"}


def sheet(lot) -> str:
    return reverse("desk:labels", args=(lot.pk,))


def test_the_address_of_the_sheet_is_the_agreed_one():
    assert reverse("desk:labels", args=(7,)) == "/hoi/lo/7/tem.pdf"


@pytest.mark.parametrize("who", ["reviewer", "clerk"])
def test_labels_are_printed_as_a_pdf(request, who):
    client, lot = request.getfixturevalue(who), LotFactory()

    answer = client.post(sheet(lot), ASKED)

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    label = Label.objects.get()
    assert (label.lot, label.kind, label.printed_by) == (lot, "lot", client.user)


def test_sending_the_form_twice_prints_once(reviewer):
    lot, run = LotFactory(), uuid.uuid4()

    for _time in range(2):
        reviewer.post(sheet(lot), ASKED | {"run": str(run)})

    assert Label.objects.count() == 1


def test_what_cannot_be_printed_is_said_and_kept(reviewer):
    lot = LotFactory()

    page = reviewer.post(sheet(lot), ASKED | {"count": "0"})

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"count"}
    assert 'value="0"' in text_of(page)
    assert not Label.objects.exists()


def test_the_lot_tells_what_was_printed(reviewer):
    lot = LotFactory()
    reviewer.post(sheet(lot), ASKED)

    page = reviewer.get(reverse("desk:lot", args=(lot.pk,)))

    assert [printing.stickers for printing in page.context["printings"]] == [12]
    assert [entry.action for entry in page.context["history"]] == ["traceability.labels_printed"]


def test_whoever_types_the_address_is_led_to_the_form(reviewer):
    lot = LotFactory()

    assert reviewer.get(sheet(lot))["Location"] == f"{reverse('desk:lot', args=(lot.pk,))}#in-tem"
    assert not Label.objects.exists()
