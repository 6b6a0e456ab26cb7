import io
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.models import Consent
from farmers.certification import revoke_certificate
from farmers.data_requests import ask, close
from market.channels.handing_over import write_listings
from market.channels.profiles import profile_of
from products.models import Product
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmerPersonFactory,
    FarmFactory,
    commune,
    other_commune,
    province,
)
from tests.factories.products import ProductFactory
from tests.factories.traceability import LabelFactory, LotFactory


def listed(farmer=None, **columns):
    farmer = farmer or FarmerFactory(name="Rơ Châm H'Lan")
    if not farmer.people.exists():
        person = FarmerPersonFactory(farmer=farmer)
        Consent.objects.create(
            user=person.user,
            purpose="share_with_post",
            text_version="1",
            text="Đồng ý",
            given_at=timezone.now(),
        )
    return ProductFactory(farm=FarmFactory(farmer=farmer), published=True, **columns)


def rows_of(path):
    target = io.BytesIO()
    count = write_listings(target, channel="postmart", path=path, progress=lambda done: None)
    target.seek(0)
    sheet = CalamineWorkbook.from_filelike(target).get_sheet_by_name("Danh sách sản phẩm")
    above, _branch, header, *rows = sheet.to_python(skip_empty_area=False)
    assert above[0] == "Bản nháp – chưa đối chiếu mẫu của Bưu điện"
    assert len(rows) == count
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.django_db
def test_listing_fills_every_column_of_the_draft():
    product = listed(name="Cà phê nhân robusta", season_from_month=10, season_to_month=1, shelf_life_days=365)
    coverage = CoverageFactory(
        confirmed=True,
        certificate=CertificateFactory(
            verified=True,
            farmer=product.farmer,
            number="VietGAP-TT-26-01-64-0001",
            expires_on=date(2031, 8, 14),
        ),
    )
    product.coverages.add(coverage)
    label = LabelFactory(lot=LotFactory(product=product))

    assert rows_of(commune().path) == [
        {
            "STT": 1.0,
            "Mã sản phẩm (SKU)": f"NS{product.pk:06d}",
            "Tên sản phẩm": "Cà phê nhân robusta",
            "Danh mục": "Cà phê nhân",
            "Mã danh mục sàn": "",
            "Nhóm OCOP": 13.0,
            "Hạng sao OCOP": "",
            "Số/ngày quyết định OCOP": "",
            "Chứng nhận": "VietGAP: VietGAP-TT-26-01-64-0001, Trung tâm Chứng nhận Ví Dụ, còn hạn đến 14/08/2031",
            "Xuất xứ": "Xã Biển Hồ, Gia Lai, Việt Nam",
            "Đơn vị tính": "kg",
            "Quy cách đóng gói": "",
            "Khối lượng tịnh (g)": 1000.0,
            "Khối lượng vận chuyển (g)": 1000.0,
            "Dài/Rộng/Cao (cm)": "",
            "Giá bán (VND)": 98000.0,
            "Giá khuyến mãi (VND)": "",
            "Tồn kho": 300.0,
            "Số lượng đặt tối thiểu": "",
            "Mùa vụ (từ tháng – đến tháng)": "10-01",
            "Ngày thu hoạch/sản xuất": date(2026, 11, 2),
            "Hạn sử dụng": "365 ngày kể từ ngày sản xuất",
            "Thành phần": "",
            "Hướng dẫn sử dụng, bảo quản": "",
            "Thông tin cảnh báo": "",
            "Mô tả ngắn": "Cà phê hái chín, phơi trên giàn, ẩm độ 12 phần trăm.",
            "Mô tả chi tiết": "Cà phê hái chín, phơi trên giàn, ẩm độ 12 phần trăm.",
            "Ảnh đại diện": "",
            "Ảnh 2..9": "",
            "Tên gian hàng/nhà sản xuất": "Rơ Châm H'Lan",
            "Loại hình": "Hộ gia đình",
            "Địa chỉ": "làng Ví Dụ",
            "Xã/Phường": "23590 Xã Biển Hồ",
            "Huyện (cũ)": "",
            "Tỉnh/TP": "52 Gia Lai",
            "Điện thoại": "0905 000 001",
            "Email": "",
            "Đường dẫn sản phẩm": f"http://127.0.0.1:8000/nong-san/ca-phe-nhan-robusta-{product.pk}/",
            "Mã truy xuất/QR": label.code,
            "Trạng thái": "Đang bán",
        }
    ]


