from datetime import date

import pytest
from django.utils import timezone, translation

from tests.factories.farmers import CertificateFactory, CoverageFactory, FarmFactory, commune, officer
from tests.factories.products import ProductFactory
from tests.factories.traceability import LabelFactory, LotFactory
from traceability.codes import new_code
from traceability.ledger import record_event


@pytest.fixture(autouse=True)
def _in_vietnamese():
    """Whatever language the page before was asked in."""
    with translation.override("vi"):
        yield


@pytest.fixture
def certify():
    """Give a product a certificate in some standing; verified ones were checked by an officer of the commune."""

    def give(product, *, standing="verified", confirmed=True, checker=None, **columns):
        checked = {}
        if standing != "declared":
            checked = {"checked_by": checker or officer(branch=commune()), "checked_at": timezone.now()}
        if standing in {"revoked", "returned"}:
            checked["reason"] = "Số hiệu không có trong sổ của nơi cấp."
        certificate = CertificateFactory(farmer=product.farmer, standing=standing, **checked, **columns)
        coverage = CoverageFactory(
            certificate=certificate,
            confirmed_at=timezone.now() if confirmed and standing != "declared" else None,
            confirmed_by=checked.get("checked_by"),
        )
        product.coverages.add(coverage)
        return certificate

    return give


@pytest.fixture
def printed():
    """A printed label of a lot with a diary of two entries."""

    def make(*, kind="lot", lot_columns=None, label_columns=None, **product):
        farm = FarmFactory(branch=commune(), farmer__name="Rơ Châm H'Lan", **product.pop("farm", {}))
        listing = ProductFactory(published=True, farm=farm, name="Cà phê nhân robusta", **product)
        lot = LotFactory(product=listing, harvested_to=date(2026, 11, 9), **(lot_columns or {}))
        for on, happened in ((date(2026, 11, 9), "harvest"), (date(2026, 11, 12), "drying")):
            record_event(
                farm=farm,
                lot=lot,
                kind=happened,
                happened_on=on,
                content={"text": "Hái chín", "amount": "1.200", "unit": "kg"},
                by=None,
                at=timezone.now(),
            )
        of_lot = None if kind == "farm" else lot
        return LabelFactory(code=new_code(), kind=kind, lot=of_lot, farm=farm, **(label_columns or {}))

    return make
