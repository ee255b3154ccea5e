"""
Who may send a form: the page of the same origin, and nobody else.

Every browser of the last years says where a request comes from (`Sec-Fetch-Site`, `Origin`).
That is checked first, for every host: a sibling shop is another origin. So a storefront page
needs no token and no cookie, and may be cached. A request that says neither comes from no
browser; if it carries a session, Django's own token check decides.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OTHER_SITE = "a form of another site"


class SameOriginMiddleware(CsrfViewMiddleware):
    """Refuse what another origin sends; see the module."""

    def process_view(self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any) -> Any:
        if request.method in SAFE_METHODS or getattr(callback, "csrf_exempt", False):
            return None
        origin_is_ours = _origin_is_ours(request)
        if origin_is_ours is False:
            return refused(request, OTHER_SITE)
        if origin_is_ours or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)


def _origin_is_ours(request: HttpRequest) -> bool | None:
    """Return whether the browser vouches for the same origin; None when it says nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if origin is not None:
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        if (parts.scheme, parts.netloc.lower()) != (request.scheme, request.get_host().lower()):
            return False
    if site is not None:
        return site in ("same-origin", "none")
    return True if origin is not None else None


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 in plain words; CSRF_FAILURE_VIEW."""
    return render(request, "403_form.html", status=403)
