"""The demo's farmers, papers, listings, lots and diaries, brought about by the same verbs as real ones."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils.translation import override

from accounts.models import User
from farmers.agreeing import VERSIONS, agree
from farmers.certification import return_certificate, revoke_certificate, verify_certificate
from farmers.models import Branch, Certificate, Coverage, Farm, Farmer, FarmerPerson
from market.demo.association import Branches, morning, user_of
from market.demo.content import Row, rows
from market.demo.pictures import certificate_scan, hang_pictures
from products.listing import (
    keywords_of,
    pause_product,
    publish_product,
    return_product,
    submit_product,
    withdraw_product,
)
from products.models import Category, Offer, Product
from products.units import to_milli
from traceability.labels import print_labels
from traceability.ledger import record_event
from traceability.models import Label
from vietnam import phones

Farmers = dict[str, Farmer]
Farms = dict[str, Farm]
Certificates = dict[str, Certificate]


def plant_categories() -> dict[str, Category]:
    """The tree of produce."""
    planted: dict[str, Category] = {}
    for position, row in enumerate(rows("category")):
        parent = planted.get(row.get("parent", ""))
        planted[row["key"]] = Category.objects.create(
            key=row["key"],
            parent=parent,
            path=f"{parent.path if parent else ''}{row['key']}/",
            name=row["name"],
            name_en=row.get("name_en", ""),
            ocop_set=row.get("ocop_set"),
            icon=row.get("icon", ""),
            art=row.get("art", ""),
            default_unit=row.get("unit", "kg"),
            is_leaf=row["level"] == "leaf",
            position=position,
        )
    return planted


def settle_farmers(tree: Branches) -> tuple[Farmers, Farms]:
    """Farmers with their people, farms and consents."""
    farmers: Farmers = {}
    farms: Farms = {}
    for row in rows("farmer"):
        farmer = farmers[row["key"]] = Farmer.objects.create(
            kind=row["kind"],
            name=row["name"],
            branch=tree[row["commune"]],
            commune_code=row["commune"],
            village=row.get("village", ""),
            phone=phones.parse(row["phone"]),
            story=row.get("story", "").strip(),
            is_public=row["public"],
        )
        for person in row["people"]:
            user = user_of(person["phone"], person["name"])
            FarmerPerson.objects.create(farmer=farmer, user=user, role=person["role"])
            if row["public"] and person["role"] != "helper":
                _consent(user)
        for place in row["farms"]:
            farms[place["key"]] = Farm.objects.create(
                farmer=farmer,
                branch=tree[place["commune"]],
                name=place["name"],
                commune_code=place["commune"],
                area_m2=place.get("area_m2"),
                planting_area_code=place.get("planting_area_code", ""),
            )
    return farmers, farms


def _consent(user: User) -> None:
    with override("vi"):
        for purpose in VERSIONS:
            agree(user=user, purpose=purpose, at=morning(date(2026, 9, 1)))


def file_certificates(farmers: Farmers, farms: Farms, categories: dict[str, Category]) -> Certificates:
    """Certificates in every standing, each with a scan drawn for it."""
    filed: Certificates = {}
    for row in rows("certificate"):
        certificate = filed[row["key"]] = Certificate.objects.create(
            farmer=farmers[row["farmer"]],
            scheme=row["scheme"],
            number=row["number"],
            issuer=row["issuer"],
            stars=row.get("stars"),
            valid_from=row["issued_on"],
            expires_on=row["expires_on"],
            scan_type="image/jpeg",
        )
        certificate.scan.save(f"{row['key']}.jpg", ContentFile(certificate_scan(certificate)))
        for covered in row["coverage"]:
            produce = covered.get("produce", "")
            Coverage.objects.create(
                certificate=certificate,
                produce=categories[produce].name if produce else "",
                farm=farms.get(covered.get("farm", "")),
                area_m2=covered.get("area_m2") or None,
            )
        _check(certificate, row)
    return filed


def _check(certificate: Certificate, row: Row) -> None:
    standing = row["standing"]
    if standing == "declared":
        return
    by, at = checker_of(certificate.farmer.branch), morning(row["checked_on"])
    if standing == "returned":
        return_certificate(certificate=certificate, reason=row["reason"], by=by, at=at)
        return
    covering = list(certificate.coverages.values_list("pk", flat=True))
    verify_certificate(certificate=certificate, covering=covering, by=by, at=at)
    if standing == "revoked":
        revoke_certificate(certificate=certificate, reason=row["reason"], by=by, at=at + timedelta(days=1))


def checker_of(branch: Branch) -> User:
    """Who checks papers and listings of a branch: its own reviewer or head, else the province's."""
    reviewers = User.objects.filter(offices__role__in=["reviewer", "head"])
    own = reviewers.filter(offices__branch=branch).order_by("pk").first()
    found = own or reviewers.filter(offices__branch__level="province").order_by("pk").first()
    if found is None:
        raise LookupError("the demo has no reviewer at the province")
    return found


