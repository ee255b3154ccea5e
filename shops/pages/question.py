"""Whether a request may be answered from memory, and what it asks for; None means that Django answers, as ever."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from kit import versions
from kit.tenancy import TenantRef, bind
from kit.versions import Versions
from kit.wsgi import OTHER_CHARSET
from shops.pages.shelf import Address
from shops.pages.visitors import Visitor, visitor_of
from tenants.hosts import KnownHost, known_host, normal_hostname
from tenants.models import TenantStatus

_LANGUAGES = frozenset(f"/{code}/" for code, _name in settings.LANGUAGES)
_SCHEMES = ("", "http", "https")
_MOST_QUERY = 200  # characters
# What other sites put behind an address to count their readers: no page says it, so it makes no page of its own.
_COUNTS_READERS = ("utm_", "fbclid", "gclid", "msclkid", "igsh", "mc_cid", "mc_eid")

Environ = dict[str, Any]


@dataclass(slots=True)
class Question:
    """A page of an open shop, asked by someone about whom no page says more than `visitor`."""

    tenant: TenantRef
    versions: Versions
    visitor: Visitor
    scheme: tuple[str, str]
    path: str
    query: str

    def address(self, *, announcement: str) -> Address:
        """Return where the answer is kept, on a page whose announcement has the key `announcement`."""
        closed = bool(announcement) and self.visitor.closed_announcement == announcement
        tenant = self.tenant
        return Address(tenant.id, tenant.generation, tenant.hostname, self.scheme, self.path, self.query, self.visitor.basket, closed)


def question_of(environ: Environ) -> Question | None:
    """Return what a request asks, if it may be answered from memory or the answer be kept; one question to Valkey, no SQL."""
    path = environ.get("PATH_INFO", "")
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or path[:4] not in _LANGUAGES or _is_unusual(environ):
        return None
    query = _known_query(environ.get("QUERY_STRING", ""))
    scheme = (environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_PROTO", ""))
    host = _open_shop(environ)
    if query is None or scheme[1] not in _SCHEMES or host is None or host.tenant is None:
        return None
    with bind(host.tenant):
        visitor = visitor_of(environ.get("HTTP_COOKIE", ""))
    if visitor is None:
        return None
    held = versions.ask(host.tenant.id)
    if None in held or held.hosts != host.version:
        return None
    return Question(host.tenant, held, visitor, scheme, path, query)


def _is_unusual(environ: Environ) -> bool:
    """Say whether a request carries what a page might answer differently to."""
    body = environ.get("CONTENT_LENGTH") or "0"
    return body != "0" or "HTTP_HX_REQUEST" in environ or "HTTP_AUTHORIZATION" in environ or OTHER_CHARSET in environ


def _known_query(text: str) -> str | None:
    """Return a query, undecoded, without what only counts readers; None for one that nobody sends."""
    if len(text) > _MOST_QUERY:
        return None
    return "&".join(part for part in text.split("&") if not part.startswith(_COUNTS_READERS)) if text else ""


def _open_shop(environ: Environ) -> KnownHost | None:
    """Return what this process knows of the Host, if it is written as browsers do and leads to an open shop."""
    host = environ.get("HTTP_HOST", "")
    hostname = normal_hostname(host)
    if host not in (hostname, f"{hostname}:{settings.PORT}", f"{hostname}:{settings.PUBLIC_PORT}"):
        return None
    known = known_host(hostname)
    return known if known is not None and known.tenant is not None and known.tenant.status == TenantStatus.ACTIVE else None
