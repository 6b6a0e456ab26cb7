"""How does an officer bring paper certificates at the desk, and who may?"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.workbooks import XLSX
from farmers.importing_certificates import bringing
from farmers.models import Certificate, Intake
from tests.factories.farmers import FarmerFactory, commune, officer, other_commune
from tests.farmers.importing_certificates.conftest import HEADER, paper, picture, workbook, zipped
from tests.market.desk.conftest import at_the_desk, text_of

pytestmark = pytest.mark.django_db

NEW = reverse("desk:certificate_intake_new")


def table(*rows, name: str = "chung nhan.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, workbook(*rows).getvalue(), content_type=XLSX)


def scans(**files: bytes) -> SimpleUploadedFile:
    content = zipped({f"{name}.jpg": content for name, content in files.items()}).getvalue()
    return SimpleUploadedFile("anh.zip", content, content_type="application/zip")


def confirm(client, address: str):
    form = client.get(address).context["columns_form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    return client.post(address, sent | {"deed": "confirm"})


def test_a_form_with_scans_becomes_declared_certificates(clerk):
    FarmerFactory(name="Bùi Thị Nga")

    sent = {"branch": commune().pk, "file": table(paper(scan="nga")), "scans": scans(nga=picture())}
    address = clerk.post(NEW, sent)["Location"]
    assert clerk.get(address).context["intake"].state == "mapping"
    confirm(clerk, address)
    assert Certificate.objects.count() == 0
    clerk.post(address, {"deed": "write"})

    certificate = Certificate.objects.get()
    assert (certificate.standing, bool(certificate.scan)) == ("declared", True)
    assert "chung nhan.xlsx" in text_of(clerk.get(NEW))


def test_the_empty_form_is_read_as_it_is(clerk, tmp_path):
    answer = clerk.get(reverse("desk:certificate_form"))
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"".join(answer))

    header = [cell.value for cell in next(load_workbook(path).active.rows)]

    assert [name for name in header if name != "STT"] == HEADER
    assert answer["Content-Disposition"] == 'attachment; filename="chung-nhan-giay.xlsx"'


@pytest.mark.parametrize(
    ("file", "zip_file", "field"),
    [
        (None, None, "file"),
        (b"", None, "file"),
        (workbook(paper()).getvalue(), b"no zip", "scans"),
        (workbook(paper()).getvalue(), zipped({"bomb.jpg": bytes(30_000_000)}).getvalue(), "scans"),
    ],
)
def test_what_cannot_be_opened_is_told_beside_its_field(clerk, file, zip_file, field):
    sent = {"branch": commune().pk}
    for name, content in (("file", file), ("scans", zip_file)):
        if content is not None:
            sent[name] = SimpleUploadedFile(f"{name}.x", content)

    page = clerk.post(NEW, sent)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert not Intake.objects.exists()


def test_a_zip_that_is_too_large_is_told(clerk, monkeypatch):
    monkeypatch.setattr(bringing, "MOST_BYTES", 10)

    page = clerk.post(NEW, {"branch": commune().pk, "file": table(paper()), "scans": scans(a=picture())})

    assert list(page.context["form"].errors) == ["scans"]


@pytest.mark.parametrize("role", ["viewer", "reviewer", "approver"])
def test_who_enters_nothing_finds_no_such_page(role):
    client = at_the_desk(officer(role=role))

    assert [
        client.get(reverse(name)).status_code
        for name in ("desk:certificate_intake_new", "desk:certificate_form")
    ] == [404, 404]
    sent = {"branch": commune().pk, "file": table(paper())}
    assert client.post(NEW, sent).status_code == 404
    assert NEW not in text_of(client.get(reverse("desk_certificates:index")))


def test_nothing_is_brought_for_another_branch(clerk):
    page = clerk.post(NEW, {"branch": other_commune().pk, "file": table(paper())})

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["branch"]


def test_a_list_of_another_branch_is_absent(clerk):
    stranger = at_the_desk(officer(role="head", branch=other_commune()))
    address = clerk.post(NEW, {"branch": commune().pk, "file": table(paper())})["Location"]

    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"deed": "drop"}).status_code == 404
    assert "chung nhan.xlsx" not in text_of(stranger.get(NEW))


def test_members_and_certificates_have_lists_of_their_own(clerk):
    clerk.post(NEW, {"branch": commune().pk, "file": table(paper())})

    assert "chung nhan.xlsx" not in text_of(clerk.get(reverse("desk:intake_new")))
