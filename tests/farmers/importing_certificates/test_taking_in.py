"""What becomes of a list of paper certificates, row by row?"""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.private_files import private_storage
from farmers.certification import return_certificate
from farmers.importing.bringing import order_write, take_report
from farmers.importing.states import State
from farmers.importing_certificates.bringing import bring_certificates
from farmers.models import Certificate, Intake
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmerPersonFactory,
    FarmFactory,
    officer,
    other_commune,
    province,
)
from tests.farmers.importing_certificates.conftest import (
    Desk,
    outcomes,
    paper,
    papers,
    picture,
    workbook,
    wrong,
    zipped,
)

VIETGAP = "VietGAP-TT-26-01-64-0001"


@pytest.fixture
def nga(db):
    """The farmer whom the rows name."""
    return FarmerFactory(name="Bùi Thị Nga", phone="+84905123456")


def test_a_row_becomes_a_declared_certificate_with_its_scan_and_coverage(desk, nga):
    FarmFactory(farmer=nga, name="Rẫy đồi", area_m2=20_000)

    intake = desk.brought(paper(scan="nga.jpg", farm="Rẫy đồi"), scans={"scans/NGA.JPG": picture()})
    assert (intake.state, intake.rows_expected, intake.error) == (State.MAPPING, 1, "")
    intake = desk.checked(intake)
    assert (intake.state, intake.found["counts"]["created"], papers()) == (State.CHECKED, 1, [])
    intake = desk.written(intake)

    assert (intake.state, outcomes(intake)) == (State.DONE, ["created"])
    assert papers() == [(VIETGAP, "declared", True, [("Cà phê nhân", "Rẫy đồi", 12_000)])]
    certificate = Certificate.objects.get()
    assert (certificate.farmer, certificate.scan_type) == (nga, "image/jpeg")
    with certificate.scan.open() as scan:
        assert scan.read(3) == b"\xff\xd8\xff"
    entry = ModelLogEntry.objects.for_instance(certificate).get()
    assert (entry.action, entry.user, entry.data) == (
        "farmers.certificate_entered",
        desk.user,
        {"intake": str(intake.pk)},
    )


def test_the_same_list_again_changes_nothing(desk, nga):
    rows, scans = [paper(scan="a"), paper(produce="Hồ tiêu", scan="a")], {"a.png": picture(kind="PNG")}
    first = desk.taken_in(*rows, scans=scans)
    before = (papers(), list(Certificate.objects.values()))

    again = desk.taken_in(*rows, scans=scans)

    assert (outcomes(first), outcomes(again)) == (["created", "changed"], ["same", "same"])
    assert (papers(), list(Certificate.objects.values())) == before


def test_rows_of_one_paper_make_one_certificate(desk, nga):
    desk.taken_in(paper(), paper(produce="Hồ tiêu", area="0,5 ha"), paper(scheme="OCOP 4 sao", number="OC-1"))

    assert papers() == [
        (VIETGAP, "declared", False, [("Cà phê nhân", None, 12_000), ("Hồ tiêu", None, 5_000)]),
        ("OCOP 4 sao OC-1", "declared", False, [("Cà phê nhân", None, 12_000)]),
    ]


def test_what_is_there_is_added_to_and_never_overwritten(desk, nga):
    known = CertificateFactory(
        farmer=nga, number=VIETGAP.lower(), verified=True, issuer="Cũ", expires_on="2028-01-09"
    )
    CoverageFactory(
        certificate=known, produce="Cà phê nhân", confirmed_at=known.checked_at, confirmed_by=known.checked_by
    )

    intake = desk.taken_in(paper(scan="a.jpg"), paper(produce="Bơ"), scans={"a.jpg": picture()})

    known.refresh_from_db()
    assert outcomes(intake) == ["changed", "changed"]
    assert (known.issuer, known.standing, bool(known.scan)) == ("Cũ", "verified", True)
    assert [one.confirmed_by_id is None for one in known.coverages.order_by("pk")] == [False, True]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"scheme": "Lạ"}, "scheme"),
        ({"scheme": ""}, "scheme"),
        ({"number": ""}, "number"),
        ({"number": "9" * 61}, "number"),
        ({"issuer": ""}, "issuer"),
        ({"begins": "2026"}, "valid_from"),
        ({"ends": "hôm qua"}, "expires_on"),
        ({"ends": "09/01/2025"}, "number"),
        ({"scheme": "OCOP"}, "number"),
        ({"scheme": "OCOP", "stars": 2}, "number"),
        ({"area": "rộng"}, "area"),
        ({"area": -5}, "area"),
        ({"farm": "Rẫy lạ"}, "farm"),
        ({"farmer": "Người lạ"}, "farmer"),
        ({"farmer": ""}, "farmer"),
        ({"phone": "0905 000 009"}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"commune": "xã Đak Đoa"}, "commune"),
        ({"commune": "Zzz"}, "commune"),
        ({"scan": "missing.jpg"}, "scan"),
        ({"scan": "text.jpg"}, "scan"),
        ({"scan": "twice"}, "scan"),
    ],
)
def test_what_is_wrong_is_told_by_its_field_and_nothing_is_written(desk, nga, cells, field):
    scans = {"text.jpg": b"no picture", "a/twice.jpg": picture(), "b/twice.png": picture(kind="PNG")}

    intake = desk.checked(desk.brought(paper(**cells), scans=scans))

    assert wrong(intake) == [[field]]
    with pytest.raises(ValidationError):
        order_write(intake=intake, keeps_good=False, by=desk.user, at=intake.made_at)
    assert papers() == []


