"""One code stands for a lot on the screen and for a farm on its sign, however often it is shown."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmFactory
from tests.factories.traceability import LabelFactory, LotFactory
from traceability.labels import printings_of
from traceability.models import Label
from traceability.shown_labels import label_of_farm, label_of_lot

pytestmark = pytest.mark.django_db


def of_lot(lot):
    return label_of_lot(lot=lot, by=UserFactory(), at=timezone.now())


def of_farm(farm):
    return label_of_farm(farm=farm, by=UserFactory(), at=timezone.now())


def test_a_lot_gets_its_code_once():
    lot = LotFactory()

    first, second = of_lot(lot), of_lot(lot)

    assert first == second == Label.objects.get()
    assert (first.kind, first.lot, first.farm) == ("lot", lot, lot.farm)
    assert (first.printed_page["product"], first.printed_page["farm"]) == (lot.product_id, lot.farm_id)
    assert [entry.action for entry in ModelLogEntry.objects.for_instance(lot)] == ["traceability.code_made"]
    assert [one.stickers for one in printings_of(lot)] == [1]


def test_a_code_that_was_printed_already_is_shown():
    lot = LotFactory()
    LabelFactory(lot=lot, kind="unit")
    printed = LabelFactory(lot=lot)

    assert of_lot(lot) == printed
    assert Label.objects.count() == 2


def test_a_code_made_void_is_followed_by_another():
    lot = LotFactory()
    void = LabelFactory(lot=lot, state="void")

    assert of_lot(lot) != void
    assert Label.objects.active().count() == 1


@pytest.mark.parametrize("state", ["held", "recalled"])
def test_a_lot_that_is_held_shows_no_code(state):
    lot = LotFactory(state=state)
    LabelFactory(lot=lot)

    with pytest.raises(ValidationError):
        of_lot(lot)


def test_a_farm_keeps_its_code():
    farm = FarmFactory()
    LabelFactory(lot=LotFactory(product__farm=farm))

    first, second = of_farm(farm), of_farm(farm)

    assert first == second == Label.objects.get(kind="farm")
    assert (first.lot, first.farm, first.printed_page) == (
        None,
        farm,
        {"farm": farm.pk, "farmer": farm.farmer_id},
    )
    assert [entry.action for entry in ModelLogEntry.objects.for_instance(farm)] == ["traceability.code_made"]