def list_products(
    farmers: Farmers, farms: Farms, categories: dict[str, Category], certificates: Certificates
) -> dict[str, Product]:
    """Listings in every state, with pictures."""
    listed: dict[str, Product] = {}
    for row in rows("product"):
        product = listed[row["key"]] = _draft(row, farmers, farms, categories)
        for key in row.get("certificates", []):
            product.coverages.add(*_coverages_for(certificates[key], product))
        hang_pictures(product, row["art"])
        _bring_to_state(product, row)
    return listed


def _draft(row: Row, farmers: Farmers, farms: Farms, categories: dict[str, Category]) -> Product:
    farm = farms[row["farm"]]
    farmer = farmers[row["farmer"]]
    first, _, last = row.get("season", "").partition("-")
    product = Product(
        farmer=farmer,
        farm=farm,
        commune_code=farm.commune_code,
        category=categories[row["category"]],
        name=row["name"],
        description=row["description"].strip(),
        unit=row["unit"],
        net_weight_g=row.get("net_weight_g"),
        harvested_on=row.get("harvested_on"),
        season_from_month=int(first) if first else None,
        season_to_month=int(last) if last else None,
        shelf_life_days=row.get("shelf_life_days"),
        storage=row.get("storage", ""),
        ingredients=row.get("ingredients", ""),
        posted_by=farmer.people.order_by("pk")[0].user,
        client_draft_id=uuid.uuid5(uuid.NAMESPACE_URL, f"demo/{row['key']}"),
    )
    product.keywords = keywords_of(product)
    product.save()
    Offer.objects.create(
        product=product,
        price_vnd=row["price_vnd"],
        priced_on=row["priced_on"],
        offered_milli=to_milli(Decimal(row["offered"])),
        sold_milli=to_milli(Decimal(row.get("sold", "0"))),
        minimum_milli=to_milli(Decimal(str(row.get("minimum", "0")))),
    )
    return product


def _coverages_for(certificate: Certificate, product: Product) -> list[Coverage]:
    coverages = list(certificate.coverages.all())
    fitting = [
        c
        for c in coverages
        if c.produce in {"", product.category.name} and c.farm_id in {None, product.farm_id}
    ]
    return fitting or coverages


def _bring_to_state(product: Product, row: Row) -> None:
    state, at = row["state"], morning(row["created_on"])
    if state == "draft":
        return
    author, by = product.posted_by, checker_of(product.farm.branch)
    product = submit_product(product=product, by=author, at=at)
    if state == "submitted":
        return
    if state == "returned":
        return_product(product=product, reason=row["reason"], by=by, at=at + timedelta(days=1))
        return
    product = publish_product(product=product, by=by, at=at + timedelta(days=1))
    if state == "paused":
        pause_product(product=product, by=author, at=at + timedelta(days=2))
    if state == "withdrawn":
        withdraw_product(product=product, by=author, at=at + timedelta(days=2))


def keep_diaries(products: dict[str, Product]) -> None:
    """Diaries of the first lots."""
    for row in rows("diary"):
        product = products[row["product"]]
        lot = product.lots.order_by("pk").first()
        for event in row["events"]:
            told = {name: event[name] for name in ("text", "amount", "unit", "substance") if event.get(name)}
            record_event(
                farm=product.farm,
                lot=lot,
                kind=event["kind"],
                happened_on=event["on"],
                content={name: str(value) for name, value in told.items()},
                by=product.posted_by,
                at=morning(event["on"]) + timedelta(hours=9),
            )


def stick_labels(products: dict[str, Product]) -> None:
    """Labels for the first lot of whatever is on sale, one sheet of 24 each."""
    for product in products.values():
        lot = product.lots.order_by("pk").first()
        if lot is not None:
            at = lot.opened_at + timedelta(hours=2)
            print_labels(lot=lot, kind=Label.Kind.LOT, count=24, by=product.posted_by, at=at)
