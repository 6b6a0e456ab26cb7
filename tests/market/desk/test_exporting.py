from datetime import date

import pytest
from django.urls import reverse

from accounts.models import HandedFile, Reading
from farmers.models import ExportLayout, Officer
from tests.factories.farmers import MemberFactory, OfficerFactory, commune, officer, other_commune, province
from tests.market.desk.conftest import at_the_desk, text_of

PAGE = "/hoi/hoi-vien/xuat/"


@pytest.fixture
def viewer(db):
    return at_the_desk(officer(role="viewer"))


@pytest.fixture
def confidant(viewer):
    Officer.objects.filter(user=viewer.user).update(sees_sensitive=True)
    return viewer


def order(client, query="", branch=None, **typed):
    wanted = {
        "do": "order",
        "branch": (branch or commune()).pk,
        "format": "xlsx",
        "column": ["full_name"],
    } | typed
    return client.post(f"{PAGE}{query}", wanted)


def names_in(handed):
    from accounts.handing_out import open_handed  # noqa: PLC0415 after the file is there

    lines = b"".join(open_handed(handed)).decode("utf-8-sig").splitlines()
    return lines[1:]


def test_page_shows_the_count_of_the_list_it_was_opened_from(viewer):
    MemberFactory(gender="male")
    MemberFactory.create_batch(2, gender="female", full_name="Siu H'Bưn")
    MemberFactory(branch=other_commune())

    counts = {
        query: viewer.get(f"{PAGE}{query}").context["count"]
        for query in ("", "?gender=female", "?gender=female&q=siu", "?q=khong-co", f"?branch={commune().pk}")
    }
    assert counts == {
        "": 3,
        "?gender=female": 2,
        "?gender=female&q=siu": 2,
        "?q=khong-co": 0,
        f"?branch={commune().pk}": 3,
    }


def test_order_holds_just_the_members_of_the_list_in_the_order_of_columns(viewer):
    MemberFactory(full_name="An", gender="male")
    MemberFactory(full_name="Siu Bình", gender="female", phone="+84905000001")
    MemberFactory(full_name="Chi", gender="female")

    answer = order(
        viewer, "?gender=female&q=siu", format="csv", column=["full_name", "phone"],
        **{"place-full_name": "2", "place-phone": "1"},
    )  # fmt: skip

    handed = HandedFile.objects.get()
    assert answer.url == reverse("handed:file", kwargs={"pk": handed.pk})
    assert names_in(handed) == ["0905 000 001,Siu Bình"]
    assert (handed.rows_done, handed.rows_expected, handed.made_for) == (1, 1, viewer.user)
    assert handed.options["filters"] == {"gender": ["female"]}


def test_filters_are_told_in_words_over_the_list_and_the_branch_is_not(db):
    client = at_the_desk(officer(branch=province(), role="viewer"))
    MemberFactory(full_name="An", admitted_on=date(2026, 3, 1))
    MemberFactory(full_name="Bình", admitted_on=date(2024, 3, 1))

    order(client, f"?branch={commune().pk}&admitted_from=05/02/2026&standing=active", format="csv")

    handed = HandedFile.objects.get()
    assert names_in(handed) == ["An"]
    values = [line.rpartition(": ")[2] for line in handed.options["told"]]
    assert sorted(values) == ["05/02/2026", "Đang sinh hoạt"]


def test_order_takes_the_branch_that_is_chosen_on_the_page(db):
    client = at_the_desk(officer(branch=province(), role="viewer"))
    MemberFactory(full_name="An")
    MemberFactory(full_name="Bình", branch=other_commune())

    order(client, branch=other_commune(), format="csv")

    handed = HandedFile.objects.get()
    assert (handed.scope, names_in(handed)) == (other_commune().path, ["Bình"])


def test_another_branch_is_absent_in_address_and_order(viewer):
    MemberFactory(branch=other_commune())

    assert viewer.get(f"{PAGE}?branch={other_commune().pk}").status_code == 404
    assert order(viewer, f"?branch={other_commune().pk}").status_code == 404
    assert order(viewer, branch=other_commune()).status_code == 422
    assert HandedFile.objects.count() == 0


@pytest.mark.parametrize("query", ["?branch=x", "?branch=99999999999999999999", "?gender=none-of-these"])
def test_filters_that_are_none_are_absent(viewer, query):
    assert viewer.get(f"{PAGE}{query}").status_code == 404


