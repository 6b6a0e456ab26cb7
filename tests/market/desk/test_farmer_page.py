"""A farmer on the desk, as far as this officer may see."""

from django.urls import reverse

from tests.factories.farmers import CertificateFactory, FarmerFactory, FarmFactory, other_commune
from tests.factories.products import ProductFactory
from tests.market.desk.conftest import text_of


def test_a_farmer_is_shown_with_farms_papers_and_listings(reviewer):
    farmer = FarmerFactory(name="Bùi Thị Nga", phone="+84905123456")
    farm = FarmFactory(farmer=farmer, name="Rẫy sau nhà")
    paper, product = CertificateFactory(farmer=farmer), ProductFactory(farm=farm)

    text = text_of(reviewer.get(reverse("desk_farmers:inspect", args=(farmer.pk,))))

    shown = ("Bùi Thị Nga", "0905 123 456", "Rẫy sau nhà", "12.000 m²", paper.number, product.name)
    assert [part for part in shown if part not in text] == []


def test_what_a_farmer_has_in_another_commune_is_not_shown(reviewer):
    farmer = FarmerFactory()
    far = FarmFactory(farmer=farmer, branch=other_commune(), commune_code="23722", name="Rẫy xa")
    ProductFactory(farm=far, name="Hàng xa")

    page = reviewer.get(reverse("desk_farmers:inspect", args=(farmer.pk,)))

    assert (list(page.context["farms"]), list(page.context["listings"])) == ([], [])
    assert "xa" not in {word.strip(",") for word in text_of(page).split()} - {"xã"}
