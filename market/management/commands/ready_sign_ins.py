"""How does one come in to look around? Prints the demo's ready sign-ins."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.tokens import STEP_SECONDS, token_at
from market.demo import ready
from traceability.models import Label
from vietnam.phones import format_local


class Command(BaseCommand):
    """Vietnamese, then English, like everything `make run` says."""

    help = "Print the ready sign-ins of the demo, with the officers' second-factor code of this moment."

    def handle(self, *args: Any, **options: Any) -> None:
        people = [
            ("Nhà nông / farmer", ready.FARMER_PHONE, reverse("workspace:home")),
            ("Người mua / buyer", ready.BUYER_PHONE, f"{reverse('accounts:sign_in')}?next={reverse('home')}"),
            ("Cán bộ / officer", ready.OFFICER_PHONE, reverse("wagtailadmin_home")),
            ("Cán bộ tỉnh / province", ready.PROVINCE_PHONE, reverse("wagtailadmin_home")),
        ]
        known = set(
            User.objects.filter(phone__in=[phone for _, phone, _ in people]).values_list("phone", flat=True)
        )
        if len(known) < len(people):
            raise CommandError(
                "Chưa có dữ liệu mẫu. Chạy: .venv/bin/python manage.py seed_demo"
                " / The demo is not loaded. Run: .venv/bin/python manage.py seed_demo"
            )
        for who, phone, path in people:
            self.stdout.write(f"  {who:<24}{format_local(phone):<15}{settings.PUBLIC_ADDRESS}{path}")
        label = (
            Label.objects.filter(
                state=Label.State.ACTIVE, farm__farmer__people__user__phone=ready.FARMER_PHONE
            )
            .order_by("pk")
            .first()
        )
        if label:
            address = reverse("traceability:origin", kwargs={"code": label.code})
            self.stdout.write(f"  {'Tem mẫu / a label':<39}{settings.PUBLIC_ADDRESS}{address}")
        now = timezone.now()
        left = STEP_SECONDS - int(now.timestamp()) % STEP_SECONDS
        token, following = (token_at(ready.OFFICER_TOTP_SECRET, now, steps=steps) for steps in (0, 1))
        self.stdout.write(
            f"  Mã thứ hai của cán bộ / officers' second code: {token} (còn {left} giây, rồi đến {following}"
            f" / {left} s left, then {following})\n"
            "  Xem mã mới / for a new one: .venv/bin/python manage.py ready_sign_ins\n"
            "  Mã sáu số gửi tới điện thoại hiện ngay ở cửa sổ này."
            " / The six digits sent to a phone appear in this window."
        )
