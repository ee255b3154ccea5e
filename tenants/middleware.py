"""From the hostname to a shop: the first middleware of all."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import set_urlconf
from django.utils import translation

from kit.middleware import early_language
from kit.tenancy import PLATFORM, TenantRef, bind
from kit.urls import public_origin
from tenants.hosts import find_tenant, forget_hosts, is_platform_host, normal_hostname
from tenants.models import TenantStatus

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]
RETRY_AFTER_SECONDS = "30"
MOVED_SECONDS = 3600
# What a suspended shop still shows: its people get to their data, its customers to their orders.
OPEN_WHILE_SUSPENDED = ("/backoffice/", "/media/", "/static/", "/theme/", "/favicon.ico", "/robots.txt")

PLAIN_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class ShopRoutingMiddleware:
    """
    Bind the shop of the request's hostname for the time of the request, and choose its URLs.

    No shop, no data: an unknown host gets a page of the platform and 404.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hostname = normal_hostname(request.META.get("HTTP_HOST", "") or request.META.get("SERVER_NAME", ""))
        request.tenant = None  # type: ignore[attr-defined]
        if settings.IN_PRODUCTION and hostname:
            _set_port(request, hostname)
        if _is_sandbox(hostname):
            return self._answer_with_urls(request, "stripe_sandbox.urls")
        if is_platform_host(hostname):
            return self._answer_with_urls(request, "config.urls_platform")
        request.urlconf = "config.urls_platform"
        try:
            tenant = find_tenant(hostname)
        except OperationalError:
            logger.exception("the database does not answer")
            return _unavailable(request)
        if tenant is None or tenant.status in (TenantStatus.DELETING, TenantStatus.TRASHED):
            if request.path.startswith("/static/"):
                return self._answer_with_urls(request, "config.urls_platform")  # the look of the page below
            return _unknown_host(request)
        return self._answer_for(tenant, request)

    def _answer_with_urls(self, request: HttpRequest, urlconf: str) -> HttpResponse:
        request.urlconf = urlconf
        with bind(PLATFORM):
            return self.get_response(request)

    def _answer_for(self, tenant: TenantRef, request: HttpRequest) -> HttpResponse:
        request.urlconf = "config.urls_shop"
        request.tenant = tenant  # type: ignore[attr-defined]
        request.shop_languages = list(tenant.languages)  # type: ignore[attr-defined]
        if tenant.status == TenantStatus.CREATING:
            return _unavailable(request)
        if tenant.moved_to and request.method in ("GET", "HEAD"):
            return _moved(request, tenant.moved_to)
        with bind(tenant):
            if tenant.status == TenantStatus.SUSPENDED and not _open_while_suspended(request.path):
                return _suspended(request)
            response = self.get_response(request)
            return _suspended(request) if tenant.status == TenantStatus.SUSPENDED and _helps_on(request, response) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 while the database is away, and when a shop's tables are gone under our feet."""
        if isinstance(exception, OperationalError) or _tables_are_gone(exception):
            logger.error("database trouble: %s", exception, exc_info=exception)
            forget_hosts()
            return _unavailable(request)
        return None


def _moved(request: HttpRequest, hostname: str) -> HttpResponse:
    """
    Lead to the same page under the shop's main hostname, for good.

    Browsers may remember it for an hour only: a shop that takes its former name back must not send them in circles.
    """
    response = HttpResponsePermanentRedirect(public_origin(hostname) + request.get_full_path())
    response["Cache-Control"] = f"public, max-age={MOVED_SECONDS}"
    return response


def _set_port(request: HttpRequest, hostname: str) -> None:
    """Write the Host header as browsers send it to our own port, so that the redirect to https leads nowhere else."""
    request.META["HTTP_HOST"] = f"{hostname}:{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else hostname


def _is_sandbox(hostname: str) -> bool:
    if not settings.STRIPE_SANDBOX or settings.IN_PRODUCTION:
        return False
    return settings.STRIPE_SANDBOX_API_ONLY or hostname == settings.STRIPE_SANDBOX_HOST


def _open_while_suspended(path: str) -> bool:
    return path.startswith(OPEN_WHILE_SUSPENDED) or "/order/" in path or "/payment/" in path  # what was begun is settled


def _helps_on(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether a page is the one for those who are lost: it shows products, and a suspended shop shows none."""
    is_page = response.status_code == HTTPStatus.NOT_FOUND and response.get("Content-Type", "").startswith("text/html")
    return is_page and not request.path.startswith("/backoffice/")


def _tables_are_gone(exception: Exception) -> bool:
    return isinstance(exception, ProgrammingError | DatabaseError) and getattr(exception.__cause__, "sqlstate", "") in ("42P01", "3F000")


def _unknown_host(request: HttpRequest) -> HttpResponse:
    with bind(PLATFORM):
        return _page(request, "platform/errors/unknown_shop.html", HTTPStatus.NOT_FOUND)


def _suspended(request: HttpRequest) -> HttpResponse:
    return _page(request, "storefront/errors/suspended.html", HTTPStatus.SERVICE_UNAVAILABLE)


def _unavailable(request: HttpRequest) -> HttpResponse:
    response = _page(request, "503.html", HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _page(request: HttpRequest, template: str, status: HTTPStatus) -> HttpResponse:
    """Render a page of this middleware's own, in the visitor's language: the other middlewares have not run yet."""
    set_urlconf(request.urlconf)  # the handler does it later than we answer
    with translation.override(early_language(request)):
        response = render(request, template, {"platform_url": platform_url()}, status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = PLAIN_PAGE_POLICY
    return response


def platform_url() -> str:
    """Return the address of the platform's own site, with its slash."""
    return f"{public_origin(settings.BASE_DOMAIN)}/"
