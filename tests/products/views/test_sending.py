import json
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from farmers.models import FarmerPerson
from products.models import Draft, Product, Upload
from products.views.sending import owner_mark
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    FarmerFactory,
    FarmerPersonFactory,
    FarmFactory,
    OfficerFactory,
    officer,
)
from tests.factories.products import ProductFactory
from tests.products.conftest import photo

TYPED = {
    "category": "ca-phe-nhan",
    "unit": "kg",
    "amount": "300",
    "price": "98k",
    "commune": "bien ho",
    "farm": "new",
}


def put(client, name, body=None, **where):
    address = reverse(f"products:{name}", kwargs=where)
    return client.post(address, json.dumps(body or {}), content_type="application/json")


def put_file(client, draft, content, upload=None, piece=256 * 1024, kind="photo"):
    upload = upload or uuid.uuid4()
    address = reverse("products:send_file", kwargs={"draft": draft, "upload": upload})
    for start in range(0, len(content), piece):
        answer = client.post(
            f"{address}?kind={kind}&from={start}&size={len(content)}",
            content[start : start + piece],
            content_type="application/octet-stream",
        )
        assert answer.status_code == 200, answer.content
    return upload


def put_listing(client, person, draft, typed=TYPED, colour="red"):
    answer = put(client, "send_answers", {"farmer": person.farmer.pk, "answers": typed}, draft=draft)
    assert answer.json() == {"state": "open"}
    upload = put_file(client, draft, photo(colour).read())
    return {"photos": [str(upload)], "confirmed": "98000/kg"}


def test_session_tells_who_signed_in_and_what_the_questions_need(farmer_client, person, category):
    farm = FarmFactory(farmer=person.farmer)
    paper = CertificateFactory(farmer=person.farmer, verified=True)
    ProductFactory(published=True)
    OfficerFactory(
        user=UserFactory(name="Lê Thị Thu Hà", phone="+84900000005"), branch=person.farmer.branch, role="head"
    )

    answer = farmer_client.get(reverse("products:session"))

    told = answer.json()
    assert told.pop("csrf")
    assert told == {
        "user": owner_mark(person.user),
        "farmers": [
            {
                "id": person.farmer.pk,
                "name": str(person.farmer),
                "commune": "xã Biển Hồ",
                "farms": [{"id": farm.pk, "name": str(farm)}],
                "certificates": [
                    {
                        "id": paper.pk,
                        "name": str(paper),
                        "standing": "verified",
                        "until": paper.expires_on.isoformat(),
                    }
                ],
            }
        ],
        "asked": {"ca-phe-nhan": {"kg": [98000, 98000]}},
        "unfinished": 0,
        "contact": {
            "name": "Lê Thị Thu Hà",
            "phone": "+84900000005",
            "shown": "0900 000 005",
            "office": "phụ trách, Hội Nông dân xã Biển Hồ",
        },
    }
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("rows", [1, 3])
def test_session_asks_the_same_few_questions_for_any_number_of_farmers(
    farmer_client, person, django_assert_num_queries, rows
):
    for _ in range(rows - 1):
        FarmerPersonFactory(user=person.user, farmer=FarmerFactory())
    cache.clear()

    with django_assert_num_queries(8):
        farmer_client.get(reverse("products:session"))


def test_nobody_signed_in_is_answered_401_and_never_led_away(client, draft):
    for name, where in (
        ("send_answers", {"draft": draft.pk}),
        ("send_whole", {"draft": draft.pk}),
        ("send_file", {"draft": draft.pk, "upload": uuid.uuid4()}),
    ):
        answer = put(client, name, **where)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/json")
    assert client.get(reverse("products:session")).json() == {"user": None}


def test_a_listing_sent_from_a_phone_is_one_however_often(farmer_client, person, category):
    draft = uuid.uuid4()
    whole = put_listing(farmer_client, person, draft)

    first = put(farmer_client, "send_whole", whole, draft=draft)
    second = put(farmer_client, "send_whole", whole, draft=draft)
    again = put(farmer_client, "send_answers", {"farmer": person.farmer.pk, "answers": TYPED}, draft=draft)

    product = Product.objects.get()
    told = {"state": "sent", "url": reverse("workspace:product", kwargs={"pk": product.pk})}
    assert [first.json(), second.json(), again.json()] == [told, told, told]
    assert (product.state, product.name, product.offer.price_vnd, product.offer.offered_milli) == (
        "submitted",
        "Cà phê nhân",
        98_000,
        300_000,
    )
    assert (product.client_draft_id, product.photos.count(), Draft.objects.count()) == (draft, 1, 0)


