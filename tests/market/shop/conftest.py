import pytest

from products.models import Product, ProductPhoto
from tests.factories.products import ProductFactory, certify
from tests.factories.traceability import LotFactory


@pytest.fixture
def rich(db) -> Product:
    """A listing with everything: photos, papers, terms, facts, a lot."""
    product = ProductFactory(
        published=True,
        name="Cà phê nhân robusta",
        farm__farmer__name="Rơ Châm H'Lan",
        farm__farmer__phone="+84905123456",
        farm__planting_area_code="VN-GLOR-0042",
        unit="tui",
        season_from_month=10,
        season_to_month=1,
        net_weight_g=1500,
        shelf_life_days=270,
        ingredients="100% cà phê",
        storage="Nơi khô",
    )
    product.offer.minimum_milli = 5000
    product.offer.save()
    certify(product, number="VG-1", issuer="Trung tâm Ví Dụ")
    for position in range(3):
        ProductPhoto.objects.create(
            product=product,
            position=position,
            state="ready",
            width_px=1600,
            height_px=1200,
            credit="An, CC BY 4.0",
        )
    LotFactory(product=product, code="2611-7")
    return product
