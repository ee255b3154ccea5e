"""Template context of the platform's own pages: where its links lead."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_from_path
from django.utils.translation import gettext_lazy as _

from kit.tenancy import tenant_or_none
from kit.urls import platform_email, public_origin
from landing.texts import NAMES
from tenants.hosts import is_platform_host, normal_hostname
from tenants.middleware import platform_url

LANDING_URLS = "config.urls_platform"


class Link(NamedTuple):
    """A link with its words."""

    name: object
    url: str


class LanguageLink(NamedTuple):
    """The same page in another language."""

    code: str
    name: str
    url: str
    is_current: bool


def platform_frame(request: HttpRequest) -> dict[str, Any]:
    """Give what templates/platform/base.html shows around a page; nothing on a shop's host."""
    if tenant_or_none() is not None:
        return {}
    hostname = normal_hostname(request.META.get("HTTP_HOST", ""))
    here = platform_url().removesuffix("/")
    home, pricing, opening = (here + reverse(f"landing:{name}", urlconf=LANDING_URLS) for name in ("home", "pricing", "open"))
    return {
        "platform_url": platform_url(),
        "platform_account_url": f"{here}/account/",
        "platform_nav": [Link(_("Shops"), f"{home}#shops"), Link(_("Prices"), pricing), Link(_("Open a shop"), opening)],
        "platform_links": _footer_links(here, home=home, pricing=pricing, opening=opening),
        "platform_identity": {**settings.OPERATOR, "email": platform_email()},
        "directory_url": f"{home}#shops",
        "sign_up_url": opening + _wished_name(hostname),
        "page_addresses": page_addresses(request) if is_platform_host(hostname) else [],
        "language_links": language_links(request) if is_platform_host(hostname) else [],
    }


def _footer_links(here: str, *, home: str, pricing: str, opening: str) -> list[Link]:
    texts = [Link(name, here + reverse("landing:text", urlconf=LANDING_URLS, args=[key])) for key, name in NAMES.items()]
    status = Link(_("How things stand"), here + reverse("landing:status", urlconf=LANDING_URLS))
    first = [Link(_("Shops"), f"{home}#shops"), Link(_("Prices"), pricing), Link(_("Questions and answers"), f"{pricing}#questions")]
    return [*first, Link(_("Open a shop"), opening), Link(_("Sign in"), f"{here}/account/"), status, *texts]


def page_addresses(request: HttpRequest) -> list[tuple[str, str]]:
    """Return (language, whole address without query) of this page, its own language first; empty where the path carries none."""
    links = sorted(language_links(request), key=lambda link: not link.is_current)
    return [(link.code, public_origin(settings.BASE_DOMAIN) + link.url.partition("?")[0]) for link in links]


def _wished_name(hostname: str) -> str:
    """Return the query that asks for the name which a visitor of an unknown host had in mind."""
    label = hostname.removesuffix(f".{settings.BASE_DOMAIN}")
    if is_platform_host(hostname) or label == hostname or "." in label:
        return ""
    return f"?{urlencode({'name': label})}"


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """Return this page in each language; empty where the path carries none."""
    current = get_language_from_path(request.path_info)
    if current is None:
        return []
    rest = request.path_info.removeprefix(f"/{current}/")
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return [LanguageLink(code, name, f"/{code}/{rest}{query}", code == get_language()) for code, name in settings.LANGUAGES]
