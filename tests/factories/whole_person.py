"""One person in every part of the house: register, login, household, listing, papers, diary, files, history."""

import unicodedata
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import log

from accounts.consenting import give_consent
from accounts.encryption import encrypt
from accounts.handing_out import hand_out, write_handed_file, writes
from accounts.message_ways.printed import message_file
from accounts.messages import send
from accounts.models import HandedFile, User
from accounts.readings import note_reading
from accounts.signing_in import ask_code
from farmers.data_requests import ask
from farmers.importing.reading import sealed_samples
from farmers.models import (
    Certificate,
    Claim,
    Farm,
    Farmer,
    HelperInvitation,
    Intake,
    IntakeRow,
    Member,
    MemberConfidence,
    MembershipStep,
    MemberSupport,
    RecordedConsent,
)
from products.models import Draft, DraftFile, Product, ProductPhoto
from products.models.photo import WIDTHS_PX
from tests.factories.farmers import (
    CertificateFactory,
    FarmerFactory,
    FarmerPersonFactory,
    FarmFactory,
    MemberFactory,
    officer,
    province,
)
from tests.factories.products import CategoryFactory, ProductFactory
from tests.factories.traceability import LabelFactory, LotFactory
from traceability.ledger import record_event
from traceability.models import Label, Lot

NAME = "Siu Ngọc Zơrâm"
DECOMPOSED = unicodedata.normalize("NFD", NAME)
PHONE, LOCAL = "+84975318642", "0975 318 642"
CITIZEN_ID, OLD_ID = "064185975313", "230975319"
BORN = date(1985, 5, 17)
JPEG = b"\xff\xd8\xff" + NAME.encode()


@writes("test-list")
def _write_list(handed: HandedFile, target: Any, progress: Any) -> None:
    target.write(f"Hội viên: {NAME}, {LOCAL}, {CITIZEN_ID}".encode())
    progress(1)


@dataclass
class WholePerson:
    """What was made of the person, and the head who deals with it."""

    head: User
    member: Member
    twin: Member
    user: User
    farmer: Farmer
    farm: Farm
    product: Product
    certificate: Certificate
    lot: Lot
    label: Label
    intake: Intake
    handed: HandedFile
    files: dict[str, list[str]] = field(default_factory=dict)


def whole_person(at: datetime) -> WholePerson:
    """Make the person through every part, as officers and the person would have written them."""
    head = officer(branch=province(), role="head", name="Trưởng Ban")
    user = User.objects.create_user(PHONE, name=DECOMPOSED)
    member, twin = _members(user)
    farmer = FarmerFactory(
        name=NAME, phone=PHONE, village=f"làng nhà {NAME}", story=f"Tôi là {NAME}, gọi {LOCAL}."
    )
    FarmerPersonFactory(farmer=farmer, user=user, member=member)
    farm = FarmFactory(farmer=farmer, name=f"Rẫy {NAME}", latitude_e6=13_000_000, longitude_e6=108_000_000)
    product = _listing(farm, user, head)
    certificate = CertificateFactory(
        farmer=farmer, verified=True, reason=f"Theo đơn của {NAME}", scan_type="image/jpeg"
    )
    certificate.scan.save("scan.jpg", ContentFile(JPEG))
    lot = LotFactory(product=product)
    _diary(farm, lot, user, at)
    made = WholePerson(
        head=head,
        member=member,
        twin=twin,
        user=user,
        farmer=farmer,
        farm=farm,
        product=product,
        certificate=certificate,
        lot=lot,
        label=LabelFactory(lot=lot),
        intake=_intake(member, head, at),
        handed=_handed(member, head, at),
    )
    _beside_the_member(member, head, at)
    Claim.objects.create(
        user=head, farmer=farmer, asked_at=at, state="granted", decided_at=at, reason=f"Biết rõ nhà {NAME}"
    )
    HelperInvitation.objects.create(
        farmer=FarmerFactory(), phone=PHONE, name=NAME, invited_by=head, invited_at=at
    )
    _login(user, at)
    _drafts(user, farmer)
    _history(made, at)
    ask(kind="correct", member=member, words=f"{NAME} ({LOCAL}) xin sửa năm sinh", by=head, at=at)
    return made


def _members(user: User) -> tuple[Member, Member]:
    texts = (
        *("permanent_address", "address", "production", "production_quantity", "production_scale"),
        *("organisations", "council", "titles", "other_titles", "notes"),
    )
    member = MemberFactory(
        full_name=DECOMPOSED,
        user=user,
        phone=PHONE,
        citizen_id=CITIZEN_ID,
        citizen_id_issued_on=date(2021, 3, 4),
        old_id=OLD_ID,
        birth_date=BORN,
        birth_year=BORN.year,
        card_number="26.00777",
        education="primary",
        **{text: f"{text[:9]} {NAME}" for text in texts},
    )
    twin = MemberFactory(full_name=NAME.upper(), phone=PHONE, old_id=OLD_ID, merged_into=member)
    MemberConfidence.objects.create(
        member=member, ethnicity=MemberConfidence.Ethnicity.values[1], party_committee=f"chi bộ {NAME}"
    )
    return member, twin


