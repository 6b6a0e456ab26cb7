import io

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.models import HandedFile
from tests.factories.farmers import MemberFactory, OfficerFactory, commune, officer, other_commune
from tests.market.desk.conftest import at_the_desk


@pytest.fixture
def viewer(db):
    return at_the_desk(officer(role="viewer"))


def order(client, kind, **data):
    return client.post(reverse("handed:order", kwargs={"kind": kind}), data)


def test_ordered_members_are_waited_for_and_taken(viewer):
    MemberFactory(full_name="Rơ Châm H'Lan")
    MemberFactory(full_name="Người xã khác", branch=other_commune())

    ordered = order(viewer, "members")
    page = viewer.get(ordered.url)
    taken = viewer.get(reverse("handed:take", kwargs={"pk": HandedFile.objects.get().pk}))

    assert "Tải về" in page.content.decode()
    content = io.BytesIO(taken.getvalue())
    cells = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    assert [row[1] for row in cells if isinstance(row[0], float)] == ["Rơ Châm H'Lan"]
    assert "no-store" in taken.headers["Cache-Control"]
    assert HandedFile.objects.get().taken_at is not None


def test_ordering_takes_the_branch_that_is_named(viewer):
    OfficerFactory(user=viewer.user, branch=other_commune(), role="viewer")

    order(viewer, "postmart", branch=str(other_commune().pk))

    assert HandedFile.objects.get().scope == other_commune().path


def test_ordering_another_branch_is_as_if_it_did_not_exist(viewer):
    answer = order(viewer, "members", branch=str(other_commune().pk))

    assert (answer.status_code, HandedFile.objects.count()) == (404, 0)


def test_ordering_a_kind_that_does_not_exist_is_not_found(viewer):
    assert order(viewer, "poems").status_code == 404


def test_file_is_for_the_one_it_was_made_for(viewer):
    order(viewer, "members")
    stranger = at_the_desk(officer(branch=commune(), role="head"))
    handed = HandedFile.objects.get()

    assert [
        stranger.get(reverse(f"handed:{name}", kwargs={"pk": handed.pk})).status_code
        for name in ("file", "take")
    ] == [404, 404]


def test_file_page_loads_itself_again_until_the_file_is_ready(viewer):
    handed = HandedFile.objects.create(
        kind="members",
        scope=commune().path,
        made_for=viewer.user,
        made_at=timezone.now(),
        name="hoi-vien.xlsx",
        content_type="x",
    )

    page = viewer.get(reverse("handed:file", kwargs={"pk": handed.pk}))

    assert page.headers["Refresh"] == "2"
    assert "Đang ghi tệp" in page.content.decode()


def test_ordering_twice_while_the_file_is_written_leads_to_the_same_file(viewer):
    first = order(viewer, "members")
    HandedFile.objects.update(state="writing")

    assert (order(viewer, "members").url, HandedFile.objects.count()) == (first.url, 1)


def test_sensitive_file_is_closed_once_the_right_to_it_has_ended(viewer):
    order(viewer, "members")
    HandedFile.objects.update(reason="Họp chi bộ")
    take = reverse("handed:take", kwargs={"pk": HandedFile.objects.get().pk})

    assert viewer.get(take).status_code == 404
    viewer.user.offices.update(sees_sensitive=True)
    assert viewer.get(take).status_code == 200
