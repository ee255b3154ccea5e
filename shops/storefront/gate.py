"""
Before a shop is launched, its storefront says "opening soon" to everybody but its own people.

They, and who was given a preview link, walk through the real pages under a ribbon. A launched shop
passes for nothing. Whether it is launched, the remembered hostname says; as other processes
remember it for some seconds, a shop that seems closed is looked up before anyone is turned away.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import set_urlconf
from django.utils.translation import get_language_from_path

from kit.clock import now
from shops.preview import Preview, is_preview_token
from shops.rules.standing import Standing
from shops.selectors.standing import standing
from tenants.selectors import membership_of

GetResponse = Callable[[HttpRequest], HttpResponse]

# Machinery, the way in for the shop's people, and the orders that they placed to try it.
NOT_BEHIND = ("/backoffice/", "/media/", "/static/", "/theme/", "/preview/", "/favicon.ico", "/robots.txt")


class LaunchGate:
    """Middleware; see the module. Sets `request.preview` for who may look. Stands behind the sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        tenant: Any = getattr(request, "tenant", None)
        if tenant is None or tenant.is_launched:
            return self.get_response(request)
        if not _is_behind(request.path):
            return _without_goods(request, self.get_response(request), tenant.id)
        if standing(now=now()) != Standing.NOT_OPEN:
            return self.get_response(request)
        preview = _preview_of(request, tenant.id)
        if preview is None:
            return opening_soon(request)
        request.preview = preview  # type: ignore[attr-defined]
        return _for_nobody_else(self.get_response(request))


def _without_goods(request: HttpRequest, response: HttpResponse, tenant_id: int) -> HttpResponse:
    """Take the page that helps on from who may not look yet: it shows products like the words of an address."""
    is_help = response.status_code == HTTPStatus.NOT_FOUND and response.get("Content-Type", "").startswith("text/html")
    if not is_help or standing(now=now()) != Standing.NOT_OPEN or _preview_of(request, tenant_id) is not None:
        return response
    return opening_soon(request, status=HTTPStatus.NOT_FOUND)


def opening_soon(request: HttpRequest, *, status: int | None = None) -> HttpResponse:
    """
    Answer the page that says who opens here, and where.

    200, so that a link sent to a friend shows the shop's name; not listed by search engines. An address
    without a language is asked by machines (a sitemap, a feed), which are told that there is nothing.
    """
    status = status or (HTTPStatus.OK if get_language_from_path(request.path_info) else HTTPStatus.NOT_FOUND)
    if request.method not in ("GET", "HEAD"):
        status = HTTPStatus.FORBIDDEN
    set_urlconf(request.urlconf)  # the handler does it later than we answer
    return _for_nobody_else(render(request, "storefront/opening_soon.html", status=status))


def _is_behind(path: str) -> bool:
    return path != "/" and not path.startswith(NOT_BEHIND) and "/order/" not in path


def _preview_of(request: HttpRequest, tenant_id: int) -> Preview | None:
    if request.user.is_authenticated and membership_of(request.user, tenant_id) is not None:
        return Preview.OWN
    return Preview.GUEST if is_preview_token(request.COOKIES.get(settings.PREVIEW_COOKIE_NAME, "")) else None


def _for_nobody_else(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
