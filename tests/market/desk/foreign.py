"""One of everything in a commune, all of it bearing a mark: what a walker who has no office there must not see."""

import io
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Page

from accounts.encryption import encrypt_bytes
from accounts.models import HandedFile, Reading, User
from farmers import data_requests, incidents, membership, merging
from farmers.cards import note_cards_given_by_hand
from farmers.certification import return_certificate, revoke_certificate, verify_certificate
from farmers.confiding import confide
from farmers.consent_recording import record_consent
from farmers.importing import sealing
from farmers.importing.bringing import bring
from farmers.importing.passing import file_label, report_label
from farmers.models import (
    Branch,
    BranchFigures,
    Certificate,
    ExportLayout,
    Farmer,
    FiguresToken,
    Intake,
    IntakeRow,
    Member,
    MembershipStep,
    MemberSupport,
    Officer,
)
from farmers.models.member_choices import Ethnicity, Religion
from farmers.tree import open_branch
from market.pages.models import EditorialImage
from products.models import BoardPrice, PriceBounds, PriceChange, TakeDown
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmFactory,
    MemberFactory,
    officer,
    other_commune,
)
from tests.factories.products import ProductFactory
from tests.factories.traceability import LabelFactory, LotFactory

MARK = "Zephyrin"
# What only an office with a right of its own may read, even at this branch.
SENSITIVE_MARK = "Orpheline"
PHONE, CITIZEN_ID, CARD = "+84905777333", "064171000333", "19.77333"
DECISION = "77-QĐ/HNDT"
# Somebody whom a walker may well know, so that the name bears no mark.
TWIN: dict[str, Any] = {"full_name": "Siu Sinh Đôi", "birth_year": 1971, "phone": "+84905777444"}

Record = TypeVar("Record", bound=models.Model)


@dataclass
class Foreign:
    """A branch, who answers for it, and its records by their model, the one walked first in front."""

    branch: Branch
    head: User
    mark: str
    records: dict[type[models.Model], list[Any]] = field(default_factory=lambda: defaultdict(list))

    def keep(self, *records: Record) -> Record:
        """Put records among the others; the first of them."""
        for record in records:
            self.records[type(record)].append(record)
        return records[0]

    def first(self, model: type[Record]) -> Record:
        """The record of a model that is walked first."""
        found: Record = self.records[model][0]
        return found

    @property
    def is_foreign(self) -> bool:
        """Whether these are the records that nobody else may see, not the walker's own."""
        return self.mark == MARK

    def say(self, words: str) -> str:
        """Words that bear the mark."""
        return f"{words} {self.mark}"


def build_foreign() -> Foreign:
    """Everything in a commune where the walker has no office, in every state in which a page shows something else."""
    return build(other_commune(), MARK)


@transaction.atomic
def build(branch: Branch, mark: str) -> Foreign:
    """Everything of a branch, under a mark."""
    branch.name = f"Hội Nông dân xã {mark}"
    branch.save()
    foreign = Foreign(branch, officer(branch=branch, role="head", name=f"Cán bộ {mark}"), mark)
    office = foreign.keep(*foreign.head.offices.all())
    Officer.objects.filter(pk=office.pk).update(sees_sensitive=True)
    chapter = open_branch(level="chapter", name=foreign.say("Chi hội"), parent=branch)
    foreign.keep(branch, chapter)
    clerk = officer(branch=chapter, role="clerk", name=foreign.say("Chi hội trưởng"))
    foreign.keep(clerk.offices.get())
    _register(foreign, chapter)
    _intakes(foreign)
    farmer = _farm(foreign)
    _lists(foreign, farmer)
    _privacy(foreign, farmer)
    _files(foreign)
    for model in list(foreign.records):
        for record in foreign.records[model]:
            if not isinstance(record, HandedFile | Intake):
                log(record, "wagtail.edit", user=foreign.head)
    if foreign.is_foreign:
        _editorial(foreign)
    return foreign


