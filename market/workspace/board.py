"""What does produce like mine fetch now?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.signed_in import SignedInRequest, signed_in
from market.shop.board import rows_of


@signed_in
@never_cache
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    """The same board as the public one, between the farmer's own pages."""
    return render(request, "workspace/board.html", {"tab": "home", "rows": rows_of(timezone.localdate())})
