"""What was I told, and how much of it have I not read yet?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Notice
from accounts.noticing import Told, mark_read, told, unread_count
from accounts.signed_in import SignedInRequest, signed_in
from market.workspace.paging import page_of

PAGE_SIZE = 20


@signed_in
@never_cache
@require_safe
def notices(request: SignedInRequest) -> HttpResponse:
    """What I was told, the newest first; what is shown counts as read."""
    page = page_of(Notice.objects.filter(user=request.user), request.GET, PAGE_SIZE)
    shown = [{"notice": one, "url": _about(one)} for one in map(told, page.rows)]
    mark_read(
        user=request.user, notices=[one.pk for one in page.rows if one.read_at is None], at=timezone.now()
    )
    context = {"tab": "home", "notices": shown, "newer_url": page.newer_url, "older_url": page.older_url}
    return render(request, "workspace/notices.html", context)


def unread(request: HttpRequest) -> dict[str, Any]:
    """The number of notices a user has not read (template context); asked for where it is shown, once.

    Who asks is looked up there too: most pages are the same for everybody, and some may be kept.
    """

    def count() -> int:
        user = getattr(request, "user", None)
        return unread_count(user) if user is not None and user.is_authenticated else 0

    return {"unread_notices": SimpleLazyObject(count)}


def _about(notice: Told) -> str:
    """Where what a notice is about can be seen and mended."""
    if "product" in notice.data:
        return reverse("workspace:product", kwargs={"pk": notice.data["product"]})
    if "certificate" in notice.data:
        return f"{reverse('workspace:certificates')}#certificate_{notice.data['certificate']}"
    return ""
