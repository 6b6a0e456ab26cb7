"""What may stand over the columns of a list of members? The fields of the association's form under their many names.

A mark column ("Trình độ học vấn / Cấp 1" with an x below) is a field of its own, `education:primary`. What the export
writes over its columns (farmers/member_columns.py) is among the names.
"""

from accounts.tables.heading import Field
from farmers.confiding import CONFIDED
from farmers.importing.kinds import ADDED, ROW, WHY

_OF_OTHERS = ("vợ", "chồng", "cha", "mẹ", "con", "người thân", "người giới thiệu", "người thừa kế", "chủ hộ")

_PLAIN = (
    *ADDED,
    Field("number", "STT", ("TT", "Số TT", "Số thứ tự", "Stt")),
    Field("full_name", "Họ và tên", ("Họ tên", "Họ, tên", "Tên hội viên", "Họ tên hội viên", "Hội viên", "Họ và tên hội viên", "Họ tên HV", "Họ và tên khai sinh"), _OF_OTHERS),
    Field("family_name", "Họ và chữ đệm", ("Họ và tên đệm", "Họ đệm", "Họ, chữ đệm", "Họ lót"), _OF_OTHERS),
    Field("given_name", "Tên", (), _OF_OTHERS),
    Field("gender", "Giới tính", ("Nam/Nữ", "Phái", "GT", "Giới")),
    Field("gender:male", "Giới tính Nam", ("Phái Nam",)),
    Field("gender:female", "Giới tính Nữ", ("Phái Nữ", "Nữ")),
    Field("birth_year", "Năm sinh", ("SN", "Sinh năm", "Ngày sinh năm", "Ngày tháng năm sinh năm")),
    Field("born_male", "Năm sinh Nam", ("Ngày sinh Nam", "Ngày tháng năm sinh Nam", "Ngày, tháng, năm sinh Nam")),
    Field("born_female", "Năm sinh Nữ", ("Ngày sinh Nữ", "Ngày tháng năm sinh Nữ", "Ngày, tháng, năm sinh Nữ")),
    Field("birth_date", "Ngày tháng năm sinh", ("Ngày sinh", "Ngày, tháng, năm sinh", "NTNS", "Sinh ngày", "Ngày/tháng/năm sinh")),
    Field("citizen_id", "Số CCCD", ("CCCD", "Căn cước công dân", "Số căn cước", "Số định danh", "Số định danh cá nhân", "Số CMND/CCCD", "Số CCCD/CMND", "CMND/CCCD", "CCCD/CMND", "CMT/CCCD", "Số CMT/CCCD", "CCCD số", "Số căn cước công dân"), ("ngày cấp", "nơi cấp")),
    Field("citizen_id_issued_on", "Ngày cấp CCCD", ("CCCD ngày cấp", "Số CCCD ngày cấp", "Ngày cấp CMND", "Ngày cấp CMND/CCCD", "CMND/CCCD ngày cấp", "Ngày cấp căn cước", "Căn cước công dân ngày cấp"), ("thẻ hội viên", "thẻ hv", "quyết định")),
    Field("old_id", "Số CMND cũ", ("CMND", "Số CMND", "CMND cũ", "Chứng minh nhân dân", "Số CMT"), ("ngày cấp", "nơi cấp", "cccd")),
    Field("phone", "Số điện thoại", ("SĐT", "Điện thoại", "ĐT", "Số ĐT", "Điện thoại di động", "Số điện thoại liên hệ", "Di động", "Điện thoại liên hệ", "SĐT liên hệ"), _OF_OTHERS),
    Field("permanent_address", "Hộ khẩu thường trú", ("HKTT", "Thường trú", "Nơi thường trú", "Địa chỉ thường trú", "Nơi đăng ký thường trú", "Hộ khẩu", "Hộ khẩu thường trú: số nhà", "Thường trú số nhà", "Hộ khẩu thường trú số nhà, thôn"), ("số hộ khẩu",)),
    Field("permanent_commune", "Xã/phường thường trú", ("Hộ khẩu thường trú xã/phường", "Thường trú xã, phường", "Thường trú xã")),
    Field("permanent_district", "Huyện thường trú", ("Hộ khẩu thường trú huyện cũ", "Thường trú huyện")),
    Field("address", "Nơi ở hiện nay", ("Địa chỉ", "Chỗ ở hiện nay", "Nơi ở", "Chỗ ở", "Địa chỉ hiện nay", "Nơi cư trú", "Địa chỉ nơi ở hiện nay", "Nơi ở hiện tại", "Chỗ ở hiện tại", "Địa chỉ liên hệ", "Nơi ở hiện nay: số nhà", "Nơi ở hiện nay số nhà", "Thôn, làng", "Thôn", "Thôn, tổ dân phố")),
    Field("commune", "Xã/phường nơi ở hiện nay", ("Xã/phường", "Xã, phường", "Xã", "Nơi ở hiện nay xã/phường", "Nơi ở hiện nay xã")),
    Field("district", "Huyện nơi ở hiện nay", ("Huyện", "Huyện cũ", "Nơi ở hiện nay huyện", "Nơi ở hiện nay huyện cũ")),
    Field("branch", "Cấp Hội", ("Đơn vị",)),
    Field("commune_branch", "Hội cơ sở", ("Hội Nông dân xã", "Cơ sở Hội")),
    Field("chapter", "Chi hội", ("Sinh hoạt tại chi hội", "Chi hội dân cư", "Thuộc chi hội")),
    Field("group", "Tổ hội", ("Tổ hội dân cư", "Thuộc tổ hội")),
    Field("trade_chapter", "Chi hội nghề nghiệp", ("Chi hội ngành nghề",)),
    Field("trade_group", "Tổ hội nghề nghiệp", ("Tổ hội ngành nghề",)),
    Field("duty", "Chức vụ trong Hội", ("Chức vụ", "Chức danh", "Chức vụ Hội"), ("đảng", "chính quyền")),
    Field("card_number", "Số thẻ hội viên", ("Số thẻ", "Thẻ hội viên", "Mã thẻ", "Số thẻ HV", "Thẻ hội viên số thẻ", "Thẻ hội viên số"), ("ngày cấp", "đảng", "cccd", "bhyt")),
    Field("card_province", "Mã tỉnh cấp thẻ"),
    Field("card_issued_on", "Ngày cấp thẻ", ("Ngày cấp thẻ hội viên", "Thẻ hội viên ngày cấp", "Ngày cấp thẻ HV"), ("cccd", "cmnd", "căn cước", "đảng")),
    Field("decision_number", "Số quyết định công nhận", ("Số quyết định", "Quyết định số", "Số QĐ", "QĐ số", "Số QĐ kết nạp", "Quyết định kết nạp số", "Số QĐ công nhận"), ("ngày",)),
    Field("admitted_on", "Ngày vào Hội", ("Ngày kết nạp", "Ngày tháng năm vào Hội", "Năm vào Hội", "Ngày tháng vào Hội", "Vào Hội ngày", "Năm kết nạp", "Ngày quyết định", "Quyết định kết nạp ngày", "Ngày kết nạp Hội"), ("đảng", "đoàn")),
    Field("is_resident", "Hội viên dân cư", ("HV dân cư", "HV địa bàn dân cư", "Hội viên địa bàn dân cư", "Dân cư")),
    Field("is_occupational", "Hội viên ngành nghề", ("HV ngành nghề", "Hội viên nghề nghiệp", "HV nghề nghiệp", "Ngành nghề"), ("chi hội", "tổ hội")),
    Field("is_honorary", "Hội viên danh dự", ("HV danh dự",)),
    Field("is_core", "Hội viên nòng cốt", ("HV nòng cốt",)),
    Field("excellent_years", "Hội viên ưu tú: các năm", ("Hội viên ưu tú", "HV ưu tú")),
    Field("council", "Tham gia HĐND", ("HĐND", "Đại biểu HĐND")),
    Field("standing", "Tình trạng"),
    Field("standing_since", "Tình trạng từ ngày"),
    Field("standing_reason", "Lý do của tình trạng"),
    Field("left_on", "Ngày rời Hội", ("Rời Hội ngày", "Ngày ra khỏi Hội", "Ngày giảm")),
    Field("left_reason", "Lý do rời Hội", ("Rời Hội lý do", "Lý do ra khỏi Hội", "Lý do giảm")),
    Field("household_role", "Vai trò trong hộ", ("Quan hệ với chủ hộ", "Vai trò", "Chủ hộ, quan hệ với chủ hộ")),
    Field("household_role:head", "Chủ hộ", ("Là chủ hộ", "Vai trò trong hộ chủ hộ"), ("quan hệ",)),
    Field("household_class", "Gia đình thuộc diện", ("Diện hộ", "Hộ nghèo, cận nghèo", "Loại hộ", "Hoàn cảnh gia đình")),
    Field("household_class:poor", "Hộ nghèo", ("Gia đình thuộc diện hộ nghèo", "Gia đình thuộc diện nghèo"), ("cận",)),
    Field("household_class:near_poor", "Hộ cận nghèo", ("Gia đình thuộc diện cận nghèo", "Gia đình thuộc diện hộ cận nghèo", "Cận nghèo")),
    Field("household_class:policy", "Gia đình chính sách", ("Gia đình thuộc diện chính sách", "Hộ chính sách")),
    Field("education", "Trình độ học vấn", ("Học vấn", "Trình độ văn hóa", "Văn hóa", "TĐVH", "Trình độ học vấn phổ thông", "Trình độ văn hoá", "Trình độ VH", "Trình độ học vấn (cấp 1/2/3, lớp)")),
    Field("education:primary", "Trình độ học vấn cấp 1", ("Học vấn cấp 1", "Văn hóa cấp 1", "Cấp 1", "Cấp I", "Tiểu học", "Trình độ học vấn tiểu học", "Trình độ học vấn cấp I")),
    Field("education:lower_secondary", "Trình độ học vấn cấp 2", ("Học vấn cấp 2", "Văn hóa cấp 2", "Cấp 2", "Cấp II", "THCS", "Trình độ học vấn THCS", "Trình độ học vấn cấp II")),
    Field("education:upper_secondary", "Trình độ học vấn cấp 3", ("Học vấn cấp 3", "Văn hóa cấp 3", "Cấp 3", "Cấp III", "THPT", "Trình độ học vấn THPT", "Trình độ học vấn cấp III")),
    Field("school_grade", "Lớp cao nhất đã học", ("Lớp",)),
    Field("training", "Trình độ chuyên môn", ("Chuyên môn", "TĐCM", "Trình độ CM", "Trình độ chuyên môn nghiệp vụ", "Trình độ CMNV", "Trình độ chuyên môn: TC/CĐ/ĐH/SĐH")),
    Field("training:intermediate", "Trình độ chuyên môn trung cấp", ("Trình độ chuyên môn TC", "Chuyên môn TC")),
    Field("training:college", "Trình độ chuyên môn cao đẳng", ("Trình độ chuyên môn CĐ", "Chuyên môn CĐ")),
    Field("training:university", "Trình độ chuyên môn đại học", ("Trình độ chuyên môn ĐH", "Chuyên môn ĐH")),
    Field("training:postgraduate", "Trình độ chuyên môn sau đại học", ("Trình độ chuyên môn SĐH", "Chuyên môn SĐH")),
    Field("occupation", "Nghề nghiệp", ("Nghề", "Công việc")),
    *(
        Field(f"occupation:{code}", f"Nghề nghiệp {words}")
        for code, words in (
            ("farmer", "nông dân"), ("worker", "công nhân"), ("civil_servant", "CCVC"), ("retired", "hưu trí"),
            ("business", "doanh nghiệp"), ("freelance", "lao động tự do"), ("student", "HSSV"),
        )
    ),
    Field("production", "Loại hình, dịch vụ sản xuất, chăn nuôi", ("Loại hình sản xuất", "Mô hình sản xuất", "Ngành nghề sản xuất")),
    Field("production_quantity", "Số lượng"),
    Field("production_scale", "Diện tích/quy mô", ("Diện tích", "Quy mô", "Diện tích (ha)")),
    Field("organisations", "Đoàn thể khác; CLB, mô hình, HTX, tổ hợp tác", ("Tham gia đoàn thể khác", "HTX, tổ hợp tác", "Tham gia CLB, HTX", "Đoàn thể khác; CLB, đội nhóm, mô hình, HTX, tổ hợp tác")),
    Field("titles", "Danh hiệu NDSXKDG theo năm-cấp", ("NDSXKDG", "Nông dân SXKD giỏi", "Hộ SXKDG", "NDSXKDG theo cấp-năm")),
    Field("other_titles", "Danh hiệu, khen thưởng khác", ("Khen thưởng", "Danh hiệu khác")),
    Field("loans", "Vay vốn"),
    Field("supports", "Đào tạo, việc làm, hỗ trợ khác"),
    Field("notes", "Ghi chú", ("GC", "Ghi chú khác")),
)  # fmt: skip
_SENSITIVE = (
    Field("ethnicity", "Dân tộc", ("DT", "Thành phần dân tộc")),
    Field("religion", "Tôn giáo", ("TG",)),
    Field("party_membership", "Đảng viên", ("Là đảng viên", "ĐV"), ("ngày",)),
    Field("party_probation_on", "Ngày vào Đảng dự bị", ("Ngày vào Đảng", "Đảng viên ngày dự bị", "Đảng viên dự bị", "Ngày dự bị")),
    Field("party_official_on", "Ngày vào Đảng chính thức", ("Đảng viên ngày chính thức", "Đảng viên chính thức", "Ngày chính thức")),
    Field("political_theory", "Trình độ chính trị", ("Lý luận chính trị", "LLCT", "Trình độ LLCT", "Chính trị", "Trình độ chính trị: SC/TC/CC/CN")),
    Field("political_theory:elementary", "Trình độ chính trị sơ cấp", ("Trình độ chính trị SC", "LLCT SC")),
    Field("political_theory:intermediate", "Trình độ chính trị trung cấp", ("Trình độ chính trị TC", "LLCT TC")),
    Field("political_theory:advanced", "Trình độ chính trị cao cấp", ("Trình độ chính trị CC", "LLCT CC")),
    Field("political_theory:bachelor", "Trình độ chính trị cử nhân", ("Trình độ chính trị CN", "LLCT CN")),
    Field("party_committee", "Tham gia cấp ủy Đảng", ("Cấp ủy", "Tham gia cấp ủy", "Cấp uỷ")),
)  # fmt: skip

FIELDS = (*_PLAIN, *_SENSITIVE)
LABELS = {field.name: field.label for field in FIELDS}
# Recognised, so that nobody wonders, and not taken in: loans and support are entered on the member's own page.
IGNORED = frozenset({ROW, WHY, "number", "loans", "supports"})


def is_sensitive(name: str) -> bool:
    """Whether a field is kept apart, under a right and a consent of its own."""
    return name.partition(":")[0] in CONFIDED


def hides_digits(name: str) -> bool:
    """Whether a preview shows the ends of its cells alone."""
    return name in {"citizen_id", "old_id", "phone"}
