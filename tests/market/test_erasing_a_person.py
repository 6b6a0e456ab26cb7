"""After somebody asked to be deleted: does any dump of database, media and files still tell who it was?"""

import json
import os
import re
import shutil
import subprocess
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.handing_out import open_handed
from accounts.models import HandedFile, Message, User
from accounts.working import Shift
from farmers.data_requests import ask
from farmers.erasing import files_left
from farmers.fulfilling import fulfil_deletion
from farmers.importing.reading import samples_of
from farmers.models import Certificate, DataRequest, Farmer, Intake, Member, MembershipStep
from farmers.person import person_of
from products.models import Draft, Product, ProductPhoto
from tests.factories.whole_person import (
    BORN,
    CITIZEN_ID,
    LOCAL,
    NAME,
    OLD_ID,
    PHONE,
    WholePerson,
    whole_person,
)
from traceability.models import Event, EventDetail, Label, Lot
from vietnam.text import fold, slug, unaccent

pytestmark = pytest.mark.django_db(transaction=True)

DIGITS = PHONE.removeprefix("+84")


@pytest.fixture(autouse=True)
def _tasks_wait_and_no_file_is_there(settings):
    for root in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
        shutil.rmtree(root, ignore_errors=True)
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"], "OPTIONS": {}}
    }
    settings.MESSAGE_WAYS = ["file"]


def spellings() -> dict[str, str]:
    """Every way in which the name, the phone, the ids and the day of birth could stand somewhere."""
    name = {
        "composed": NAME,
        "decomposed": unicodedata.normalize("NFD", NAME),
        "folded": fold(NAME),
        "bare": unaccent(NAME),
        "slug": slug(NAME),
        "squeezed": fold(NAME).replace(" ", ""),
        "as json": json.dumps(NAME)[1:-1],
        "last word": NAME.split()[-1],
        "last word, folded": fold(NAME.split()[-1]),
    }
    phone = {
        "phone": DIGITS,
        "local": LOCAL,
        "dotted": LOCAL.replace(" ", "."),
        "dashed": LOCAL.replace(" ", "-"),
    }
    ids = {
        "id": CITIZEN_ID,
        "id in groups": "064 185 975 313",
        "old id": OLD_ID,
        "old id in groups": "230 975 319",
    }
    indexes = {
        f"index of {column}": Member._meta.get_field(f"{column}_index").digest(plain)
        for column, plain in (("citizen_id", CITIZEN_ID), ("old_id", OLD_ID))
    }
    return name | phone | ids | indexes | {"born": BORN.isoformat(), "born, local": f"{BORN:%d/%m/%Y}"}


def standing_in(content: bytes) -> set[str]:
    """The spellings that stand in some bytes, in any case and in three encodings."""
    lower = content.lower()
    found = set()
    for how, text in spellings().items():
        kept = {text.lower(), text.upper().lower()}
        patterns = {one.encode(code) for one in kept for code in ("utf-8", "utf-16-le", "utf-16-be")}
        if any(pattern in lower for pattern in patterns):
            found.add(how)
    return found


