"""Who may what to which record: down the subtree, never sideways or up."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone
from wagtail.permissions import policy_registry

from accounts.models import User
from farmers import rights
from farmers.models import Branch, Certificate, Farm, Farmer, Member, Officer
from farmers.rights import APPROVE, ENTER, REVIEW, VIEW
from farmers.tree import open_branch
from products.models import Product
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    FarmerFactory,
    FarmFactory,
    MemberFactory,
    OfficerFactory,
    commune,
    officer,
    other_commune,
    province,
)
from tests.factories.products import ProductFactory
from tests.factories.traceability import LotFactory
from traceability.models import Lot

pytestmark = pytest.mark.django_db

ALL_ACTIONS = (VIEW, ENTER, REVIEW, APPROVE)


def chapter(of: Branch | None = None, name: str = "Chi hội làng Ví Dụ") -> Branch:
    return open_branch(level="chapter", name=name, parent=of or commune())


def one_of_everything(branch: Branch) -> dict[type, object]:
    """A record of every guarded model below one branch."""
    farmer = FarmerFactory(branch=branch, commune_code="23590")
    farm = FarmFactory(farmer=farmer)
    lot = LotFactory(product=ProductFactory(farm=farm, published=True))
    holder = OfficerFactory(branch=branch, role="clerk")
    return {
        Branch: branch,
        Officer: holder,
        Member: MemberFactory(branch=branch),
        Farmer: farmer,
        Farm: farm,
        Certificate: CertificateFactory(farmer=farmer),
        Product: lot.product,
        Lot: lot,
    }


@pytest.mark.parametrize("action", ALL_ACTIONS)
def test_a_head_may_do_everything_to_every_record_below(action):
    head = officer(branch=province(), role="head")

    for model, record in one_of_everything(chapter()).items():
        assert rights.visible(model, head, action).filter(pk=record.pk).exists(), model


@pytest.mark.parametrize("action", ALL_ACTIONS)
def test_nobody_may_do_anything_sideways(action):
    neighbour = officer(branch=other_commune(), role="head")

    for model, record in one_of_everything(commune()).items():
        assert not rights.visible(model, neighbour, action).filter(pk=record.pk).exists(), model
        assert not rights.may(neighbour, action, record), model


@pytest.mark.parametrize("action", ALL_ACTIONS)
def test_nobody_may_do_anything_upwards(action):
    below = officer(branch=chapter(), role="head")

    for model, record in one_of_everything(commune()).items():
        assert not rights.may(below, action, record), model


def test_a_path_that_begins_with_the_same_digits_is_another_branch():
    root = province()
    short = commune()
    Branch.objects.filter(pk=short.pk).update(path=f"{root.path}12.")
    long = other_commune()
    Branch.objects.filter(pk=long.pk).update(path=f"{root.path}123.")
    short.refresh_from_db()

    holder = officer(branch=short, role="viewer")

    assert list(rights.visible(Branch, holder)) == [short]


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("viewer", {VIEW}),
        ("clerk", {VIEW, ENTER}),
        ("reviewer", {VIEW, REVIEW}),
        ("approver", {VIEW, APPROVE}),
        ("head", {VIEW, ENTER, REVIEW, APPROVE}),
    ],
)
def test_a_role_allows_what_its_name_says(role, allowed):
    farmer = FarmerFactory()
    holder = officer(role=role)

    assert {action for action in ALL_ACTIONS if rights.may(holder, action, farmer)} == allowed


def test_roles_at_several_branches_add_up_but_do_not_mix():
    holder = officer(role="viewer")
    OfficerFactory(user=holder, branch=other_commune(), role="reviewer")
    here, there = FarmerFactory(), FarmerFactory(branch=other_commune())

    assert set(rights.visible(Farmer, holder, VIEW)) == {here, there}
    assert list(rights.visible(Farmer, holder, REVIEW)) == [there]


def test_branches_are_named_once_and_from_the_top():
    low, high = chapter(), province()
    holder = officer(branch=low, role="clerk")
    OfficerFactory(user=holder, branch=high, role="viewer")
    OfficerFactory(user=holder, branch=high, role="clerk")

    assert rights.branches_for(holder, VIEW) == [high, low]
    assert rights.branches_for(holder, APPROVE) == []


@pytest.mark.parametrize(
    ("since", "until", "holds"), [(-9, 0, True), (0, None, True), (-9, -1, False), (1, None, False)]
)
def test_an_office_holds_from_its_first_through_its_last_day(since, until, holds):
    today = timezone.localdate()
    holder = UserFactory()
    OfficerFactory(
        user=holder,
        since=today + timedelta(days=since),
        until=None if until is None else today + timedelta(days=until),
    )

    assert rights.is_officer(holder) is holds
    assert rights.visible(Farmer, holder).filter(pk=FarmerFactory().pk).exists() is holds


def test_offices_of_another_day_are_not_kept_for_today():
    today = timezone.localdate()
    holder = UserFactory()
    OfficerFactory(user=holder, since=today - timedelta(days=9), until=today - timedelta(days=1))

    assert len(rights.offices_of(holder, on=today - timedelta(days=1))) == 1
    assert rights.offices_of(holder) == []


def test_offices_are_read_once_per_request(django_assert_num_queries):
    holder = User.objects.get(pk=officer().pk)
    FarmerFactory()

    with django_assert_num_queries(1):
        rights.is_officer(holder)
        rights.branches_for(holder, VIEW)
        rights.within(holder, REVIEW, "branch")


def test_a_superuser_may_everything_everywhere():
    admin = User.objects.create_superuser("+84900000099")

    for model, record in one_of_everything(other_commune()).items():
        assert all(rights.may(admin, action, record) for action in ALL_ACTIONS), model
    assert rights.is_officer(admin)
    assert rights.branches_for(admin, REVIEW) == [province()]


@pytest.mark.parametrize("is_superuser", [False, True])
def test_somebody_who_may_not_sign_in_may_nothing(is_superuser):
    holder = officer(role="head", is_active=False, is_superuser=is_superuser)
    farmer = FarmerFactory()

    assert not rights.is_officer(holder)
    assert rights.branches_for(holder, VIEW) == []
    assert not rights.may(holder, VIEW, farmer)
    assert not Farmer.objects.filter(rights.within(holder, VIEW, "branch")).exists()


def test_a_farmer_is_no_officer():
    assert not rights.is_officer(UserFactory())
    assert not rights.visible(Farmer, UserFactory()).exists()


def test_somebody_unknown_may_nothing():
    FarmerFactory()

    assert not rights.is_officer(AnonymousUser())
    assert not rights.visible(Farmer, AnonymousUser()).exists()
    assert not policy_registry.get_by_type(Farmer).user_has_any_permission(AnonymousUser(), ["view"])


def test_a_record_of_somebody_else_is_as_absent_as_one_that_does_not_exist():
    foreign = FarmerFactory(branch=other_commune())
    holder = officer(role="head")

    for pk in (foreign.pk, 987_654_321, 10**30):
        with pytest.raises(Http404):
            rights.get_or_404(Farmer, holder, pk)
    own = FarmerFactory()
    assert rights.get_or_404(Farmer, holder, own.pk, REVIEW) == own


def test_a_model_the_desk_must_not_show_has_no_policy():
    with pytest.raises(KeyError):
        rights.visible(User, officer(role="head"))


def test_wagtail_is_answered_by_offices():
    own, foreign = FarmerFactory(), FarmerFactory(branch=other_commune())
    clerk, viewer = officer(role="clerk"), officer(role="viewer")
    policy = policy_registry.get_by_type(Farmer)

    assert policy.user_has_permission(clerk, "change")
    assert not policy.user_has_permission(viewer, "change")
    assert policy.user_has_permission_for_instance(clerk, "change", own)
    assert not policy.user_has_permission_for_instance(clerk, "change", foreign)
    assert list(policy.instances_user_has_any_permission_for(viewer, ["add", "change", "view"])) == [own]
    assert list(policy.instances_user_has_permission_for(viewer, "change")) == []


@pytest.mark.parametrize("action", ["delete", "publish", "lock", "bulk_delete"])
def test_wagtail_is_never_allowed_what_we_have_no_word_for(action):
    farmer = FarmerFactory()
    policy = policy_registry.get_by_type(Farmer)

    for user in (officer(branch=province(), role="head"), User.objects.create_superuser("+84900000099")):
        assert not policy.user_has_permission(user, action)
        assert not policy.user_has_permission_for_instance(user, action, farmer)
        assert not policy.instances_user_has_permission_for(user, action).exists()


def test_a_superuser_sees_all_through_wagtail_too():
    farmers = {FarmerFactory(), FarmerFactory(branch=other_commune())}
    admin = User.objects.create_superuser("+84900000099")

    assert (
        set(
            policy_registry.get_by_type(Farmer).instances_user_has_any_permission_for(
                admin, ["view", "change"]
            )
        )
        == farmers
    )