def _beside_the_member(member: Member, head: User, at: datetime) -> None:
    MembershipStep.objects.create(
        member=member,
        kind="admission",
        branch=member.branch,
        opened_at=at,
        opened_by=head,
        due_on=timezone.localdate(at),
        decided_at=at,
        decided_by=head,
        outcome="approved",
        effective_on=member.admitted_on,
        decision_number=member.decision_number,
        reason=f"Đơn của {NAME}",
    )
    MemberSupport.objects.create(
        member=member,
        kind="loan",
        amount_vnd=50_000_000,
        purpose=f"{NAME} mua bò",
        source=f"Bảo lãnh: {NAME}",
    )
    RecordedConsent.objects.create(
        member=member,
        purpose="member_data",
        text_version="1",
        text=f"Tôi, {NAME}, đồng ý.",
        way="paper",
        given_on=date(2026, 3, 1),
        witness=NAME,
        recorded_by=head,
        recorded_at=at,
    )
    Claim.objects.create(
        user=head, member=member, asked_at=at, state="granted", decided_at=at, reason=f"Biết rõ {NAME}"
    )
    note_reading(
        reader=head,
        what="farmers.member.confidence",
        record_id=member.pk,
        reason=f"Xác nhận cho {NAME}",
        at=at,
    )


def _login(user: User, at: datetime) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": f"x{PHONE}"})
    give_consent(user=user, purpose="public_page", text="Đồng ý.", text_version="1", at=at)
    ask_code(phone=PHONE, address="203.0.113.7", at=at)
    send("sign_in_code", PHONE, {"digits": "123456", "minutes": 10})
    with message_file().open("a", encoding="utf-8") as file:
        file.write('{"phone": "+84900000042", "text": "khác"}\n')
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["typed"] = NAME
    session.save()
    DBTaskResult.objects.create(
        status="FAILED",
        worker_ids=["w"] * 5,
        finished_at=at,
        args_kwargs={"args": [user.pk], "kwargs": {}},
        task_path="accounts.signing_in.send_code",
        queue_name="default",
        backend_name="default",
        exception_class_path="x.Y",
        traceback=f"IntegrityError: Key (phone)=({PHONE}) already exists.",
        run_after=at,
    )


def _listing(farm: Farm, user: User, head: User) -> Product:
    product = ProductFactory(
        farm=farm,
        published=True,
        posted_by=user,
        category=CategoryFactory(),
        name=f"Cà phê nhà {NAME}",
        description=f"{NAME} hái chín, gọi {LOCAL}.",
        storage=f"hỏi {NAME}",
        published_facts={"name": f"Cà phê nhà {NAME}"},
    )
    product.price_changes.create(
        was_vnd=98_000, price_vnd=99_000, asked_by=user, asked_at=timezone.now(), reason=f"{NAME} xin"
    )
    product.take_downs.create(
        ground="complaints",
        words=f"Khách phàn nàn {NAME}",
        reported_at=timezone.now(),
        reported_by=head,
        due_at=timezone.now(),
    )
    for position in range(2):
        photo = ProductPhoto(product=product, position=position, state="ready", description=f"Ảnh {NAME}")
        photo.original.save("a.jpg", ContentFile(JPEG))
        for width in WIDTHS_PX:
            storages["default"].save(photo.rendition_name(width), ContentFile(JPEG))
    return product


def _diary(farm: Farm, lot: Lot, user: User, at: datetime) -> None:
    told = [
        {"text": f"{NAME} bón phân", "amount": "20", "unit": "kg"},
        {"text": "Hái chín", "amount_milli": 300_000, "unit": "kg"},
        {"amount_milli": 300_000, "unit": "kg"},
    ]
    for content in told:
        record_event(
            farm=farm, lot=lot, kind="harvest", happened_on=date(2026, 11, 2), content=content, by=user, at=at
        )


def _intake(member: Member, head: User, at: datetime) -> Intake:
    intake = Intake(
        kind="members",
        branch=member.branch,
        made_by=head,
        made_at=at,
        name=f"Danh sách {NAME}.xlsx",
        state="done",
        found={"samples": sealed_samples([[NAME, LOCAL]])},
    )
    intake.file.save("in.sealed", ContentFile(f"{NAME};{CITIZEN_ID}".encode()))
    intake.report.save("bad.sealed", ContentFile(f"{NAME};{OLD_ID}".encode()))
    IntakeRow.objects.create(
        intake=intake, number=7, outcome="changed", member=member, before=f'{{"full_name": "{NAME}"}}'
    )
    return intake


def _handed(member: Member, head: User, at: datetime) -> HandedFile:
    words = encrypt(NAME, field="accounts.handedfile.options")
    handed = hand_out(
        kind="test-list",
        scope=member.branch.path,
        user=head,
        name="hoi-vien.xlsx",
        content_type="text/plain",
        at=at,
        options={"words": words},
        reason="",
    )
    write_handed_file.call(str(handed.pk))
    handed.refresh_from_db()
    assert handed.state == "ready"
    return handed


def _drafts(user: User, farmer: Farmer) -> None:
    draft = Draft.objects.create(
        id=uuid.uuid4(), user=user, answers={"farmer": farmer.pk, "name": NAME, "description": f"gọi {LOCAL}"}
    )
    file = DraftFile(draft=draft, kind="photo", media_type="image/jpeg", sha256="0" * 64)
    file.file.save("d.jpg", ContentFile(JPEG))


def _history(made: WholePerson, at: datetime) -> None:
    changes = {"name": ["Cà phê", f"Cà phê nhà {NAME}"], "price_vnd": ["1000", "2000"]}
    log(made.product, "products.product_revised", user=made.user, timestamp=at, data={"changes": changes})
    reason = {"reason": f"{NAME} đi làm xa"}
    for record in (made.member, made.farmer, made.farm, made.user):
        log(record, "farmers.member_suspended", user=made.head, timestamp=at, data=reason)
    log(made.certificate, "farmers.certificate_verified", user=made.head, timestamp=at, data=reason)
