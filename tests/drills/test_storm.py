"""Everybody does everything at once to the same few records: nobody waits for ever, nothing contradicts itself."""

import random
import time
import uuid
from collections import Counter
from functools import partial

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone

from farmers.certification import confirm_coverage, return_certificate, revoke_certificate, verify_certificate
from farmers.models import Certificate, Coverage
from products.certified import refresh_certified_until
from products.drafting import add_photos, begin_draft, discard_draft, draft_of_product, keep_answers, put_scan
from products.listing import pause_product, publish_product, resume_product, return_product
from products.models import Draft, Offer, Product, ProductPhoto
from products.posting import send_draft
from products.pricing import change_price
from tests.drills.processes import at_once
from tests.factories.farmers import FarmerPersonFactory, FarmFactory, officer
from tests.factories.products import CategoryFactory
from tests.products.conftest import photo
from tests.products.test_posting import ANSWERS, PAPER
from traceability.labels import print_labels
from traceability.ledger import broken_links, record_event
from traceability.models import Event, Lot

PROCESSES, SECONDS = 8, 12
FRUITS = {"ca-phe-nhan": "Cà phê nhân", "ho-tieu": "Hồ tiêu", "sau-rieng": "Sầu riêng"}

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tasks_in_the_database"),
]


class Storm:
    """One process: does one thing after the other to records drawn by lot."""

    def __init__(self, seed, farm, people, by):
        self.lot, self.farm, self.people, self.by = random.Random(seed), farm, people, by

    def one_of(self, model, **those):
        found = list(model.objects.filter(**those).order_by("pk"))
        return self.lot.choice(found) if found else None

    def post(self):
        person = self.lot.choice(self.people)
        draft = begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)
        add_photos(draft, [photo("red")])
        return self.answer(draft)

    def answer(self, draft):
        """All the answers; two times of three with a paper, of which there are two."""
        answers = ANSWERS | {"category": self.lot.choice(list(FRUITS)), "farm": str(self.farm.pk)}
        known = Certificate.objects.order_by("-pk").values_list("pk", flat=True)[:2]
        answers["certificates"] = [str(pk) for pk in known]
        if self.lot.random() < 0.67:
            put_scan(draft, photo("green"))
            answers |= PAPER | {"number": f"VietGAP-TT-26-01-64-000{self.lot.randint(1, 2)}"}
        keep_answers(draft, answers)
        return True

    def send(self):
        return (draft := self.one_of(Draft)) and send_draft(draft=draft, at=timezone.now())

    def discard(self):
        return (draft := self.one_of(Draft)) and [discard_draft(draft)]

    def mend(self):
        if product := self.one_of(Product, state="returned"):
            draft = draft_of_product(product=product, user=product.posted_by)
            self.answer(draft)
            return send_draft(draft=draft, at=timezone.now())
        return None

    def on_listing(self, verb, state, **more):
        product = self.one_of(Product, state=state)
        return product and [verb(product=product, by=self.by, at=timezone.now(), **more)]

    def on_paper(self, verb, standing, **more):
        certificate = self.one_of(Certificate, standing=standing)
        return certificate and verb(certificate=certificate, by=self.by, at=timezone.now(), **more)

    def on_coverages(self, verb, standing):
        covering = list(Coverage.objects.values_list("pk", flat=True))
        return self.on_paper(verb, standing, covering=covering)

    def label(self):
        lot, kind = self.one_of(Lot), self.lot.choice(["farm", "lot", "unit"])
        return lot and print_labels(lot=lot, kind=kind, count=3, by=self.by, at=timezone.now())

    def record(self):
        now, content = timezone.now(), {"text": "Tưới"}
        today = timezone.localdate(now)
        return record_event(
            farm=self.farm, kind="watering", happened_on=today, content=content, by=self.by, at=now
        )

    def blow(self):
        reason = {"reason": "Ảnh mờ"}
        verbs = {
            "post": self.post,
            "send": self.send,
            "discard": self.discard,
            "mend": self.mend,
            "publish": partial(self.on_listing, publish_product, "submitted"),
            "return": partial(self.on_listing, return_product, "submitted", **reason),
            "pause": partial(self.on_listing, pause_product, "published"),
            "resume": partial(self.on_listing, resume_product, "paused"),
            "price": partial(self.on_listing, change_price, "published", price_vnd=99_000),
            "verify": partial(self.on_coverages, verify_certificate, "declared"),
            "confirm": partial(self.on_coverages, confirm_coverage, "verified"),
            "return paper": partial(self.on_paper, return_certificate, "declared", **reason),
            "revoke": partial(self.on_paper, revoke_certificate, "verified", **reason),
            "label": self.label,
            "record": self.record,
        }
        said, end = Counter(), time.monotonic() + SECONDS
        # Decisions more often than what they need: everybody reaches for the same few records.
        often = [*verbs, "post", "send", "send", "mend", "mend", "verify", "confirm", "publish", "return"]
        while time.monotonic() < end:
            word = self.lot.choice(often)
            try:
                said[word, "done" if verbs[word]() else "idle"] += 1
            except (ValidationError, ObjectDoesNotExist):
                said[word, "refused"] += 1
        return said


def test_in_a_storm_nothing_breaks_and_nothing_contradicts_itself():
    for key, name in FRUITS.items():
        CategoryFactory(key=key, name=name)
    farm = FarmFactory()
    people = [FarmerPersonFactory(farmer=farm.farmer, role=role) for role in ("owner", "helper", "helper")]
    by = officer()

    outcomes = at_once([Storm(seed, farm, people, by).blow for seed in range(PROCESSES)])

    said = sum((counter for _, counter in outcomes), Counter())
    assert {word for word, what in said if what == "done"} == {word for word, _ in said}
    assert list(broken_links(farm)) == []
    products = list(Product.objects.all())
    assert Offer.objects.count() == len(products)
    for product in products:
        was_published = product.published_at is not None
        assert product.lots.count() == (1 if was_published else 0)
        assert product.photos.count() == 1
        if product.state in {"published", "paused"}:
            kept = product.certified_until
            refresh_certified_until([product.pk])
            product.refresh_from_db()
            assert product.certified_until == kept
    assert ProductPhoto.objects.count() == len(products)
    assert Event.objects.filter(kind="lot_opened").count() == Lot.objects.count()
    open_papers = Certificate.objects.filter(standing__in=["declared", "verified"]).values_list(
        "number", flat=True
    )
    assert len(open_papers) == len(set(open_papers))
    assert not Coverage.objects.filter(certificate__standing="declared", confirmed_at__isnull=False).exists()