def test_who_is_no_officer_or_of_the_post_office_does_not_come_in(db, client):
    post = at_the_desk(officer(role="post"))

    assert client.get(PAGE).status_code == 302
    assert post.get(PAGE).status_code == 404
    assert order(post).status_code == 404


def test_sensitive_columns_are_offered_to_those_with_the_right(confidant):
    page = confidant.get(PAGE)
    stranger = at_the_desk(officer(role="head"))

    assert 'value="citizen_id"' in text_of(page)
    assert 'value="citizen_id"' not in text_of(stranger.get(PAGE))


def test_sensitive_column_needs_right_and_reason(confidant):
    stranger = at_the_desk(officer(role="head"))
    sensitive = {"column": ["full_name", "citizen_id"]}

    assert order(stranger, reason="Họp", **sensitive).status_code == 422
    answer = order(confidant, **sensitive)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert 'value="citizen_id" id="column-citizen_id" checked' in text_of(answer)
    assert HandedFile.objects.count() == 0

    order(confidant, reason="Họp chi bộ", **sensitive)
    assert HandedFile.objects.get().reason == "Họp chi bộ"
    assert Reading.objects.get().reader == confidant.user


def test_order_without_columns_says_so(viewer):
    answer = order(viewer, column=[])

    assert (answer.status_code, HandedFile.objects.count()) == (422, 0)
    assert answer.context["form"].non_field_errors()


def test_printed_list_that_is_too_long_is_refused_before_it_is_ordered(viewer, monkeypatch):
    monkeypatch.setattr("market.desk.exporting.MOST_PRINTED", 1)
    MemberFactory.create_batch(2)

    assert order(viewer, format="pdf").status_code == 422
    assert order(viewer, format="xlsx").status_code == 302
    assert HandedFile.objects.get().name.endswith(".xlsx")


def test_columns_are_kept_as_a_layout_and_used_again(viewer):
    typed = {
        "do": "save",
        "layout-name": "Điểm danh",
        "column": ["phone", "full_name"],
        "place-full_name": "1",
    }
    saved = viewer.post(f"{PAGE}?gender=male", typed)
    layout = ExportLayout.objects.get()

    assert (layout.name, layout.columns, layout.made_by, layout.branch) == (
        "Điểm danh", ["full_name", "phone"], viewer.user, None,
    )  # fmt: skip
    assert saved.url == f"{PAGE}?gender=male&layout={layout.pk}"
    ticked = [
        tick.column.key
        for _title, ticks in viewer.get(saved.url).context["groups"]
        for tick in ticks
        if tick.is_ticked
    ]
    assert sorted(ticked) == ["full_name", "phone"]

    viewer.post(PAGE, {"do": "delete", "layout": layout.pk})
    assert ExportLayout.objects.count() == 0


def test_layout_of_somebody_else_is_neither_shown_nor_deleted(viewer):
    other = ExportLayout.objects.create(name="Riêng", made_by=officer(role="head"), columns=["full_name"])

    page = viewer.get(f"{PAGE}?layout={other.pk}")
    assert "Riêng" not in text_of(page)
    assert viewer.post(PAGE, {"do": "delete", "layout": other.pk}).status_code == 404
    assert ExportLayout.objects.count() == 1


def test_head_shares_a_layout_with_all_below_and_others_do_not(viewer, head):
    typed = {"do": "save", "layout-name": "Của xã", "column": ["full_name"], "layout-branch": commune().pk}

    viewer.post(PAGE, typed)
    assert ExportLayout.objects.get().branch is None
    head.post(PAGE, typed)
    shared = ExportLayout.objects.get(made_by=head.user)
    assert shared.branch == commune()
    assert f"layout={shared.pk}" in text_of(viewer.get(PAGE))
    stranger = at_the_desk(officer(branch=other_commune(), role="head"))
    assert f"layout={shared.pk}" not in text_of(stranger.get(PAGE))
    viewer.post(PAGE, {"do": "delete", "layout": shared.pk})
    assert ExportLayout.objects.filter(pk=shared.pk).exists()


def test_unknown_button_is_absent(viewer):
    assert viewer.post(PAGE, {"do": "burn"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_few_questions_however_many_branches(db, count, django_assert_num_queries):
    client = at_the_desk(officer(branch=province(), role="head"))
    OfficerFactory(user=client.user, branch=commune(), role="viewer")
    for number in range(count):
        MemberFactory()
        ExportLayout.objects.create(name=f"Mẫu {number}", made_by=client.user, columns=["full_name"])
    client.get(PAGE)

    with django_assert_num_queries(12):
        client.get(PAGE)