def test_photos_stand_in_the_order_of_the_phone_and_removed_ones_are_gone(farmer_client, person, category):
    draft = uuid.uuid4()
    whole = put_listing(farmer_client, person, draft)
    blue = put_file(farmer_client, draft, photo("blue").read())
    green = put_file(farmer_client, draft, photo("green").read())
    names = {upload.pk: upload.file.file.name for upload in Upload.objects.all()}
    whole["photos"] = [str(green), str(blue)]

    put(farmer_client, "send_whole", whole, draft=draft)

    photos = Product.objects.get().photos.order_by("position")
    assert [one.original.name for one in photos] == [names[green], names[blue]]


def test_a_price_that_is_read_otherwise_here_is_asked_again(farmer_client, person, category):
    draft = uuid.uuid4()
    whole = put_listing(farmer_client, person, draft) | {"confirmed": "980000/kg"}

    answer = put(farmer_client, "send_whole", whole, draft=draft)

    assert answer.status_code == 422
    assert answer.json() == {
        "problems": {"gia": ["Giá được hiểu là 98.000\xa0đ một kg. Có đúng không?"]},
        "communes": [],
    }
    assert (Product.objects.count(), Draft.objects.get().pk) == (0, draft)


def test_what_is_missing_is_said_question_by_question(farmer_client, person, category):
    draft = uuid.uuid4()
    put(farmer_client, "send_answers", {"farmer": person.farmer.pk, "answers": {"unit": "kg"}}, draft=draft)

    answer = put(farmer_client, "send_whole", {"photos": []}, draft=draft)

    assert set(answer.json()["problems"]) == {"anh", "mat-hang", "ten", "so-luong", "gia"}


def test_a_commune_of_several_names_which(farmer_client, person, category):
    draft = uuid.uuid4()
    whole = put_listing(farmer_client, person, draft, TYPED | {"commune": "An Phú"})

    answer = put(farmer_client, "send_whole", whole, draft=draft)
    communes = answer.json()["communes"]

    assert set(answer.json()["problems"]) == {"noi-trong"}
    assert len(communes) > 1
    put_listing(
        farmer_client, person, draft, TYPED | {"commune": "An Phú", "commune_code": communes[1]["code"]}
    )
    assert put(farmer_client, "send_whole", whole, draft=draft).json()["state"] == "sent"
    assert Product.objects.get().commune_code == communes[1]["code"]


def test_a_file_goes_on_where_it_was_cut(farmer_client, person, category):
    draft, upload = uuid.uuid4(), uuid.uuid4()
    put(farmer_client, "send_answers", {"farmer": person.farmer.pk, "answers": TYPED}, draft=draft)
    content = photo(size=(640, 480)).read()
    address = reverse("products:send_file", kwargs={"draft": draft, "upload": upload})

    asked = [farmer_client.get(address).json()]
    for start, end in ((0, 900), (0, 900), (900, len(content))):
        answer = farmer_client.post(
            f"{address}?from={start}&size={len(content)}",
            content[start:end],
            content_type="application/octet-stream",
        )
        asked.append(answer.json())

    part, full = {"received": 900, "whole": False}, {"received": len(content), "whole": True}
    assert asked == [{"received": 0, "whole": False}, part, part, full]
    assert farmer_client.get(address).json() == full


def test_a_file_that_is_no_photo_is_refused_in_words(farmer_client, person):
    draft = uuid.uuid4()
    put(farmer_client, "send_answers", {"farmer": person.farmer.pk}, draft=draft)
    address = reverse("products:send_file", kwargs={"draft": draft, "upload": uuid.uuid4()})

    answer = farmer_client.post(f"{address}?from=0&size=9", b"not photo", content_type="image/jpeg")

    assert (answer.status_code, answer.json()) == (
        422,
        {"said": "Tệp này không phải ảnh. Hãy chọn ảnh JPEG, PNG hoặc WebP."},
    )