def _register(foreign: Foreign, chapter: Branch) -> None:
    """Members in every standing, merged ones, two of one person, and what is kept beside them."""
    branch, by, at = foreign.branch, foreign.head, timezone.now()
    member = foreign.keep(
        MemberFactory(
            branch=branch,
            full_name=foreign.say("Hội viên"),
            address=foreign.say("làng"),
            phone=PHONE if foreign.is_foreign else "+84905111222",
            citizen_id=CITIZEN_ID if foreign.is_foreign else "064171000111",
            card_number=CARD if foreign.is_foreign else "19.70111",
            notes=foreign.say("ghi chú"),
        )
    )
    record_consent(
        member=member,
        purpose="sensitive_data",
        way="paper",
        given_on=date(2026, 3, 1),
        witness=foreign.say("Người chứng"),
        by=by,
        at=at,
    )
    foreign.keep(member.recorded_consents.get())
    columns = {
        "ethnicity": Ethnicity.JRAI,
        "religion": Religion.NONE,
        "party_committee": f"Chi bộ {SENSITIVE_MARK if foreign.is_foreign else 8}",
    }
    foreign.keep(confide(member=member, columns=columns, by=by, at=at))
    foreign.keep(
        MemberSupport.objects.create(
            member=member,
            kind="loan",
            source=foreign.say("Quỹ"),
            purpose=foreign.say("Mua bò"),
            amount_vnd=50_000_000,
        )
    )
    applicants = [
        membership.register_applicant(
            branch=place,
            columns={"full_name": foreign.say(f"Người xin {name}"), "gender": "male"},
            by=by,
            at=at,
        )
        for name, place in (("Một", branch), ("Hai", chapter), ("Ba", branch), ("Bốn", branch))
    ]
    membership.refuse_admission(member=applicants[2], reason=foreign.say("Thiếu đơn"), by=by, at=at)
    note_cards_given_by_hand(province_code="52", year=timezone.localdate(at).year, last=50_000)
    membership.approve_admissions(
        members=[applicants[3].pk], decision_number=DECISION, decided_on=timezone.localdate(at), by=by, at=at
    )
    gone, rests = (
        MemberFactory(branch=branch, full_name=foreign.say("Người đi")),
        MemberFactory(branch=chapter),
    )
    Member.objects.filter(pk=rests.pk).update(full_name=foreign.say("Người nghỉ"))
    membership.record_leaving(member=gone, on=date(2026, 4, 1), reason=foreign.say("Chuyển đi"), by=by, at=at)
    membership.suspend_member(member=rests, on=date(2026, 4, 1), reason=foreign.say("Đi xa"), by=by, at=at)
    twins = [MemberFactory(branch=place, address=foreign.say("xóm"), **TWIN) for place in (branch, chapter)]
    merged = MemberFactory(branch=branch, full_name=foreign.say("Bản trùng"))
    merging.merge_members(keep=member, other=merged, by=by, at=at)
    foreign.keep(*applicants, gone, rests, *twins, merged)
    foreign.keep(*MembershipStep.objects.filter(branch__path__startswith=branch.path).order_by("pk"))


def _intakes(foreign: Foreign) -> None:
    """A list brought in, in each state in which it waits for somebody."""
    member, by, at = foreign.first(Member), foreign.head, timezone.now()
    name, cells = (
        f"{foreign.mark}.csv",
        f"Họ và tên;Năm sinh\n{foreign.say('Người mới')};1990\n{foreign.say('Nữa')};x\n",
    )
    first = bring(
        file=io.BytesIO(cells.encode()), name=name, branch=foreign.branch, kind="members", by=by, at=at
    )
    first.refresh_from_db()
    foreign.keep(first)
    columns = {"0": "full_name", "1": "birth_year"}
    counts = {"counts": {"created": 0, "changed": 0, "same": 1, "bad": 1}}
    for state in (Intake.State.CHECKED, Intake.State.DONE, Intake.State.FAILED, Intake.State.CHECKING):
        intake = Intake(
            kind="members",
            branch=foreign.branch,
            made_by=by,
            made_at=at,
            name=name,
            file_kind=first.file_kind,
            state=state,
            error=foreign.say("Không đọc được") if state == Intake.State.FAILED else "",
            found={} if state == Intake.State.FAILED else first.found | counts,
            mapping={"columns": columns, "answers": {}},
            rows_expected=2,
            rows_done=2,
            step_began_at=at,
        )
        for kept, label in ((intake.file, file_label(intake)), (intake.report, report_label(intake))):
            sealing.keep(kept, f"{intake.pk}.sealed", io.BytesIO(cells.encode()), label=label)
        intake.save()
        foreign.keep(intake)
        foreign.keep(
            IntakeRow.objects.create(intake=intake, number=2, outcome="same", member=member),
            IntakeRow.objects.create(
                intake=intake, number=3, outcome="bad", reasons=[["birth_year", foreign.say("Năm sinh")]]
            ),
        )


def _farm(foreign: Foreign) -> Farmer:
    """A farmer with a farm, and a certificate in every standing."""
    by, at = foreign.head, timezone.now()
    farmer = foreign.keep(
        FarmerFactory(branch=foreign.branch, name=foreign.say("Nhà"), village=foreign.say("làng"))
    )
    farm = foreign.keep(FarmFactory(farmer=farmer, name=foreign.say("Rẫy")))
    papers = [
        CertificateFactory(farmer=farmer, number=f"{foreign.mark}-{number}", issuer=foreign.say("Trung tâm"))
        for number in range(4)
    ]
    for certificate in papers:
        certificate.scan.save("scan.jpg", ContentFile(b"\xff\xd8\xff" + foreign.mark.encode()))
        coverage = CoverageFactory(certificate=certificate, farm=farm, produce=foreign.say("Tiêu"))
        if certificate is papers[1] or certificate is papers[2]:
            verify_certificate(certificate=certificate, covering=[coverage.pk], by=by, at=at)
    revoke_certificate(certificate=papers[2], reason=foreign.say("Thu hồi"), by=by, at=at)
    return_certificate(certificate=papers[3], reason=foreign.say("Mờ"), by=by, at=at)
    foreign.keep(*Certificate.objects.filter(farmer=farmer).order_by("pk"))
    record_consent(
        farmer=farmer,
        purpose="post_for_me",
        way="spoken",
        given_on=date(2026, 3, 1),
        witness=foreign.say("Trưởng thôn"),
        by=by,
        at=at,
    )
    return farmer