def of_the_database() -> dict[str, bytes]:
    """The file with its log, or the dump; and every column of every table as the application reads it."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        parts = {ending: Path(f"{at['NAME']}{ending}") for ending in ("", "-wal", "-shm")}
        dump = {f"database{ending}": path.read_bytes() for ending, path in parts.items() if path.exists()}
    else:
        command = ["pg_dump", "-h", at["HOST"], "-p", str(at["PORT"] or 5432), "-U", at["USER"], at["NAME"]]
        done = subprocess.run(
            command, check=True, capture_output=True, env=os.environ | {"PGPASSWORD": at["PASSWORD"]}
        )
        dump = {"database": done.stdout}
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            rows = "\n".join(str(list(row.values())) for row in model._base_manager.values())
            dump[f"rows of {model._meta.label}"] = rows.encode()
    sessions = [session.get_decoded() for session in Session.objects.all()]
    samples = [str(samples_of(intake)) for intake in Intake.objects.all()]
    return dump | {"sessions": str(sessions).encode(), "samples": str(samples).encode()}


def of_the_files() -> dict[str, bytes]:
    """Every file, raw; sealed ones as the application opens them; what is packed, unpacked."""
    dump = {}
    for root in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
        for path in Path(root).rglob("*"):
            if path.is_file():
                dump[str(path.relative_to(root))] = path.name.encode() + path.read_bytes()
    for handed in HandedFile.objects.exclude(file=""):
        dump[f"opened {handed.pk}"] = b"".join(open_handed(handed))
    for name, content in list(dump.items()):
        if content[len(Path(name).name) :].startswith(b"PK"):
            with zipfile.ZipFile(BytesIO(content)) as packed:
                dump |= {f"{name}/{part}": packed.read(part) for part in packed.namelist()}
    return dump


def leaks() -> dict[str, set[str]]:
    """Where something still tells who it was, and by which spellings."""
    found = {where: standing_in(content) for where, content in (of_the_database() | of_the_files()).items()}
    return {where: how for where, how in found.items() if how}


@pytest.fixture
def made() -> WholePerson:
    return whole_person(timezone.now())


def erase(made: WholePerson) -> DataRequest:
    at = timezone.now()
    request = ask(kind="delete", member=made.member, words=f"Xóa hết của tôi, {NAME}", by=made.head, at=at)
    fulfil_deletion(request=request, person=person_of(member=made.member), by=made.head, at=at)
    return request


def work() -> None:
    """Let a worker do what waits."""
    assert Shift(hands=1, until_empty=True).run() == 0
    unfinished = DBTaskResult.objects.exclude(status="SUCCESSFUL").exclude(exception_class_path="x.Y")
    assert [(task.task_path, task.traceback) for task in unfinished] == []


def test_before_anybody_asks_the_person_stands_everywhere(made):
    before = leaks()
    rows = {where.removeprefix("rows of ") for where in before if where.startswith("rows of ")}

    assert rows >= {
        *("accounts.Message", "accounts.SignInCode", "accounts.User", "accounts.Reading"),
        *("farmers.Member", "farmers.MemberConfidence", "farmers.MembershipStep", "farmers.MemberSupport"),
        *("farmers.RecordedConsent", "farmers.DataRequest", "farmers.Intake", "farmers.IntakeRow"),
        *("farmers.Farmer", "farmers.Farm", "farmers.Certificate", "products.Draft", "products.Product"),
        *("products.ProductPhoto", "products.PriceChange", "products.TakeDown", "traceability.EventDetail"),
        *("mfa.Authenticator", "wagtailcore.ModelLogEntry", "django_tasks_database.DBTaskResult"),
    }
    assert {"sessions", "samples", "messages.jsonl", f"opened {made.handed.pk}"} <= set(before)
    folders = {where.split("/")[0] for where in before if "/" in where}
    assert folders >= {"photos", "originals", "scans", "intakes", "drafts"}


def test_after_erasure_nothing_tells_who_it_was(made):
    erase(made)
    work()

    assert leaks() == {}
    assert files_left(person_of(member=made.member), timezone.now()) == 0
    call_command("verify_ledger")


def test_after_erasure_the_documents_stand(made):
    request = erase(made)
    work()

    member, farmer = Member.objects.get(pk=made.member.pk), Farmer.objects.get(pk=made.farmer.pk)
    assert (member.card_number, member.decision_number, member.standing) == ("26.00777", "12-QĐ/HNDT", "left")
    assert (member.full_name, farmer.name) == (farmer.name, member.full_name)
    assert member.branch == made.member.branch
    steps = MembershipStep.objects.filter(member=member).order_by("pk")
    assert [(step.kind, step.outcome) for step in steps] == [
        ("admission", "approved"),
        ("leaving", "approved"),
    ]
    loan = member.supports.get()
    assert (loan.amount_vnd, loan.source) == (50_000_000, "")
    certificate = Certificate.objects.get(pk=made.certificate.pk)
    assert (certificate.number, certificate.standing) == (made.certificate.number, "verified")
    product = Product.objects.get(pk=made.product.pk)
    assert (product.state, product.name, product.offer.price_vnd) == ("withdrawn", "Cà phê nhân", 98_000)
    assert Lot.objects.get(pk=made.lot.pk).code == made.lot.code
    assert Label.objects.get(pk=made.label.pk).code == made.label.code
    assert Event.objects.filter(farm=made.farm).count() == 3
    details = EventDetail.objects.filter(event__farm=made.farm).order_by("pk")
    assert [(one.content, one.erased_at is None) for one in details] == [
        ({}, False),
        ({}, False),
        ({"amount_milli": 300_000, "unit": "kg"}, True),
    ]
    request.refresh_from_db()
    assert (request.outcome, request.words != NAME) == ("done", True)
    assert set(DataRequest.objects.values_list("outcome", flat=True)) == {"done"}
    handed = HandedFile.objects.get(pk=made.handed.pk)
    assert (handed.state, len(handed.sha256)) == ("shredded", 64)
    assert Message.objects.filter(kind="sign_in_code", phone="").exists()


def test_the_account_is_closed_and_nobody_acts_for_the_farmer(made, client):
    client.force_login(made.user, backend="django.contrib.auth.backends.ModelBackend")
    erase(made)

    user = User.objects.get(pk=made.user.pk)
    assert (user.is_active, user.has_usable_password(), bool(user.anonymised_at)) == (False, False, True)
    assert re.fullmatch(r"\+999\d{11}", user.phone)
    assert not made.farmer.people.filter(revoked_at=None).exists()
    assert client.get("/ban-hang/").status_code == 302
    User.objects.create_user(PHONE, name="Người mới")  # the number may be somebody else's some day


def test_the_origin_page_still_answers_without_name_and_photo(made, client):
    address = f"/T/{made.label.code}"
    assert NAME in client.get(address).content.decode()

    erase(made)
    shown = client.get(address)

    assert shown.status_code == 200
    assert standing_in(shown.content) == set()
    assert b"photos/" not in shown.content
    assert made.lot.code in shown.content.decode()


def test_a_task_that_died_half_way_is_taken_up_where_it_was(made, monkeypatch):
    erase(made)
    kept = type(storages["private"]).delete
    calls = []

    def dies_the_second_time(self, name):
        calls.append(name)
        if len(calls) == 2:
            raise OSError("the store of files is away")
        kept(self, name)

    monkeypatch.setattr(type(storages["private"]), "delete", dies_the_second_time)
    Shift(hands=1, until_empty=True).run()
    assert DBTaskResult.objects.filter(status="FAILED").exclude(exception_class_path="x.Y").count() == 1
    monkeypatch.undo()
    assert leaks() != {}
    DBTaskResult.objects.filter(status="FAILED").exclude(exception_class_path="x.Y").update(status="READY")
    work()

    assert leaks() == {}


def test_erasing_twice_changes_nothing_more(made):
    erase(made)
    work()
    before = of_the_database()["rows of farmers.Member"]
    person = person_of(member=Member.objects.get(pk=made.member.pk))
    assert (person.members, Draft.objects.count(), ProductPhoto.objects.count()) == (
        (made.member.pk, made.twin.pk),
        0,
        0,
    )
    Shift(hands=1, until_empty=True).run()

    assert of_the_database()["rows of farmers.Member"] == before


def test_a_list_that_is_being_written_is_shredded_once_it_stands(made):
    # Another worker has it in hand, and may have read the person already.
    DBTaskResult.objects.filter(task_path__endswith="write_handed_file").delete()
    HandedFile.objects.filter(pk=made.handed.pk).update(state="writing")
    erase(made)
    assert Shift(hands=1, until_empty=True).run() == 0
    later = DBTaskResult.objects.filter(status="READY", task_path="farmers.erasing.erase_files")
    assert (later.count(), set(leaks())) == (1, {f"opened {made.handed.pk}"})

    HandedFile.objects.filter(pk=made.handed.pk).update(state="ready")
    later.update(run_after=timezone.now())
    work()

    assert leaks() == {}