def test_the_draft_of_somebody_else_is_as_absent_as_none(client, draft, person, category):
    upload = Upload.objects.create(draft=draft, kind="photo", size_bytes=9)
    for stranger in (FarmerPersonFactory(), FarmerPersonFactory(farmer=person.farmer)):
        client.force_login(stranger.user)
        own = {"farmer": stranger.farmer.pk, "answers": TYPED}
        assert put(client, "send_answers", own, draft=draft.pk).status_code == 404
        assert put(client, "send_whole", draft=draft.pk).status_code == 404
        where = {"draft": draft.pk, "upload": upload.pk}
        assert put(client, "send_file", **where).status_code == 404
        assert client.get(reverse("products:send_file", kwargs=where)).status_code == 404
    assert (Draft.objects.get().answers, Upload.objects.get().received_bytes) == (draft.answers, 0)


def test_nobody_sends_for_a_farmer_they_do_not_act_for(client, person, category):
    client.force_login(officer())

    answer = put(client, "send_answers", {"farmer": person.farmer.pk, "answers": TYPED}, draft=uuid.uuid4())

    assert (answer.status_code, Draft.objects.count()) == (403, 0)


def test_a_helper_revoked_midway_sends_nothing_more(client, person, category):
    helper = FarmerPersonFactory(farmer=person.farmer, role=FarmerPerson.Role.HELPER)
    client.force_login(helper.user)
    draft = uuid.uuid4()
    whole = put_listing(client, helper, draft)
    FarmerPerson.objects.filter(pk=helper.pk).update(revoked_at="2026-11-24T03:00:00Z")

    assert put(client, "send_whole", whole, draft=draft).status_code == 404
    assert put(client, "send_answers", {"farmer": person.farmer.pk}, draft=draft).status_code == 403
    assert Product.objects.count() == 0


def test_what_a_phone_must_not_answer_is_left_alone(farmer_client, person, category):
    draft, other = uuid.uuid4(), FarmerFactory()
    typed = TYPED | {"product": 7, "farmer": other.pk, "by_officer": True, "name": "x" * 9000}

    put(farmer_client, "send_answers", {"farmer": person.farmer.pk, "answers": typed}, draft=draft)

    kept = Draft.objects.get().answers
    assert (kept["farmer"], "product" in kept, "by_officer" in kept) == (person.farmer.pk, False, False)
    assert len(kept["name"]) == 4000


def test_nonsense_is_answered_and_not_believed(farmer_client, person, draft):
    for body in (b"", b"[]", b"{", b"\xff", b'{"farmer": {"a": 1}, "answers": 5}', b'{"photos": "x"}'):
        for name in ("send_answers", "send_whole"):
            answer = farmer_client.post(
                reverse(f"products:{name}", kwargs={"draft": draft.pk}), body, content_type="application/json"
            )
            assert answer.status_code in {403, 404, 422}


def test_sending_needs_its_token(person, draft):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person.user)

    assert put(strict, "send_whole", draft=draft.pk).status_code == 403


def test_a_piece_that_is_too_large_is_refused_before_it_is_read(farmer_client, draft):
    address = reverse("products:send_file", kwargs={"draft": draft.pk, "upload": uuid.uuid4()})

    answer = farmer_client.post(
        f"{address}?from=0&size=900000", b"x" * (256 * 1024 + 1), content_type="application/octet-stream"
    )

    assert (answer.status_code, Upload.objects.count()) == (413, 0)


def test_a_piece_is_read_before_the_database_is_asked(client, db, monkeypatch):
    read = []
    monkeypatch.setattr(
        "django.http.HttpRequest.body", property(lambda _: read.append(len(connection.queries_log)) or b"")
    )
    address = reverse("products:send_file", kwargs={"draft": uuid.uuid4(), "upload": uuid.uuid4()})

    with CaptureQueriesContext(connection) as asked:
        client.cookies["sessionid"] = "x" * 32
        client.post(f"{address}?from=0&size=9", b"xyz", content_type="application/octet-stream")

    assert read[0] == 0
    assert len(asked) > 0
