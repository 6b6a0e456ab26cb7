"""The association of Gia Lai, its people and their papers, as tests need them."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from farmers.models import Branch, Certificate, Coverage, Farm, Farmer, FarmerPerson, Member, Officer
from farmers.tree import open_branch
from tests.factories.accounts import UserFactory

BIEN_HO, CHU_PAH = "23590", "23722"


def province() -> Branch:
    """The root of the tree: Gia Lai."""
    return Branch.objects.filter(level="province").first() or open_branch(
        level="province", name="Hội Nông dân tỉnh Gia Lai", place_code="52"
    )


def commune(code: str = BIEN_HO, name: str = "Hội Nông dân xã Biển Hồ") -> Branch:
    """The branch of a commune, opened once."""
    found = Branch.objects.filter(level="commune", place_code=code).first()
    return found or open_branch(level="commune", name=name, place_code=code, parent=province())


def other_commune() -> Branch:
    """Another commune, where nobody of the first may look."""
    return commune(CHU_PAH, "Hội Nông dân xã Chư Păh")


def officer(*, branch: Branch | None = None, role: str = "reviewer", **user: object) -> "UserFactory":
    """A user who holds a role at a branch (the first commune)."""
    holder = UserFactory(**user)
    OfficerFactory(user=holder, branch=branch or commune(), role=role)
    return holder


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = Officer

    user = factory.SubFactory(UserFactory)
    branch = factory.LazyFunction(commune)
    role = "reviewer"
    since = date(2025, 7, 1)


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = Member

    branch = factory.LazyFunction(commune)
    full_name = factory.Sequence(lambda n: f"Rơ Châm Ví Dụ {n}")
    gender = "female"
    birth_year = 1985
    standing = "active"
    card_province = "52"
    card_number = factory.Sequence(lambda n: f"97.{n:05d}")  # a year that no test types
    decision_number = "12-QĐ/HNDT"
    admitted_on = date(2026, 3, 1)
    commune_code = BIEN_HO


class FarmerFactory(DjangoModelFactory):
    class Meta:
        model = Farmer

    kind = "household"
    name = factory.Sequence(lambda n: f"Rơ Châm H'Lan {n}")
    branch = factory.LazyFunction(commune)
    commune_code = factory.SelfAttribute("branch.place_code")
    village = "làng Ví Dụ"
    phone = "+84905000001"
    is_public = True


class FarmerPersonFactory(DjangoModelFactory):
    class Meta:
        model = FarmerPerson

    farmer = factory.SubFactory(FarmerFactory)
    user = factory.SubFactory(UserFactory)
    role = "owner"


class FarmFactory(DjangoModelFactory):
    class Meta:
        model = Farm

    farmer = factory.SubFactory(FarmerFactory)
    branch = factory.SelfAttribute("farmer.branch")
    commune_code = factory.SelfAttribute("farmer.commune_code")
    name = factory.Sequence(lambda n: f"Rẫy {n}")
    area_m2 = 12_000


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = Certificate

    farmer = factory.SubFactory(FarmerFactory)
    scheme = "vietgap"
    number = factory.Sequence(lambda n: f"VietGAP-TT-26-01-64-{n:04d}")
    issuer = "Trung tâm Chứng nhận Ví Dụ"
    valid_from = date(2026, 1, 10)
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=600))

    class Params:
        verified = factory.Trait(
            standing="verified",
            checked_by=factory.SubFactory(UserFactory),
            checked_at=factory.LazyFunction(timezone.now),
        )


class CoverageFactory(DjangoModelFactory):
    class Meta:
        model = Coverage

    certificate = factory.SubFactory(CertificateFactory)
    produce = "Cà phê nhân"

    class Params:
        confirmed = factory.Trait(
            certificate=factory.SubFactory(CertificateFactory, verified=True),
            confirmed_at=factory.LazyFunction(timezone.now),
            confirmed_by=factory.SelfAttribute("certificate.checked_by"),
        )
