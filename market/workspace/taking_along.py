"""How does somebody take along all that is theirs? One ZIP: tables, the same as data, photos and scans as they were sent.

Written in the background like every file that leaves (accounts/handing_out.py), one row and one picture at a time, so
that 10,000 photos need no more memory than ten. What is sealed stays covered: a phone may lie open before others.
"""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.handing_out import OWN_DATA, Progress, hand_out, own_scope, today_in, writes
from accounts.models import HandedFile, User
from accounts.sheets import Column, Sheet
from accounts.workbooks import write_workbook
from farmers.models import Certificate, Farmer
from farmers.own_page import spoken_for
from farmers.person import person_of
from market.kept_data import everything_about
from products.models import Product, ProductPhoto
from products.units import from_milli
from traceability.models import EventDetail, Lot

ZIP = "application/zip"
CHUNK = 200
PIECE = 64 * 1024
Rows = Callable[[], Iterable[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, its columns, and its rows as often as they are asked for."""

    name: str
    columns: tuple[Column, ...]
    rows: Rows


def order_my_data(*, user: User, at: datetime) -> HandedFile:
    """Have the file written; ordered again while it is being written, it is the same."""
    farmers = list(spoken_for(user).values_list("pk", flat=True))
    return hand_out(
        kind=OWN_DATA,
        scope=own_scope(user.pk),
        user=user,
        name=today_in("du-lieu-cua-toi.zip"),
        content_type=ZIP,
        at=at,
        options={"farmers": farmers},
    )


def may_take(handed: HandedFile, user: User) -> bool:
    """Whether a file is the user's own, and who it speaks of is still spoken for by the user."""
    if handed.kind != OWN_DATA or handed.made_for_id != user.pk:
        return False
    return set(handed.options["farmers"]) <= set(spoken_for(user).values_list("pk", flat=True))


@writes(OWN_DATA)
def write_my_data(handed: HandedFile, target: IO[bytes], progress: Progress) -> None:
    """The file that was ordered, in Vietnamese."""
    farmers = list(spoken_for(handed.made_for).filter(pk__in=handed.options["farmers"]))
    with override("vi"), zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as box:
        tables = tables_of(handed.made_for, farmers)
        with box.open("du-lieu.xlsx", "w", force_zip64=True) as page:
            _copy_workbook(tables, page)
        with box.open("du-lieu.json", "w", force_zip64=True) as page:
            for piece in _as_json(tables):
                page.write(piece.encode())
        done = 0
        for name, file in _files(farmers):
            _put(box, name, file)
            done += 1
            if done % CHUNK == 0:
                progress(done)
        progress(done)


def tables_of(user: User, farmers: list[Farmer]) -> list[Table]:
    """Listings with their offers, lots, diary, certificates, and what is kept of the person."""
    return [
        Table(_("Listings"), LISTING, lambda: _listings(farmers)),
        Table(_("Lots"), LOT, lambda: _lots(farmers)),
        Table(_("Diary"), ENTRY, lambda: _diary(farmers)),
        Table(_("Certificates"), PAPER, lambda: _papers(farmers)),
        Table(_("About me"), ABOUT, lambda: _about(user)),
    ]


def _columns(*headers: str, days: tuple[str, ...] = ()) -> tuple[Column, ...]:
    return tuple(Column(header, "date" if header in days else "text", 20) for header in headers)


# The file is for people here: its headers are Vietnamese, as the headers of every file that leaves.
LISTING = _columns(
    *(
        "Số",
        "Nhà nông",
        "Tên",
        "Mô tả",
        "Tình trạng",
        "Giá (đ)",
        "Đơn vị",
        "Chào bán",
        "Đã bán",
        "Ngày thu hoạch",
    ),
    days=("Ngày thu hoạch",),
)
LOT = _columns("Lô", "Tin đăng", "Vùng trồng", "Số lượng", "Tình trạng", "Mở ngày", days=("Mở ngày",))
ENTRY = _columns("Vùng trồng", "Lô", "Việc", "Ngày", "Chi tiết", days=("Ngày",))
PAPER = _columns(
    *("Nhà nông", "Chứng nhận", "Số", "Nơi cấp", "Từ ngày", "Ngày cuối", "Tình trạng", "Lời cán bộ"),
    days=("Từ ngày", "Ngày cuối"),
)
ABOUT = _columns("Phần", "Mục", "Nội dung")


def _listings(farmers: list[Farmer]) -> Iterator[tuple[Any, ...]]:
    found = Product.objects.filter(farmer__in=farmers).select_related("offer", "farmer").order_by("pk")
    for one in found.iterator(chunk_size=CHUNK):
        offer = one.offer
        yield (
            str(one.pk),
            one.farmer.name,
            one.name,
            one.description,
            str(one.get_state_display()),
            str(offer.price_vnd),
            str(one.get_unit_display()),
            str(from_milli(offer.offered_milli)),
            str(from_milli(offer.sold_milli)),
            one.harvested_on,
        )


def _lots(farmers: list[Farmer]) -> Iterator[tuple[Any, ...]]:
    found = Lot.objects.filter(farm__farmer__in=farmers).select_related("product", "farm").order_by("pk")
    for lot in found.iterator(chunk_size=CHUNK):
        amount, opened = str(from_milli(lot.amount_milli)), lot.opened_at.date()
        yield lot.code, lot.product.name, lot.farm.name, amount, str(lot.get_state_display()), opened


def _diary(farmers: list[Farmer]) -> Iterator[tuple[Any, ...]]:
    found = EventDetail.objects.filter(event__farm__farmer__in=farmers, erased_at=None)
    for detail in found.select_related("event__farm", "event__lot").order_by("pk").iterator(chunk_size=CHUNK):
        event = detail.event
        said = "; ".join(
            f"{name}: {value}" for name, value in detail.content.items() if value not in ("", None)
        )
        lot = event.lot.code if event.lot else ""
        yield event.farm.name, lot, str(event.get_kind_display()), event.happened_on, said


def _papers(farmers: list[Farmer]) -> Iterator[tuple[Any, ...]]:
    found = Certificate.objects.filter(farmer__in=farmers).select_related("farmer").order_by("pk")
    for one in found.iterator(chunk_size=CHUNK):
        yield (
            one.farmer.name,
            one.title,
            one.number,
            one.issuer,
            one.valid_from,
            one.expires_on,
            str(one.get_standing_display()),
            one.reason,
        )


def _about(user: User) -> Iterator[tuple[Any, ...]]:
    for section in everything_about(person_of(user=user), opens_sealed=False, with_sensitive=False):
        for name, value in section.rows:
            yield section.title, name, value


def _copy_workbook(tables: list[Table], page: IO[bytes]) -> None:
    """A workbook needs a file it can go back in, which a part of a ZIP is not."""
    with tempfile.TemporaryFile() as book:
        write_workbook(book, [Sheet(table.name, table.columns, table.rows()) for table in tables])
        book.seek(0)
        shutil.copyfileobj(book, page, PIECE)


def _as_json(tables: list[Table]) -> Iterator[str]:
    """The same tables as data, row by row."""
    for place, table in enumerate(tables):
        yield ("{" if place == 0 else ",\n") + json.dumps(table.name, ensure_ascii=False) + ": ["
        for number, row in enumerate(table.rows()):
            cells = {
                column.header: cell
                for column, cell in zip(table.columns, row, strict=True)
                if cell is not None
            }
            yield ("\n" if number == 0 else ",\n") + json.dumps(cells, ensure_ascii=False, default=str)
        yield "]"
    yield "}\n"


def _files(farmers: list[Farmer]) -> Iterator[tuple[str, File]]:
    """Photos and scans as they are kept; one that is gone from the store is left out."""
    photos = ProductPhoto.objects.filter(product__farmer__in=farmers).order_by("product", "position", "pk")
    for photo in photos.iterator(chunk_size=CHUNK):
        yield f"anh/{photo.product_id}-{photo.pk}{_ending(photo.original.name)}", photo.original
    papers = Certificate.objects.filter(farmer__in=farmers).exclude(scan="").order_by("pk")
    for paper in papers.iterator(chunk_size=CHUNK):
        yield f"chung-nhan/{paper.pk}{_ending(paper.scan.name)}", paper.scan


def _put(box: zipfile.ZipFile, name: str, file: File) -> None:
    try:
        content = file.storage.open(file.name, "rb")  # type: ignore[attr-defined]  # the file of a column
    except FileNotFoundError:
        return
    with content, box.open(name, "w", force_zip64=True) as page:
        shutil.copyfileobj(content, page, PIECE)


def _ending(name: str | None) -> str:
    return PurePosixPath(name or "").suffix.lower()
