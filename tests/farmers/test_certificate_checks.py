"""What makes a paper worth a second look."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from farmers.certificate_checks import Covered, Listed, check_digit, findings, months_later
from farmers.declaring import Paper

ON = date(2026, 11, 24)
FLAWLESS = Paper(
    scheme="vietgap",
    number="VietGAP-TT-13-09-68-0096",
    issuer="Vietcert",
    valid_from=date(2026, 1, 10),
    expires_on=date(2028, 1, 9),
    scan="scans/a.jpg",
    scan_type="image/jpeg",
)
COFFEE = Covered("Cà phê nhân", 12_000, 12_000, (Listed("Robusta xanh", "Robusta xanh Cà phê nhân"),))


def found(check: str, *, covered=(COFFEE,), before: int = 0, on: date = ON, **columns) -> list[tuple]:
    """Outcome, code and what it says of one check."""
    paper = replace(FLAWLESS, **columns)
    every = findings(paper, covered, verified_before=before, on=on)
    return [(str(one.outcome), one.code, one.said) for one in every if one.check == check]


def test_a_flawless_paper_passes_all_that_there_is_to_check():
    every = findings(FLAWLESS, [COFFEE], verified_before=0, on=ON)

    assert [(one.check, str(one.outcome)) for one in every] == [
        ("scan", "passed"),
        ("number", "passed"),
        ("year", "nothing"),
        ("issuer", "passed"),
        ("dates", "passed"),
        ("length", "passed"),
        ("stars", "nothing"),
        ("field", "passed"),
        ("produce", "passed"),
        ("area", "passed"),
    ]


def test_a_paper_without_a_scan_is_told():
    assert found("scan", scan="") == [("warned", "no_scan", {})]


@pytest.mark.parametrize(
    ("scheme", "number", "code"),
    [
        ("vietgap", "vietgap-cn-13-09-68-0096", "vietgap"),
        ("vietgap", "VIETGAP-TT-2024-001", "vietgap_other"),
        ("vietgap", "VietGAP-XX-13-09-68-0096", "vietgap_other"),
        ("globalgap", "4006381333931", "ggn"),
        ("globalgap", "GGN: 4006 3813 33931", "ggn"),
        ("globalgap", "4006381333932", "ggn_digit"),
        ("globalgap", "4060381333931", "ggn_digit"),
        ("globalgap", "400638133393", "ggn_length"),
        ("globalgap", "CoC-12345", "ggn_length"),
        ("globalgap", "４００６３８１３３３９３１", "ggn_length"),
        ("haccp", "HC-1", "no_pattern"),
        ("organic", "không rõ", "no_digit"),
    ],
)
def test_the_form_of_a_number_only_warns(scheme, number, code):
    ((outcome, said_code, _said),) = found("number", scheme=scheme, number=number)

    assert said_code == code
    assert outcome == {"vietgap": "passed", "ggn": "passed", "no_pattern": "nothing"}.get(code, "warned")


@pytest.mark.parametrize(
    ("digits", "check"), [("400638133393", 1), ("952000099001", 5), ("590123412345", 7), ("000000000000", 0)]
)
def test_the_check_digit_is_that_of_gs1(digits, check):
    assert check_digit(digits) == check


def test_one_wrong_digit_is_always_noticed():
    right = "4006381333931"
    for place in range(13):
        for digit in set("0123456789") - {right[place]}:
            wrong = right[:place] + digit + right[place + 1 :]
            assert found("number", scheme="globalgap", number=wrong)[0][1] == "ggn_digit"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("83-832-28882-2-2026", "year"),
        ("120/2025/QĐ-UBND", "year"),
        ("120/2024/QĐ-UBND", "year_other"),
        ("120/2027/QĐ-UBND", "year_other"),
        ("TCVN 11041-2:2017-08", "nothing"),
        ("VietGAP-TT-13-09-68-0096", "nothing"),
        ("9520202699", "nothing"),
    ],
)
def test_a_year_in_the_number_is_that_of_the_first_day_or_the_one_before(number, code):
    assert found("year", number=number)[0][1] == code


@pytest.mark.parametrize(
    ("begins", "ends", "code"),
    [
        (-100, 61, "dates"),
        (-100, 60, "soon"),
        (-100, 0, "soon"),
        (-100, -1, "expired"),
        (1, 400, "upcoming"),
        (0, 400, "dates"),
        (10, 5, "backwards"),
    ],
)
def test_days_that_are_past_near_or_to_come_are_told(begins, ends, code):
    days = {"valid_from": ON + timedelta(days=begins), "expires_on": ON + timedelta(days=ends)}

    assert found("dates", **days)[0][1] == code


@pytest.mark.parametrize(
    ("scheme", "last", "outcome"),
    [
        ("ocop", date(2029, 1, 10), "passed"),
        ("ocop", date(2029, 1, 11), "warned"),
        ("vietgap", date(2029, 1, 11), "warned"),
        ("globalgap", date(2027, 1, 10), "passed"),
        ("globalgap", date(2027, 1, 11), "warned"),
        ("food_safety", date(2029, 1, 11), "warned"),
        ("haccp", date(2036, 1, 1), "nothing"),
    ],
)
def test_a_paper_that_holds_longer_than_usual_is_told(scheme, last, outcome):
    assert found("length", scheme=scheme, expires_on=last)[0][0] == outcome


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 1, date(2025, 9, 30)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 12, 15), 36, date(2028, 12, 15)),
    ],
)
def test_months_end_where_the_calendar_does(day, months, later):
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("issuer", "before", "finding"),
    [
        ("Công ty VIETCERT", 0, ("passed", "issuer", {"name": "Vietcert"})),
        ("Trung tâm Ai Đó", 3, ("passed", "issuer_before", {"count": 3})),
        ("Trung tâm Ai Đó", 2, ("warned", "issuer_unknown", {})),
        ("Vietcerts", 0, ("warned", "issuer_near", {"name": "Vietcert"})),
        ("UBND tỉnh Gia Lai", 0, ("warned", "issuer_other", {"name": "UBND tỉnh"})),
        ("UBND tỉnh Gia Lai", 3, ("passed", "issuer_before", {"count": 3})),
    ],
)
def test_an_issuer_is_known_by_the_list_or_by_papers_verified_here(issuer, before, finding):
    assert found("issuer", issuer=issuer, before=before) == [finding]


@pytest.mark.parametrize(
    ("issuer", "stars", "begins", "code"),
    [
        ("UBND tỉnh Gia Lai", 4, date(2026, 1, 8), "stars"),
        ("UBND tỉnh Gia Lai", 5, date(2026, 1, 8), "stars_other"),
        ("Bộ Nông nghiệp và Môi trường", 5, date(2026, 1, 8), "stars"),
        ("Bộ Nông nghiệp và Môi trường", 3, date(2026, 1, 8), "stars_other"),
        ("UBND huyện Chư Păh", 3, date(2025, 7, 5), "stars"),
        ("UBND huyện Chư Păh", 3, date(2025, 7, 6), "stars_ended"),
        ("UBND huyện Chư Păh", 4, date(2025, 1, 6), "stars_other"),
        ("Hội đồng Ví Dụ", 3, date(2025, 1, 6), "stars_unknown"),
    ],
)
def test_stars_are_given_by_the_level_that_may(issuer, stars, begins, code):
    columns = {"scheme": "ocop", "issuer": issuer, "stars": stars, "valid_from": begins}

    assert found("stars", **columns)[0][1] == code


@pytest.mark.parametrize(
    ("number", "produce", "finding"),
    [
        ("VietGAP-TT-13-09-68-0096", "Cà phê", ("passed", "field", {"field": "TT"})),
        ("VietGAP-CN-1", "Heo thịt", ("passed", "field", {"field": "CN"})),
        ("VietGAP-TS-1", "Cá lóc", ("passed", "field", {"field": "TS"})),
        ("VietGAP-CN-1", "Cà phê", ("warned", "field_other", {"field": "CN", "produce": "Cà phê"})),
        ("VietGAP-TT-1", "Mật ong hoa cà phê", ("passed", "field", {"field": "TT"})),
        ("VietGAP-TT-1", "Sản phẩm lạ", ("nothing", "nothing", {})),
        ("0096", "Cà phê", ("nothing", "nothing", {})),
    ],
)
def test_the_field_of_a_vietgap_number_is_that_of_the_produce(number, produce, finding):
    assert found("field", number=number, covered=[Covered(produce)]) == [finding]


def selling(produce: str, *listings: str) -> Covered:
    return Covered(produce, listed=tuple(Listed(name, name) for name in listings))


@pytest.mark.parametrize(
    ("covered", "codes"),
    [
        ([selling("Cà phê nhân", "Cà phê robusta")], ["produce"]),
        ([selling("Hồ tiêu", "Cà phê robusta", "Hồ tiêu Chư Sê")], ["produce_other"]),
        ([selling("Bò khô", "Bơ khô 034")], ["produce_other"]),
        ([selling("bo kho", "Bơ khô 034")], ["produce"]),
        ([selling("Rau các loại", "Rau sạch")], ["produce"]),
        ([selling("Sản phẩm sạch", "Cà phê")], ["produce"]),
        ([selling("", "Cà phê")], ["produce_nothing"]),
        ([selling("Cà phê")], ["produce_nothing"]),
    ],
)
def test_listings_sell_what_is_covered(covered, codes):
    assert [code for _outcome, code, _said in found("produce", covered=covered)] == codes


@pytest.mark.parametrize(
    ("area", "farm", "code"),
    [
        (12_000, 12_000, "area"),
        (12_001, 12_000, "area_larger"),
        (None, 12_000, "area_nothing"),
        (5, None, "area_nothing"),
    ],
)
def test_an_area_is_no_larger_than_its_farm(area, farm, code):
    assert found("area", covered=[Covered("Cà phê", area, farm)])[0][1] == code
