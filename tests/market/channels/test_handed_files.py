import pytest
from django.utils import timezone

from accounts.models import HandedFile
from tests.factories.farmers import commune, officer, other_commune, province
from tests.market.desk.conftest import at_the_desk, text_of

PAGE = "/hoi/tep/"


def file_of(user, branch, **columns):
    made = {
        "kind": "members",
        "scope": branch.path,
        "made_for": user,
        "made_at": timezone.now(),
        "name": "hoi-vien.xlsx",
    }
    return HandedFile.objects.create(**made | {"content_type": "x", "state": "waiting"} | columns)


def shown_to(client, query=""):
    return [one.handed.pk for one in client.get(f"{PAGE}{query}").context["departures"]]


@pytest.mark.django_db
def test_officers_see_their_own_files_and_heads_those_of_their_branches():
    viewer, clerk, stranger = officer(role="viewer"), officer(role="clerk"), officer(branch=other_commune())
    files = [
        file_of(user, branch)
        for user, branch in ((viewer, commune()), (clerk, commune()), (stranger, other_commune()))
    ]
    mine, clerks, strangers = [one.pk for one in files]

    assert shown_to(at_the_desk(viewer)) == [mine]
    assert set(shown_to(at_the_desk(officer(role="head")))) == {mine, clerks}
    assert shown_to(at_the_desk(officer(branch=other_commune(), role="head"))) == [strangers]
    assert set(shown_to(at_the_desk(officer(branch=province(), role="head")))) == {mine, clerks, strangers}
    assert shown_to(at_the_desk(officer(branch=province(), role="viewer"))) == []


@pytest.mark.django_db
def test_list_tells_who_took_what_and_why():
    user = officer(role="viewer", name="Siu H'Bưn")
    handed = file_of(
        user, commune(), state="ready", sha256="ab" * 32, rows_done=1234, reason="Họp chi bộ",
        options={"columns": ["full_name", "citizen_id"], "told": ["Giới tính: Nữ"], "words": "k:sealed"},
    )  # fmt: skip
    told = text_of(at_the_desk(officer(role="head")).get(PAGE))

    for words in (
        "Siu H'Bưn",
        "1.234",
        "Họp chi bộ",
        "Giới tính: Nữ",
        "Họ và tên, Số CCCD",
        "abababababab",
        commune().name,
    ):
        assert words in told
    assert "sealed" not in told
    assert f"/hoi/tep/{handed.pk}/" not in told
    assert f"/hoi/tep/{handed.pk}/" in text_of(at_the_desk(user).get(PAGE))


@pytest.mark.django_db
def test_list_of_a_report_is_told_with_its_period():
    user = officer(role="viewer")
    file_of(user, commune(), kind="report", options={"list": "departed", "period": "2026q3"})

    assert "Giảm hội viên, quý 3 năm 2026" in text_of(at_the_desk(user).get(PAGE))


@pytest.mark.django_db
def test_list_is_paged():
    user = officer(role="viewer")
    for _ in range(21):
        file_of(user, commune())
    client = at_the_desk(user)

    assert [len(shown_to(client, query)) for query in ("", "?p=2", "?p=none", "?p=99")] == [20, 1, 20, 1]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_few_questions_however_many_files(count, django_assert_num_queries):
    client = at_the_desk(officer(role="head"))
    for _ in range(count):
        file_of(officer(role="viewer"), commune())
    client.get(PAGE)

    with django_assert_num_queries(11):
        client.get(PAGE)


@pytest.mark.django_db
def test_post_office_does_not_see_the_list():
    assert at_the_desk(officer(role="post")).get(PAGE).status_code == 404
