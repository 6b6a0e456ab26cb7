"""What there is in the units of an officer's branches, as bars and on the map."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from farmers.models import Branch
from market.desk.charts import bars_of_units
from market.desk.figures import MEASURES, SUBJECTS, overview, overview_for, topmost
from market.desk.figures_panel import FiguresPanel
from tests.factories.farmers import (
    CertificateFactory,
    FarmFactory,
    MemberFactory,
    OfficerFactory,
    commune,
    officer,
    other_commune,
    province,
)
from tests.factories.products import ProductFactory
from tests.farmers.reporting.conftest import chapter, figures
from tests.market.desk.conftest import at_the_desk

pytestmark = pytest.mark.django_db

HOME = reverse("wagtailadmin_home")


def today():
    return timezone.localdate()


def some_of_everything(branch: Branch) -> None:
    """Two members, a merged one, listings and certificates of each kind."""
    for standing in ("active", "active", "left"):
        MemberFactory(branch=branch, standing=standing, standing_since=today(), standing_reason="Mất")
    MemberFactory(branch=branch, merged_into=MemberFactory(branch=branch))
    for until in (today(), today() - timedelta(days=1), None):
        farm = FarmFactory(farmer__branch=branch)
        ProductFactory(farm=farm, published=True, certified_until=until)
    ProductFactory(farm=FarmFactory(farmer__branch=branch), submitted=True)
    for days in (300, 60, 0, -1):
        last = today() + timedelta(days=days)
        CertificateFactory(
            farmer=farm.farmer, verified=True, expires_on=last, valid_from=last - timedelta(days=400)
        )
    CertificateFactory(farmer=farm.farmer)


def test_everything_is_counted_by_unit():
    some_of_everything(commune())
    MemberFactory(branch=chapter())
    MemberFactory(branch=other_commune())

    told = figures(overview([province()], today()))

    assert told[commune().name] == {
        "members": 4,
        "on_sale": 3,
        "certified": 1,
        "valid": 3,
        "runs_out": 2,
        "expired": 1,
    }
    assert told[other_commune().name] == {"members": 1}
    assert told[""]["members"] == 5


@pytest.mark.parametrize("measure", MEASURES)
def test_every_figure_is_the_length_of_its_list(measure):
    some_of_everything(chapter())
    some_of_everything(other_commune())
    viewer = at_the_desk(officer(branch=province(), role="viewer"))

    bars, others = bars_of_units(overview([province()], today()), measure)

    assert len(bars) == 2
    assert others == ""
    for bar in bars:
        page = viewer.get(bar.url)
        assert page.status_code == 200
        assert page.context["paginator"].count == int(bar.shown), bar.url


def test_an_officer_of_a_commune_sees_its_chapters_alone():
    MemberFactory(branch=chapter())
    MemberFactory(branch=other_commune())

    report = overview_for(officer(role="viewer"), today(), "members")

    assert figures(report) == {chapter().name: {"members": 1}, "": {"members": 1}}


def test_an_officer_of_two_communes_sees_both():
    holder = officer(role="viewer")
    OfficerFactory(user=holder, branch=other_commune(), role="clerk")
    OfficerFactory(user=holder, branch=chapter(), role="clerk")
    MemberFactory(branch=chapter())

    report = overview_for(holder, today(), "members")

    assert [row.unit.name for row in report.rows] == [commune().name, other_commune().name]
    assert [row.cells[0].value for row in report.rows] == [1, 0]


def test_who_sees_no_branch_has_no_figures():
    assert overview_for(officer(role="post"), today()) is None


def test_the_topmost_branches_hide_those_below():
    assert topmost([chapter(), commune(), other_commune()]) == [commune(), other_commune()]


@pytest.mark.parametrize(("subject", "questions"), [("members", 3), ("listings", 2), ("certificates", 2)])
@pytest.mark.parametrize("count", [1, 3])
def test_a_subject_costs_few_questions(subject, questions, count, django_assert_num_queries):
    for _number in range(count):
        some_of_everything(commune())
    branch = province()

    with django_assert_num_queries(questions):
        overview([branch], today(), subject)


def panel_of(client, **asked: str) -> dict:
    page = client.get(HOME, asked)
    panel = next(one for one in page.context["panels"] if isinstance(one, FiguresPanel))
    return panel.get_context_data()


def test_home_switches_between_figures_by_links():
    some_of_everything(commune())
    viewer = at_the_desk(officer(branch=province(), role="viewer"))

    shown = {measure: panel_of(viewer, so=measure) for measure in MEASURES}

    assert {measure: [bar.shown for bar in drawn["bars"]] for measure, drawn in shown.items()} == {
        "members": ["3"],
        "on_sale": ["3"],
        "certified": ["1"],
        "valid": ["3"],
        "runs_out": ["2"],
        "expired": ["1"],
    }
    for measure, drawn in shown.items():
        assert [one["is_chosen"] for one in drawn["tabs"]].count(True) == 1
        assert len(drawn["measures"]) == len(MEASURES[measure].measures)
    links = [tab["url"] for tab in shown["members"]["tabs"]]
    assert len(links) == len(SUBJECTS)
    assert all(viewer.get(link).status_code == 200 for link in links)


def test_an_unknown_figure_at_home_is_the_members():
    viewer = at_the_desk(officer(role="viewer"))

    assert [tab["is_chosen"] for tab in panel_of(viewer, so="nothing")["tabs"]] == [True, False, False]


def test_the_map_at_home_leads_to_lists():
    MemberFactory()
    text = at_the_desk(officer(branch=province(), role="viewer")).get(HOME).content.decode()

    drawn = re.findall(
        r'<a href="([^"]+)"><path class="desk-map__area desk-shade-(\d)" d="M[^"]+"><title>([^<]+)', text
    )

    link = f"/hoi/hoi-vien/?branch={commune().pk}&amp;figure=now.members"
    assert (link, "5", "Xã Biển Hồ: 1") in drawn


def test_who_stands_at_a_commune_has_no_map():
    MemberFactory(branch=chapter())

    drawn = panel_of(at_the_desk(officer(role="viewer")))

    assert drawn["map"] is None
    assert [bar.label for bar in drawn["bars"]] == [chapter().name]
