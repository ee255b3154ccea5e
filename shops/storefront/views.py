"""The shop's front door, and what machines ask for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from kit.middleware import preferred_language
from kit.tenancy import current_tenant
from kit.urls import public_origin
from shops.preview import PREVIEW_LASTS, is_preview_token
from tenants.models import TenantStatus

ONE_DAY = 86_400

ROBOTS = """User-agent: *
Disallow: /backoffice/
Disallow: /q/
Disallow: /*/cart/
Disallow: /*/checkout/
Disallow: /*/order/
Disallow: /*/search/
"""


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Lead to the home page in the visitor's language."""
    language = preferred_language(request, request.shop_languages)  # type: ignore[attr-defined]
    query = request.META.get("QUERY_STRING")
    response = HttpResponseRedirect(f"/{language}/" + (f"?{query}" if query else ""))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Let the visitor look around a shop that has not opened yet, if its people gave them this link; else just lead to the shop."""
    response = HttpResponseRedirect("/")
    if is_preview_token(token):
        response.set_cookie(
            settings.PREVIEW_COOKIE_NAME,
            token,
            max_age=PREVIEW_LASTS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what search engines should leave alone, and where all the rest is listed: nothing while a shop is suspended or not open yet."""
    tenant = current_tenant()
    is_open = tenant.status != TenantStatus.SUSPENDED and tenant.is_launched
    listed = f"\nSitemap: {public_origin(tenant.hostname)}/sitemap.xml\n" if is_open else ""
    return HttpResponse(ROBOTS + listed, content_type="text/plain; charset=utf-8", headers={"Cache-Control": f"public, max-age={ONE_DAY}"})


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead a browser that asks for /favicon.ico without having read the page."""
    return HttpResponsePermanentRedirect(static("img/favicon.svg"), headers={"Cache-Control": f"public, max-age={ONE_DAY}"})
