"""What an officer sees first."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import HandedFile
from farmers.models import Certificate
from market.desk.figures_panel import FiguresPanel
from market.desk.queues import SHOWN_AT_HOME
from tests.factories.farmers import (
    CertificateFactory,
    FarmerFactory,
    FarmFactory,
    MemberFactory,
    commune,
    officer,
    other_commune,
    province,
)
from tests.factories.products import ProductFactory
from tests.market.desk.conftest import at_the_desk

HOME = reverse("wagtailadmin_home")


def waiting_of(page) -> list[list]:
    """The records of the two queues, as shown."""
    return [panel.queue.first() for panel in page.context["panels"] if hasattr(panel, "queue")]


def test_the_two_queues_stand_first(reviewer):
    certificate = CertificateFactory()
    product = ProductFactory(farm=FarmFactory(farmer=certificate.farmer), submitted=True)
    CertificateFactory(farmer=FarmerFactory(branch=other_commune(), name="Người xã khác"))

    page = reviewer.get(HOME)

    assert waiting_of(page) == [[certificate], [product]]
    text = page.content.decode()
    assert reverse("desk:certificate", args=(certificate.pk,)) in text
    assert reverse("desk:listing", args=(product.pk,)) in text
    assert "Người xã khác" not in text


def test_what_is_late_is_marked(reviewer):
    Certificate.objects.filter(pk=CertificateFactory().pk).update(
        declared_at=timezone.now() - timedelta(days=6)
    )
    assert 'class="is-late"' in reviewer.get(HOME).content.decode()

    Certificate.objects.update(declared_at=timezone.now() - timedelta(days=5))
    assert 'class="is-late"' not in reviewer.get(HOME).content.decode()


def test_who_does_not_review_has_no_queue(clerk):
    CertificateFactory()

    page = clerk.get(HOME)

    assert waiting_of(page) == []
    assert len(page.context["panels"]) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same_for_few_and_many(reviewer, count, django_assert_num_queries):
    for _number in range(count):
        certificate = CertificateFactory()
        ProductFactory(farm=FarmFactory(farmer=certificate.farmer), submitted=True)
        MemberFactory()
    reviewer.get(HOME)

    with django_assert_num_queries(17):
        reviewer.get(HOME)


def test_a_full_queue_is_counted(reviewer, django_assert_num_queries):
    for _number in range(SHOWN_AT_HOME + 2):
        CertificateFactory()
    reviewer.get(HOME)

    with django_assert_num_queries(18):
        page = reviewer.get(HOME)

    assert f'class="desk-count">{SHOWN_AT_HOME + 2}<' in page.content.decode()


@pytest.mark.parametrize("kind", ["members", "postmart"])
def test_lists_are_ordered_for_the_own_branch(reviewer, kind):
    address = reverse("handed:order", args=(kind,))
    text = reviewer.get(HOME).content.decode()
    assert re.search(
        rf'action="{address}"><input type="hidden" name="csrfmiddlewaretoken" value="\w{{64}}"', text
    )

    answer = reviewer.post(address)

    handed = HandedFile.objects.get()
    assert (handed.kind, handed.scope, handed.made_for) == (kind, commune().path, reviewer.user)
    assert answer["Location"] == reverse("handed:file", args=(handed.pk,))


def test_the_menu_holds_our_lists_alone(reviewer):
    text = reviewer.get(HOME).content.decode()

    for name in ("explorer", "images", "documents", "snippets", "reports", "settings", "help", "users"):
        assert f'"name": "{name}"' not in text
    for place in ("hoi-vien", "nha-nong", "chung-nhan", "tin-dang", "lo"):
        assert f'"url": "/hoi/{place}/"' in text


def test_a_province_sees_figures_of_all_communes(db):
    MemberFactory()
    MemberFactory(branch=other_commune())
    above = at_the_desk(officer(branch=province(), role="head"))

    page = above.get(HOME)

    panel = next(panel for panel in page.context["panels"] if isinstance(panel, FiguresPanel))
    drawn = panel.get_context_data()
    assert [bar.shown for bar in drawn["bars"]] == ["1", "1"]
    assert drawn["map"] is not None
