"""Which code of the register does a word in a list mean: "THCS", "CĐ", "con dâu", "Jrai", "9/12"?

Words are compared folded. What is not known is refused with the words that can be said, never guessed. No Django here:
the reading child imports this, and is told the words of the screen besides (`Known`).
"""

import re
from collections.abc import Mapping
from datetime import date

from vietnam.cells import Cell, read_text
from vietnam.text import fold

Known = Mapping[str, Mapping[str, str]]  # field → folded word → code
# The first word of each row is what people are told they can write.
WORDS: dict[str, dict[str, str]] = {
    "gender": {"male": "Nam, trai, M, ông", "female": "Nữ, gái, F, bà"},
    "education": {
        "none": "Không biết chữ, mù chữ, chưa đi học, không, 0/12",
        "primary": "Cấp 1, cấp I, tiểu học, TH, lớp 1-5, C1",
        "lower_secondary": "Cấp 2, cấp II, THCS, trung học cơ sở, lớp 6-9, C2",
        "upper_secondary": "Cấp 3, cấp III, THPT, PTTH, trung học phổ thông, phổ thông trung học, lớp 10-12, C3",
    },
    "training": {
        "none": "Không, chưa qua đào tạo, chưa, lao động phổ thông, LĐPT, phổ thông",
        "elementary": "SC, sơ cấp, sơ cấp nghề, chứng chỉ nghề",
        "intermediate": "TC, trung cấp, trung cấp nghề, THCN, trung học chuyên nghiệp",
        "college": "CĐ, cao đẳng, cao đẳng nghề",
        "university": "ĐH, đại học, cử nhân, kỹ sư, bác sĩ",
        "postgraduate": "SĐH, sau đại học, thạc sĩ, tiến sĩ, ThS, TS, cao học",
    },
    "duty": {
        "member": "Hội viên, HV, không",
        "group_deputy": "Tổ phó, phó tổ hội, tổ phó tổ hội, phó tổ trưởng",
        "group_head": "Tổ trưởng, tổ trưởng tổ hội, TTTH",
        "chapter_deputy": "Chi hội phó, phó chi hội, phó chi hội trưởng, CHP",
        "chapter_head": "Chi hội trưởng, trưởng chi hội, CHT",
        "committee": "Ủy viên BCH, UV BCH, UVBCH, ủy viên ban chấp hành, ủy viên, BCH",
        "standing": "Ủy viên BTV, UV BTV, UVBTV, ủy viên ban thường vụ, ủy viên thường vụ, BTV, UVTV",
        "deputy_chair": "Phó chủ tịch, PCT, phó chủ tịch hội",
        "chair": "Chủ tịch, CT, chủ tịch hội",
    },
    "household_role": {
        "head": "Chủ hộ, là chủ hộ, chủ, CH, bản thân",
        "spouse": "Vợ, chồng, vợ/chồng, vợ chồng, vợ chủ hộ, chồng chủ hộ",
        "child": "Con, con trai, con gái, con dâu, con rể, con nuôi, con đẻ",
        "parent": "Cha, mẹ, bố, ba, má, cha mẹ, bố mẹ, cha/mẹ, cha vợ, mẹ vợ, cha chồng, mẹ chồng, bố vợ, bố chồng",
        "grandchild": "Cháu, cháu nội, cháu ngoại",
        "sibling": "Anh, chị, em, anh chị em, anh em, anh/chị/em, em trai, em gái, anh trai, chị gái, em vợ, em dâu, em rể",
        "other": "Khác, thành viên, ông, bà, cô, dì, chú, bác, cậu, ở nhờ",
    },
    "household_class": {
        "poor": "Hộ nghèo, nghèo, HN",
        "near_poor": "Cận nghèo, hộ cận nghèo, HCN, CN",
        "policy": "Chính sách, gia đình chính sách, GĐCS, CS, người có công, gia đình có công, thương binh, liệt sĩ, gia đình liệt sĩ, hộ chính sách",
        "other": "Khác, không, bình thường, trung bình, khá, giàu, hộ khác, thoát nghèo, hộ khá, hộ trung bình",
    },
    "occupation": {
        "farmer": "Nông dân, nông, làm nông, nông nghiệp, nông lâm, làm rẫy, làm ruộng, chăn nuôi, trồng trọt, nông lâm nghiệp, ND, làm vườn, làm rừng",
        "worker": "Công nhân, CN, công nhân cao su",
        "civil_servant": "CCVC, công chức, viên chức, công chức viên chức, cán bộ, giáo viên, CBCC, cán bộ xã, CBCCVC, cán bộ công chức, công an, bộ đội",
        "retired": "Hưu trí, hưu, nghỉ hưu, cán bộ hưu trí, già yếu, hết tuổi lao động, mất sức",
        "business": "Doanh nghiệp, chủ doanh nghiệp, kinh doanh, buôn bán, DN, tiểu thương, giám đốc, giám đốc HTX, dịch vụ",
        "freelance": "Lao động tự do, tự do, LĐTD, làm thuê, thợ xây, thợ, lái xe, nội trợ, phổ thông, lao động phổ thông, LĐPT",
        "student": "HSSV, học sinh, sinh viên, học sinh sinh viên, đi học",
    },
    "standing": {
        "applied": "Chờ xét, chờ công nhận, xin vào Hội, đăng ký",
        "active": "Đang sinh hoạt, đang hoạt động, hoạt động, sinh hoạt, hội viên",
        "suspended": "Tạm ngừng, tạm dừng, tạm nghỉ, tạm ngừng sinh hoạt",
        "left": "Rời Hội, đã rời Hội, ra khỏi Hội, đã ra, thôi, đã chết, chuyển đi, xóa tên",
        "refused": "Không được nhận, bị từ chối, không công nhận",
    },
    "ethnicity": {
        "10": "Gia Rai, Jrai, J'rai, Jarai, Gia-rai, GiaRai, Djarai",
        "13": "Ba Na, Bahnar, Bana, Ba-na, Bah nar",
        "12": "Ê Đê, Êđê, Ê-đê, Ede, Rađê, Rhade",
        "08": "Mông, H'Mông, Hmông, Hơ Mông, Mèo",
        "14": "Xơ Đăng, Xê Đăng, Xơ-đăng, Sê Đăng, Sedang, Xê-đăng",
        "16": "Cơ Ho, Cơ-ho, K'Ho, Kơ Ho",
        "17": "Chăm, Chàm",
        "21": "Raglay, Raglai, Ra-glai, Ra Glai",
        "27": "Giẻ Triêng, Giẻ-Triêng, Gié Triêng, Gié-Triêng",
        "23": "Bru - Vân Kiều, Vân Kiều, Bru Vân Kiều, Bru",
        "20": "Mnông, M'Nông, Mơ Nông",
        "04": "Hoa, Hán",
        "05": "Khmer, Khơ Me, Khơ-me",
        "22": "Xtiêng, X'tiêng, Xơ Tiêng, S'tiêng",
        "53": "Ơ Đu, Ơ-đu",
        "52": "Brâu, Brao",
        "54": "Rơ Măm, Rơ-măm",
    },
    "religion": {
        "none": "Không, không theo đạo, không có, vô thần, lương",
        "buddhism": "Phật giáo, Phật, đạo Phật",
        "catholicism": "Công giáo, Thiên Chúa, Thiên Chúa giáo, đạo Thiên Chúa, Kitô giáo",
        "protestantism": "Tin lành, đạo Tin lành",
        "caodaism": "Cao Đài, đạo Cao Đài",
        "hoahao": "Phật giáo Hòa Hảo, Hòa Hảo, PGHH",
        "islam": "Hồi giáo, đạo Hồi, Islam",
        "other": "Khác, tôn giáo khác",
    },
    "party_membership": {
        "no": "Không, chưa, quần chúng, không phải",
        "probationary": "Dự bị, đảng viên dự bị",
        "official": "Chính thức, đảng viên, đảng viên chính thức, x, có, đúng, ✓",
    },
    "political_theory": {
        "elementary": "SC, sơ cấp",
        "intermediate": "TC, trung cấp",
        "advanced": "CC, cao cấp",
        "bachelor": "CN, cử nhân",
    },
}
# Where nothing is kept for it, a no is an empty cell.
_NO_MEANS_NOTHING = {"political_theory"}
_NO = {"khong", "k", "0", "chua", "chua co", "khong co"}
_GRADE = re.compile(r"(?:lop\s*)?(\d{1,2})\s*(?:/\s*(12|10))?")