def _lists(foreign: Foreign, farmer: Farmer) -> None:
    """Listings, their prices that wait, what was reported of them, lots and labels."""
    by, at, farm = foreign.head, timezone.now(), farmer.farms.get()
    foreign.keep(ProductFactory(farm=farm, name=foreign.say("Tin"), submitted=True))
    on_sale = foreign.keep(ProductFactory(farm=farm, name=foreign.say("Hàng"), published=True))
    looked_into = foreign.keep(ProductFactory(farm=farm, name=foreign.say("Bị báo"), published=True))
    foreign.keep(
        ProductFactory(farm=farm, name=foreign.say("Trả"), state="returned", reason=foreign.say("Ảnh mờ"))
    )
    lot = foreign.keep(LotFactory(product=on_sale, code=f"{foreign.mark.upper()}-1"))
    LabelFactory(lot=lot, printed_by=by)
    foreign.keep(
        PriceChange.objects.create(
            product=on_sale, was_vnd=98_000, price_vnd=301_777, asked_by=by, asked_at=at
        )
    )
    foreign.keep(
        *(
            TakeDown.objects.create(
                product=product,
                ground="misleading",
                words=foreign.say("Sai sự thật"),
                reported_at=at,
                reported_by=by,
                due_at=at + timedelta(hours=1),
            )
            for product in (on_sale, looked_into)
        )
    )
    foreign.keep(
        PriceBounds.objects.create(
            branch=foreign.branch, up_percent=37, down_percent=37, set_by=by, set_at=at
        )
    )
    prices = {"lowest_vnd": 90_000, "highest_vnd": 95_000, "on": timezone.localdate()}
    said = {"category": on_sale.category, "source": foreign.say("Báo"), "entered_by": by}
    foreign.keep(BoardPrice.objects.create(**prices, **said))


def _privacy(foreign: Foreign, farmer: Farmer) -> None:
    """What people asked about their data, what went wrong with it, who read it."""
    by, at, member = foreign.head, timezone.now(), foreign.first(Member)
    requests = [
        data_requests.ask(kind=kind, words=foreign.say(f"Tôi xin {number}"), by=by, at=at, **about)
        for number, (kind, about) in enumerate((("see", {"member": member}), ("delete", {"farmer": farmer})))
    ]
    foreign.keep(*requests)
    foreign.keep(
        incidents.report_incident(
            branch=foreign.branch,
            what=foreign.say("Mất máy tính"),
            data=foreign.say("Danh sách"),
            severity="high",
            found_at=at,
            by=by,
            at=at,
        )
    )
    foreign.keep(
        Reading.objects.create(
            reader=by,
            what="farmers.member.confidence",
            record_id=member.pk,
            reason=foreign.say("Báo cáo"),
            at=at,
        )
    )


def _files(foreign: Foreign) -> None:
    """Figures reported, layouts, tokens, files that left or were handed over."""
    by, at, branch = foreign.head, timezone.now(), foreign.branch
    foreign.keep(
        BranchFigures.objects.create(
            branch=branch, year=2026, quarter=2, farm_households=777_333, entered_by=by, entered_at=at
        )
    )
    foreign.keep(
        ExportLayout.objects.create(
            name=foreign.say("Mẫu"), made_by=by, branch=branch, columns=["number", "full_name"]
        )
    )
    foreign.keep(
        FiguresToken.objects.create(
            name=foreign.say("Bảng"),
            branch=branch,
            made_by=by,
            made_at=at,
            digest=sha256(foreign.mark.encode()).hexdigest(),
        )
    )
    for kind, is_released in (("members", False), ("postmart", False), ("postmart", True)):
        handed = HandedFile(
            kind=kind,
            scope=branch.path,
            made_for=by,
            made_at=at,
            name=f"{foreign.mark}.xlsx",
            content_type="application/octet-stream",
            state=HandedFile.State.READY,
            sha256="0" * 64,
            reason=foreign.say("Gửi tỉnh") if kind == "members" else "",
            released_at=at if is_released else None,
            released_by=by if is_released else None,
        )
        sealed = encrypt_bytes(foreign.mark.encode(), field=f"handed/{handed.pk}/0/last").encode() + b"\n"
        handed.file.save("file.sealed", ContentFile(sealed), save=False)
        handed.save()
        foreign.keep(handed)


def _editorial(foreign: Foreign) -> None:
    """What the editors keep: a picture, a document, an unpublished change of a page."""
    foreign.keep(
        EditorialImage.objects.create(
            title=foreign.say("Ảnh"), file=get_test_image_file(), uploaded_by_user=foreign.head
        )
    )
    document = Document(title=foreign.say("Tài liệu"), uploaded_by_user=foreign.head)
    document.file.save("paper.txt", ContentFile(MARK.encode()))
    foreign.keep(document)
    page = Page.objects.filter(depth=2).first() or Page.get_first_root_node()
    page.title = foreign.say("Trang")
    page.save_revision(user=foreign.head)
    foreign.records[Page].append(page)