def test_good_rows_alone_are_written_and_the_others_come_back_in_a_workbook(desk, nga):
    intake = desk.taken_in(paper(), paper(number="X-1", scheme="?"), keeps_good=True)

    report = b"".join(take_report(intake=intake, by=desk.user, at=intake.made_at))
    assert outcomes(intake) == ["created", "bad"]
    assert report.startswith(b"PK")
    assert len(papers()) == 1


def test_two_of_a_name_are_told_apart_by_phone_or_commune(desk, nga):
    FarmerPersonFactory(farmer=FarmerFactory(name="Bùi Thị Nga"), user__phone="+84911000222")

    by_name = desk.checked(desk.brought(paper()))
    assert wrong(by_name) == [["farmer"]]
    intake = desk.taken_in(paper(phone="0911 000 222"), paper(phone=905123456, number="2"))

    holders = [certificate.farmer_id for certificate in Certificate.objects.order_by("pk")]
    assert outcomes(intake) == ["created", "created"]
    assert holders[1] == nga.pk
    assert holders[0] != nga.pk


def test_a_number_of_a_farmer_decides_and_a_foreign_one_is_no_farmer(desk, nga):
    theirs = FarmerFactory(name="Zephyrin", branch=other_commune())
    header = ["Mã nhà nông", "Loại chứng nhận", "Số chứng nhận", "Nơi cấp", "Ngày cấp", "Hết hạn ngày"]
    row = ["VietGAP", VIETGAP, "Vietcert", "10/01/2026", "09/01/2028"]

    intake = desk.checked(desk.brought([nga.pk, *row], [theirs.pk, *row], header=header))

    assert (intake.found["counts"]["created"], wrong(intake)) == (1, [["farmer_id"]])
    assert "Zephyrin" not in str(list(intake.rows.values_list("reasons", flat=True)))


def test_a_farmer_of_another_branch_is_absent(desk):
    FarmerFactory(name="Bùi Thị Nga", branch=other_commune())

    assert wrong(desk.checked(desk.brought(paper()))) == [["farmer"]]
    above = Desk(province())
    assert outcomes(above.taken_in(paper(commune="xã Chư Păh"))) == ["created"]


@pytest.mark.parametrize("role", ["viewer", "reviewer", "approver"])
def test_who_may_not_enter_brings_nothing_in(nga, role):
    desk = Desk(nga.branch, role)
    intake = desk.brought(paper())

    with pytest.raises(ValidationError) as refused:
        desk.checked(intake)

    assert refused.value.code == "field"


def test_a_row_that_comes_twice_is_told(desk, nga):
    intake = desk.checked(desk.brought(paper(), paper()))

    assert (intake.found["counts"]["created"], wrong(intake)) == (1, [["number"]])


def test_a_paper_known_with_other_days_is_not_overwritten(desk, nga):
    CertificateFactory(farmer=nga, number=VIETGAP, expires_on="2027-01-09")

    assert wrong(desk.checked(desk.brought(paper()))) == [["expires_on"]]


def test_what_was_returned_needs_a_new_scan(desk, nga):
    desk.taken_in(paper())
    first = Certificate.objects.get()
    return_certificate(certificate=first, reason="Ảnh mờ.", by=officer(), at=first.declared_at)

    assert wrong(desk.checked(desk.brought(paper()))) == [["number"]]
    again = desk.taken_in(paper(scan="a.jpg"), scans={"a.jpg": picture()})

    assert outcomes(again) == ["created"]
    assert [standing for _name, standing, _scan, _covers in papers()] == ["returned", "declared"]


def test_what_to_look_at_twice_is_told_and_hinders_nothing(desk, nga):
    FarmFactory(farmer=nga, area_m2=5_000)

    intake = desk.taken_in(paper(scheme="GlobalGAP", number="4006381333932", issuer="IQC"))

    (row,) = intake.rows.all()
    assert [name for name, _sentence in row.reasons] == ["scan", "number", "expires_on", "area"]
    assert outcomes(intake) == ["created"]


def test_a_list_that_is_sent_twice_is_one(desk, nga):
    table, about = workbook(paper()), {"name": "a.xlsx", "branch": desk.branch, "by": desk.user}

    one, two, other = (
        bring_certificates(table=table, scans=scans, at=timezone.now(), **about)
        for scans in (None, None, zipped({"a.jpg": picture()}))
    )

    assert one.pk == two.pk != other.pk
    assert Intake.objects.count() == 2


def test_scans_that_no_certificate_names_are_forgotten(desk, nga, django_capture_on_commit_callbacks):
    scans = {"a.jpg": picture("red"), "b.jpg": picture("blue")}
    rows = paper(scan="a.jpg"), paper(scan="b.jpg", farmer="Người lạ")
    with django_capture_on_commit_callbacks(execute=True):
        intake = desk.taken_in(*rows, scans=scans, keeps_good=True)

    kept = private_storage().listdir(f"scans/lists/{intake.pk}")[1]
    assert [f"scans/lists/{intake.pk}/{name}" for name in kept] == [Certificate.objects.get().scan.name]
