"""What may stand over the columns of a list of certificates, and what is the empty form that officers fill in?"""

from accounts.sheets import Column, Sheet
from accounts.tables.heading import Field
from farmers.importing.kinds import ADDED, ROW, WHY

FIELDS = (
    *ADDED,
    Field("order", "STT", ("TT", "Số TT", "Số thứ tự")),
    Field("farmer_id", "Mã nhà nông", ("Mã số nhà nông", "Mã hộ")),
    Field("farmer", "Họ tên nhà nông", ("Nhà nông", "Họ và tên", "Họ tên", "Chủ thể", "Tên chủ thể", "Tên cơ sở", "Chủ hộ", "Hộ sản xuất", "Đơn vị được cấp", "Tên hộ")),
    Field("phone", "Số điện thoại", ("SĐT", "Điện thoại", "ĐT", "Số ĐT", "Điện thoại liên hệ")),
    Field("commune", "Xã, phường", ("Xã/phường", "Xã", "Phường", "Địa chỉ", "Địa bàn")),
    Field("scheme", "Loại chứng nhận", ("Chứng nhận", "Tiêu chuẩn", "Loại giấy", "Loại", "Chương trình")),
    Field("number", "Số chứng nhận", ("Số giấy", "Số giấy chứng nhận", "Mã số chứng nhận", "Mã chứng nhận", "Số GCN", "Số hiệu"), ("ngày",)),
    Field("issuer", "Nơi cấp", ("Cơ quan cấp", "Đơn vị cấp", "Tổ chức chứng nhận", "Đơn vị chứng nhận"), ("ngày",)),
    Field("stars", "Hạng sao", ("Số sao", "Sao", "Hạng", "Sao OCOP")),
    Field("valid_from", "Ngày cấp", ("Hiệu lực từ", "Từ ngày", "Ngày bắt đầu", "Ngày hiệu lực", "Có hiệu lực từ ngày")),
    Field("expires_on", "Hết hạn ngày", ("Ngày hết hạn", "Hiệu lực đến", "Đến ngày", "Ngày hết hiệu lực", "Có giá trị đến", "Hạn")),
    Field("produce", "Nông sản", ("Sản phẩm", "Tên sản phẩm", "Cây trồng", "Vật nuôi", "Nông sản được chứng nhận", "Loại cây")),
    Field("farm", "Vùng trồng", ("Tên vùng trồng", "Trại", "Vườn", "Tên vườn", "Rẫy")),
    Field("area", "Diện tích", ("Diện tích chứng nhận", "DT", "Diện tích (ha)", "Diện tích (m2)")),
    Field("scan", "Tên tệp ảnh chụp", ("Tên tệp", "Tệp ảnh", "Ảnh chụp", "Tên file", "File ảnh", "Ảnh", "Bản chụp", "Tệp bản chụp", "File scan", "Tên ảnh")),
)  # fmt: skip
IGNORED = {ROW, WHY, "order"}
# Without these nothing can be entered.
NEEDED = ("scheme", "number", "issuer", "valid_from", "expires_on")

_FORM = (
    ("order", "number", 6),
    ("farmer", "text", 28),
    ("phone", "text", 16),
    ("commune", "text", 20),
    ("scheme", "text", 18),
    ("number", "text", 28),
    ("issuer", "text", 34),
    ("stars", "number", 10),
    ("valid_from", "date", 14),
    ("expires_on", "date", 14),
    ("produce", "text", 22),
    ("farm", "text", 22),
    ("area", "number", 14),
    ("scan", "text", 24),
)


def empty_form() -> Sheet:
    """The table that officers fill in, a row for each thing that a paper covers."""
    labels = {field.name: field.label for field in FIELDS} | {"area": "Diện tích (m2)"}
    columns = [Column(labels[name], kind, width) for name, kind, width in _FORM]  # type: ignore[arg-type]
    return Sheet("Chứng nhận", columns, [])
