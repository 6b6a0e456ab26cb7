"""How does somebody come in? A phone on one page, six digits on the next; and how does one leave?"""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.client_address import client_address
from accounts.device import device_of, remember_device
from accounts.forms import CodeForm, PhoneForm
from accounts.models import SignInCode
from accounts.signing_in import answer_code, ask_code, asked_code
from vietnam.phones import format_local

# Read by static/js/posting/sending.js.
SIGNED_OUT = "da_ra"
CODE_IN_SESSION = "sign_in_code"
ANOTHER_AFTER = timedelta(seconds=30)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the phone and send a code to it."""
    onward = onward_of(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(onward or get_adapter().get_login_redirect_url(request))
    device = device_of(request)
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _ask(request, form.cleaned_data["phone"], device)
        except ValidationError as error:
            form.add_error("phone", error)
        else:
            return remember_device(HttpResponseRedirect(_address("accounts:answer", onward)), device)
    page = render(request, "accounts/sign_in.html", {"form": form, "onward": onward})
    return remember_device(page, device)


@never_cache
@sensitive_post_parameters("digits")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """Ask for the code and let its holder in, or on to the second factor."""
    onward = onward_of(request)
    code = _code_of(request)
    if code is None or request.user.is_authenticated:
        return HttpResponseRedirect(_address("accounts:sign_in", onward))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = answer_code(code_id=code.id, digits=form.cleaned_data["digits"], at=timezone.now())
        except ValidationError as error:
            form.add_error("digits", error)
        else:
            del request.session[CODE_IN_SESSION]
            return perform_login(request, user, email_verification="none", redirect_url=onward or None)
    context = {
        "form": form,
        "onward": onward,
        "phone": format_local(code.phone),
        "back_url": _address("accounts:sign_in", onward),
    }
    return render(request, "accounts/answer.html", context)


@never_cache
@require_POST
def ask_again(request: HttpRequest) -> HttpResponse:
    """Send another code to the same phone, once the first had time to arrive."""
    onward = onward_of(request)
    code = _code_of(request)
    if code is None:
        return HttpResponseRedirect(_address("accounts:sign_in", onward))
    wait = code.asked_at + ANOTHER_AFTER - timezone.now()
    if wait > timedelta(0):
        seconds = int(wait.total_seconds()) + 1
        text = ngettext(
            "The message is on its way. If it does not come, ask again in %(seconds)s second.",
            "The message is on its way. If it does not come, ask again in %(seconds)s seconds.",
            seconds,
        )
        messages.info(request, text % {"seconds": seconds})
    else:
        try:
            _ask(request, code.phone, device_of(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("A new code is on its way. The one before no longer works."))
    return HttpResponseRedirect(_address("accounts:answer", onward))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session, and tell the pages of this browser that what they keep is not to be shown to who comes next."""
    onward = onward_of(request)
    logout(request)
    answer = HttpResponseRedirect(onward or reverse("home"))
    answer.set_cookie(
        SIGNED_OUT, "1", max_age=settings.SESSION_COOKIE_AGE, secure=request.is_secure(), samesite="Lax"
    )
    return answer


def onward_of(request: HttpRequest) -> str:
    """The path of our own to go on to (`next`), or "": nobody is sent to another host."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else ""


def _address(name: str, onward: str) -> str:
    return reverse(name) + (f"?{urlencode({'next': onward})}" if onward else "")


def _ask(request: HttpRequest, phone: str, device: str) -> None:
    code = ask_code(phone=phone, address=client_address(request), device=device, at=timezone.now())
    request.session[CODE_IN_SESSION] = str(code.id)


def _code_of(request: HttpRequest) -> SignInCode | None:
    kept = request.session.get(CODE_IN_SESSION)
    return asked_code(UUID(kept), at=timezone.now()) if kept else None
