"""Load the demo: the association of Gia Lai with invented farmers, their papers, listings, lots and diaries."""

import sys
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from farmers.models import Branch
from market.demo import association, board, crowd, front_door, produce

CLERK_PHONE = "0900 000 003"  # of officers.toml


class Command(BaseCommand):
    """Deterministic; a house that already has an association is left as it is."""

    help = "Load the demo of Gia Lai once (invented people, illustrative prices; see market/demo/README.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        if Branch.objects.exists():
            self.stdout.write(
                "Đã có dữ liệu mẫu hoặc Hội thật, nên không đổi gì"
                " / The demo, or a real association, is already here: nothing was changed."
            )
            return
        with transaction.atomic():
            self._say("association")
            tree = association.grow_tree()
            association.appoint_officers(tree)
            self._say("categories, farmers, members")
            categories = produce.plant_categories()
            farmers, farms = produce.settle_farmers(tree)
            association.register_members(tree, farmers)
            self._say("members of every commune")
            clerk = association.user_of(CLERK_PHONE, "")
            crowd.open_steps_of_applicants(by=clerk, at=timezone.now() - timedelta(days=4))
            crowd.fill_the_register(tree, by=clerk, today=timezone.localdate())
            self._say("certificates")
            certificates = produce.file_certificates(farmers, farms, categories)
            self._say("listings and pictures")
            products = produce.list_products(farmers, farms, categories, certificates)
            board.fill_board(categories, by=clerk)
            self._say("lots, diaries, labels")
            produce.keep_diaries(products)
            produce.stick_labels(products)
            front_door.open_front_door()
        self.stdout.write(
            f"Đã nạp dữ liệu mẫu: {len(farmers)} nhà nông, {len(products)} tin đăng"
            f" / Demo loaded: {len(farmers)} farmers, {len(products)} listings."
        )

    def _say(self, what: str) -> None:
        if sys.stdout.isatty():
            self.stdout.write(f"  {what} …")