@pytest.mark.django_db
def test_listing_loses_its_certificate_with_the_next_hand_over_after_revocation():
    product = listed()
    coverage = CoverageFactory(confirmed=True)
    product.coverages.add(coverage)
    assert rows_of(commune().path)[0]["Chứng nhận"] != ""

    revoke_certificate(
        certificate=coverage.certificate, reason="Giấy giả", by=UserFactory(), at=timezone.now()
    )

    assert rows_of(commune().path)[0]["Chứng nhận"] == ""


@pytest.mark.django_db
def test_hand_over_leaves_out_who_did_not_agree_or_took_it_back():
    listed(name="Có")
    withdrawn = listed(name="Rút lại")
    Consent.objects.filter(user__acts_for__farmer=withdrawn.farmer).update(withdrawn_at=timezone.now())
    ProductFactory(name="Chưa hỏi", published=True)
    helped = listed(name="Người giúp việc nói")
    helped.farmer.people.update(role="helper")

    assert [row["Tên sản phẩm"] for row in rows_of(province().path)] == ["Có"]


@pytest.mark.django_db
def test_hand_over_stays_within_the_branch_and_holds_what_is_on_sale_or_paused():
    listed(name="Ở đây")
    listed(FarmerFactory(branch=other_commune()), name="Xã khác")
    paused = listed(name="Tạm nghỉ")
    Product.objects.filter(pk=paused.pk).update(state="paused")
    for state in ("draft", "submitted", "withdrawn"):
        Product.objects.filter(pk=listed(name=state).pk).update(state=state)

    rows = rows_of(commune().path)

    assert [(row["Tên sản phẩm"], row["Trạng thái"]) for row in rows] == [
        ("Tạm nghỉ", "Ngừng bán"),
        ("Ở đây", "Đang bán"),
    ]


@pytest.mark.django_db
def test_hand_over_puts_certified_goods_first():
    listed(name="Không giấy")
    certified = listed(name="Có giấy")
    Product.objects.filter(pk=certified.pk).update(certified_until=timezone.localdate() + timedelta(days=9))
    listed(name="Mới, không giấy")

    assert [row["Tên sản phẩm"] for row in rows_of(commune().path)] == [
        "Có giấy",
        "Mới, không giấy",
        "Không giấy",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_hand_over_asks_six_queries_however_many_rows(count, django_assert_num_queries):
    for _ in range(count):
        listed()

    path = commune().path
    with django_assert_num_queries(6):
        write_listings(io.BytesIO(), channel="postmart", path=path, progress=lambda done: None)


@pytest.mark.django_db
def test_draft_explains_each_of_its_forty_columns_on_a_sheet_of_its_own():
    listed()
    target = io.BytesIO()

    write_listings(target, channel="postmart", path=province().path, progress=lambda done: None)

    target.seek(0)
    notes = CalamineWorkbook.from_filelike(target).get_sheet_by_name("Lưu ý").to_python()
    assert notes[0][0] == "Bản nháp – chưa đối chiếu mẫu của Bưu điện"
    assert [row[0] for row in notes[3:]] == [column.header for column in profile_of("postmart").columns]
    assert len(notes[3:]) == 40


def test_draft_has_no_column_for_tax_or_citizen_id():
    assert [
        c.header for c in profile_of("postmart").columns if "CCCD" in c.header or "thuế" in c.header
    ] == []


@pytest.mark.django_db
def test_export_channel_writes_a_workbook(tmp_path, capsys):
    listed()

    call_command("export_channel", "postmart", "--out", str(tmp_path / "pm.xlsx"))

    assert capsys.readouterr().out.startswith("1 listings of Hội Nông dân tỉnh Gia Lai written to ")
    assert (tmp_path / "pm.xlsx").stat().st_size > 0


@pytest.mark.django_db
def test_export_channel_names_the_channels_there_are(tmp_path):
    province()

    with pytest.raises(CommandError, match="lazada: no such channel; there are: postmart"):
        call_command("export_channel", "lazada", "--out", str(tmp_path / "x.xlsx"))


@pytest.mark.django_db
@pytest.mark.parametrize("about", ["farmer", "user"])
def test_who_restricted_the_use_of_their_data_is_handed_over_no_more(about):
    product, other = listed(), listed()
    subject = {"farmer": product.farmer, "user": product.farmer.people.get().user}[about]
    request = ask(kind="restrict", by=None, at=timezone.now(), **{about: subject})
    assert [row["Mã sản phẩm (SKU)"] for row in rows_of(commune().path)] == [f"NS{other.pk:06d}"]

    close(request=request, outcome="done", words="Bỏ hạn chế", by=UserFactory(), at=timezone.now())

    assert len(rows_of(commune().path)) == 2
