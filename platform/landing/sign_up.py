"""Opening a shop by oneself: the e-mail and its code, four questions, and into the shop."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.views import request_login_code
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kit.clock import now
from kit.http import UNPROCESSABLE, see_other, sent_form
from kit.limits import may
from kit.urls import public_origin
from landing.addresses import address_for, look_up_address, suggestions
from landing.communes import commune_of, postcode_of
from landing.forms import EmailForm, OwnShopForm
from landing.services.open_own_shop import TooManyShops, open_own_shop
from tenants.models import Tenant
from tenants.selectors import ref_of
from tenants.services.expect_person import expect_person
from tenants.services.provision_shop import SubdomainTaken

LONGEST_NAME = 80


def wish_of(request: HttpRequest) -> dict[str, str]:
    """Return what the address of the page says of the shop to be opened: its name, the address chosen for it; each if said."""
    said = {key: request.GET.get(key, "").strip()[:LONGEST_NAME] for key in ("name", "address")}
    return {key: value for key, value in said.items() if value}


def with_wish(url: str, wish: dict[str, str]) -> str:
    return f"{url}?{urlencode(wish)}" if wish else url


def ask_for_code(request: HttpRequest, form: EmailForm, *, wish: dict[str, str]) -> HttpResponse | None:
    """Send a sign-in code to who wants to open a shop, known or not; None when the form is not right."""
    if not form.is_valid():
        return None
    email = form.cleaned_data["email"]
    if not may(request, "sign_up", limits=settings.SIGN_UP_RATE_LIMITS, key=email):
        form.add_error("email", _("There were many attempts in a short time. Wait an hour, then try again."))
        return None
    expect_person(email=email, language=(get_language() or "fr")[:2], now=now())
    sent = request.POST.copy()
    sent["next"] = with_wish(reverse("landing:own_shop"), wish)
    request.POST = sent  # type: ignore[assignment]
    return request_login_code(request)


@csp_update({"form-action": [public_origin(f"*.{settings.BASE_DOMAIN}")]})
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_shop(request: HttpRequest) -> HttpResponse:
    """Ask the four questions, open the shop, and lead into it: a form may end at a shop's host here (Chromium checks redirects)."""
    wish = wish_of(request)
    if not request.user.is_authenticated:
        return see_other(with_wish(reverse("landing:open"), wish))
    data = _with_chosen_address(request)
    said = {"name": wish.get("name", ""), "subdomain": wish.get("address", "")}
    form = OwnShopForm(data, initial={**said, "language": (get_language() or "fr")[:2]})
    if form.is_bound and form.is_valid():
        if not may(request, "open_shop", limits=settings.SIGN_UP_RATE_LIMITS, key=request.user.email):
            form.add_error(None, _("Many shops were opened from here in a short time. Try again tomorrow, or write to us."))
        else:
            answer = _open(request, form)
            if answer is not None:
                return answer
    return _show(request, form)


@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Answer the fragment that says what address and commune the questions make so far."""
    name, wished, postcode = (request.GET.get(key, "").strip()[:LONGEST_NAME] for key in ("name", "subdomain", "postcode"))
    return render(request, "platform/_own_address.html", _found(name, wished, postcode, request.GET.get("trade", "")[:20]))


def _with_chosen_address(request: HttpRequest) -> Any:
    """Return what the form sent; a suggestion that was pressed takes the place of the address."""
    data = sent_form(request)
    if data is not None and data.get("use"):
        data = data.copy()
        data["subdomain"] = str(data["use"])
    return data


def _open(request: HttpRequest, form: OwnShopForm) -> HttpResponse | None:
    try:
        tenant, token = open_own_shop(user=request.user, wished=form.wished(), now=now())  # type: ignore[arg-type]
    except SubdomainTaken:
        form.add_error("subdomain", _("Another shop has this address. Choose one of those below, or write your own."))
    except TooManyShops:
        form.add_error(None, _("You opened three shops today. Try again tomorrow, or write to us."))
    else:
        response = see_other(_arrival(tenant, token))
        response["Referrer-Policy"] = "no-referrer"
        return response
    return None


def _arrival(tenant: Tenant, token: str) -> str:
    return public_origin(ref_of(tenant).hostname) + reverse("arrival", urlconf="config.urls_shop", kwargs={"token": token})


def _show(request: HttpRequest, form: OwnShopForm) -> HttpResponse:
    said = [str(form[name].value() or "").strip() for name in ("name", "subdomain", "postcode", "trade")]
    context = {
        "form": form,
        "base_suffix": f".{settings.BASE_DOMAIN}",
        **_found(*said),
    }
    return render(request, "platform/own_shop.html", context, status=UNPROCESSABLE if form.errors else 200)


def _found(name: str, wished: str, postcode: str, trade: str) -> dict[str, Any]:
    address = look_up_address(wished) if wished else address_for(name) if name else None
    postcode = postcode_of(postcode)  # what is none helps to find neither commune nor address
    return {
        "address": address,
        "commune": commune_of(postcode),
        "suggestions": suggestions(address.label, postcode=postcode, trade=trade) if address and not address.is_free else [],
    }