def words_of(field: str) -> dict[str, str]:
    """Folded word → code."""
    return {folded(word): code for code, said in WORDS[field].items() for word in said.split(",")}


def folded(text: str) -> str:
    """How words are compared: without accents, hyphens, dots and doubled spaces."""
    return " ".join(re.sub(r"[.\-–_()]+", " ", fold(text)).split())


def sayable(field: str) -> str:
    """The words people are told they can write."""
    said = [words.partition(",")[0] for words in WORDS[field].values()]
    return ", ".join(said[:9])


def read_word(field: str, known: Mapping[str, str], cell: Cell) -> str | None:
    """The code a cell means; None where it is empty. ValueError says which words can be written."""
    text = folded(read_text(cell))
    if not text:
        return None
    found = known.get(text)
    if found is not None:
        return found
    if field in _NO_MEANS_NOTHING and text in _NO:
        return None
    raise ValueError(f"Chưa hiểu từ này. Hãy ghi một trong: {sayable(field)}.")


def read_schooling(known: Mapping[str, str], cell: Cell) -> tuple[str, int | None] | None:
    """Schooling and the highest grade: "9/12", "lớp 9", "cấp 2". Excel makes a date of 9/12, which is made good."""
    if isinstance(cell, date):
        grade = cell.day if cell.month == 12 else cell.month if cell.day == 12 else 0
        if not grade:
            raise ValueError("Excel đã đổi ô này thành ngày. Hãy ghi như 9/12, ô kiểu Văn bản (Text).")
        return _of_grade(grade, 12)
    text = folded(read_text(cell))
    if text in known:
        return known[text], None
    if re.fullmatch(r"[123]", text):
        raise ValueError(f"Số này đọc được hai cách. Hãy ghi cấp {text}, hoặc lớp {text}/12.")
    if (graded := _GRADE.fullmatch(text)) and int(graded[1]) <= int(graded[2] or 12):
        return _of_grade(int(graded[1]), int(graded[2] or 12))
    code = read_word("education", known, cell)
    return None if code is None else (code, None)


def _of_grade(grade: int, of: int) -> tuple[str, int | None]:
    """The stage a grade belongs to; the ten-year schools of the North ended theirs after 4 and 7."""
    if grade == 0:
        return "none", 0
    ends = (5, 9) if of == 12 else (4, 7)
    stage = "primary" if grade <= ends[0] else "lower_secondary" if grade <= ends[1] else "upper_secondary"
    return stage, grade if of == 12 else None
