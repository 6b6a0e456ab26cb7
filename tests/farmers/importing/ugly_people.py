"""Whom each ugly list of tests/ugly holds: the rows that become members with what is kept of each, and the bad rows.

A bad row names the fields that are wrong. What is empty, or as with nearly everybody, is left out.
"""

from datetime import date
from typing import Any

Expected = tuple[dict[int, dict[str, Any]], dict[int, list[str]]]


# fmt: off
PEOPLE: dict[str, Expected] = {
    "Danh sach hoi vien (mau Hoi).xlsx": (
        {
            11: {
                "full_name": "Nguyễn Văn Lợi", "gender": "male", "birth_year": 1968,
                "citizen_id": "064068001234", "citizen_id_issued_on": date(2021, 5, 10),
                "phone": "+84905123456", "address": "Thôn 3, xã Chư Á, TP Pleiku",
                "commune_code": "23602", "admitted_on": date(2001, 3, 26), "ethnicity": "01",
                "chapter": "Chi hội thôn 3",
            },
            12: {
                "full_name": "Rơ Châm H'Bliu", "gender": "female", "birth_year": 1975,
                "citizen_id": "064175004321", "citizen_id_issued_on": date(2021, 5, 11),
                "phone": "+84914555666", "address": "Thôn 3, xã Chư Á, TP Pleiku",
                "commune_code": "23602", "admitted_on": date(2005, 10, 14), "notes": "hộ cận nghèo",
                "ethnicity": "10", "chapter": "Chi hội thôn 3", "kinds": (True, True),
            },
        },
        {16: ["admitted_on"], 17: ["admitted_on"]},
    ),
    "HV xa Ia Kenh - Chu A (ban cuoi).xlsx": (
        {
            3: {
                "full_name": "Trần Thị Mỹ Lệ", "gender": "female", "birth_year": 1980,
                "birth_date": date(1980, 2, 5), "citizen_id": "064180001234",
                "phone": "+84905123456", "address": "Thôn 1 xã Ia Kênh, Pleiku",
                "commune_code": "23611", "card_number": "22.00017", "chapter": "Chi hội Thôn 1",
            },
            5: {
                "full_name": "Kpuih H'Nhin", "gender": "female", "birth_year": 1965,
                "old_id": "230567891", "phone": "+842693824403", "address": "làng Mơ Nú, xã Chư Á",
                "commune_code": "23602", "card_number": "21.00153", "chapter": "Chi hội làng Mơ Nú",
            },
        },
        {6: ["chapter"], 7: ["birth_date"]},
    ),
    "ngay sinh nhieu kieu.xlsx": (
        {
            2: {
                "full_name": "Nguyễn Thị Hoa", "birth_year": 1980, "birth_date": date(1980, 2, 5),
                "admitted_on": date(2010, 3, 26),
            },
            3: {
                "full_name": "Phạm Văn Đức", "birth_year": 1980, "birth_date": date(1980, 2, 5),
                "admitted_on": date(2010, 3, 26),
            },
            5: {"full_name": "Ksor H'Ngâm", "birth_year": 1980, "admitted_on": date(2010, 3, 26)},
            8: {"full_name": "Siu Hyai", "birth_year": 1957, "admitted_on": date(2010, 3, 26)},
            9: {"full_name": "Puih Glơi", "birth_year": 1957},
        },
        {4: ["birth_date"], 6: ["admitted_on"], 7: ["birth_date"]},
    ),
    "gioi tinh danh dau x.xlsx": (
        {
        },
        {5: ["birth_date"], 6: ["birth_date"], 7: ["birth_date"]},
    ),
    "cong thuc va loi REF.xlsx": (
        {
            2: {"full_name": "Nguyễn Văn An", "birth_year": 1980, "phone": "+84905123456"},
        },
        {3: ["birth_year", "phone"], 4: ["birth_year"]},
    ),
    "chu to hop.xlsx": (
        {
            2: {
                "full_name": "Nguyễn Thị Hồng Điệp", "gender": "female", "birth_year": 1988,
                "citizen_id": "064188000321", "citizen_id_issued_on": date(2021, 5, 10),
                "permanent_address": "Thôn 2, xã Biển Hồ, TP Pleiku",
                "permanent_commune_code": "23590", "religion": "none",
            },
            3: {
                "full_name": "Rơ Lan H’Nương", "gender": "female", "birth_year": 1992,
                "citizen_id": "064192000654", "citizen_id_issued_on": date(2021, 5, 10),
                "permanent_address": "Làng Ngol, phường Trà Bá", "permanent_commune_code": "23586",
                "religion": "protestantism",
            },
        },
        {},
    ),
    "nhieu trang co huong dan.xlsx": (
        {
            6: {
                "full_name": "Nguyễn Văn Ba", "gender": "male", "birth_year": 1971,
                "birth_date": date(1971, 7, 12), "phone": "+84973000111", "address": "Thôn Hòa Bình",
                "commune_code": "23590",
            },
            7: {
                "full_name": "Phan Thị Tư", "gender": "female", "birth_year": 1969,
                "address": "Thôn Hòa Bình", "commune_code": "23590",
            },
            9: {
                "full_name": "Rmah H'Lin", "gender": "female", "birth_year": 1985,
                "birth_date": date(1985, 4, 3), "phone": "+84973000222", "address": "Làng Klăh",
                "commune_code": "23590",
            },
        },
        {},
    ),
    "ba dong tieu de.xlsx": (
        {
            8: {
                "full_name": "Đặng Văn Hùng", "birth_year": 1962, "birth_date": date(1962, 11, 20),
                "citizen_id": "064062009999", "citizen_id_issued_on": date(2021, 7, 1),
                "education": "lower_secondary", "school_grade": 9, "card_number": "19.00321",
                "card_issued_on": date(2019, 10, 14), "decision_number": "15-QĐ/HND",
                "admitted_on": date(1990, 3, 26), "standing": "active",
            },
        },
        {9: ["admitted_on"]},
    ),
    "DS HV 2014.xls": (
        {
            5: {
                "full_name": "A Thút", "gender": "male", "birth_year": 1966, "phone": "+84978222111",
                "address": "Làng Kon Chênh, xã Đak Sơmei", "commune_code": "23683",
                "admitted_on": date(1999, 10, 14),
            },
        },
        {6: ["phone"]},
    ),
    "ds font VnTime.xls": (
        {
        },
        {3: ["birth_date"], 4: ["birth_date"], 5: ["birth_date"]},
    ),
    "ds libreoffice.ods": (
        {
            5: {
                "full_name": "Siu Thoan", "birth_year": 1977, "birth_date": date(1977, 8, 19),
                "phone": "+84905777888", "chapter": "Chi hội làng O Pếch",
            },
        },
        {6: ["phone"]},
    ),
    "xuat tu phan mem.xls": (
        {
            4: {
                "full_name": "Nguyễn & Văn Út", "gender": "male", "birth_year": 1966,
                "citizen_id": "064066001111", "address": "Tổ 2 phường Diên Hồng",
                "commune_code": "23563",
            },
            5: {
                "full_name": "H'Wen Kpă", "gender": "female", "birth_year": 1988,
                "citizen_id": "064188002222", "address": "Tổ 3 – phường Diên Hồng",
                "commune_code": "23563", "kinds": (False, True),
            },
        },
        {},
    ),
    "xuat tu ung dung.xlsx": (
        {
            2: {"full_name": "Bùi Thị Nga", "gender": "female", "birth_year": 1978, "is_core": True},
            3: {"full_name": "Hoàng Văn Sơn & con", "gender": "male", "birth_year": 1981},
        },
        {},
    ),
    "ds cp1258.csv": (
        {
            4: {
                "full_name": "Nguyễn Văn Lợi", "birth_year": 1968, "birth_date": date(1968, 2, 5),
                "phone": "+84905123456", "address": "Thôn 3, xã Nghĩa Hưng, huyện Chư Păh",
                "commune_code": "23590",
            },
            5: {
                "full_name": "Trần Thị Hồng", "birth_year": 1975, "address": "Thôn 4, xã Nghĩa Hòa",
                "commune_code": "23722",
            },
            6: {
                "full_name": "Phạm Đình Hướng", "birth_year": 1959, "birth_date": date(1959, 9, 14),
                "phone": "+84978000123", "address": "Tổ dân phố 2, thị trấn Phú Hòa",
                "commune_code": "23722",
            },
        },
        {},
    ),
    "unicode text cua Excel.txt": (
        {
            4: {
                "full_name": "Nguyễn Văn Lợi", "birth_year": 1968, "birth_date": date(1968, 2, 5),
                "phone": "+84905123456", "address": "Thôn 3, xã Nghĩa Hưng, huyện Chư Păh",
                "commune_code": "23590",
            },
            5: {
                "full_name": "Trần Thị Hồng", "birth_year": 1975, "address": "Thôn 4, xã Nghĩa Hòa",
                "commune_code": "23722",
            },
            6: {
                "full_name": "Phạm Đình Hướng", "birth_year": 1959, "birth_date": date(1959, 9, 14),
                "phone": "+84978000123", "address": "Tổ dân phố 2, thị trấn Phú Hòa",
                "commune_code": "23722",
            },
        },
        {},
    ),
    "dbase tcvn3.csv": (
        {
            2: {
                "full_name": "Nguyễn Văn Lợi", "birth_year": 1968, "birth_date": date(1968, 2, 5),
                "phone": "+84905123456", "address": "Thôn 3, xã Nghĩa Hưng, huyện Chư Păh",
                "commune_code": "23590",
            },
            3: {
                "full_name": "Trần Thị Hồng", "birth_year": 1975, "address": "Thôn 4, xã Nghĩa Hòa",
                "commune_code": "23722",
            },
            4: {
                "full_name": "Phạm Đình Hướng", "birth_year": 1959, "birth_date": date(1959, 9, 14),
                "phone": "+84978000123", "address": "Tổ dân phố 2, thị trấn Phú Hòa",
                "commune_code": "23722",
            },
        },
        {},
    ),
    "google trang tinh.csv": (
        {
            2: {
                "full_name": 'Lê Thị "Bé" Năm', "birth_year": 1961,
                "permanent_address": "Thôn 1 xã Ia Tôr, huyện Chư Prông",
                "permanent_commune_code": "23908",
            },
            4: {
                "full_name": "Rơ Mah Lan", "birth_year": 1983,
                "permanent_address": "Làng Ó, xã Ia Vê", "permanent_commune_code": "23926",
                "notes": "0912",
            },
        },
        {},
    ),
}
# fmt: on
