"""
Which shop a hostname leads to, remembered for a few seconds in each process.

Every request asks this, so the answer comes from a bounded dictionary (also "nobody's", so that
a stranger's guesses do not reach the database). A change is seen at once in every process
(kit.versions); within TTL_SECONDS while Valkey is away.
"""

import threading
import time
from dataclasses import dataclass

from django.conf import settings

from kit import versions
from kit.tenancy import PLATFORM, TenantRef, bind
from tenants.selectors import tenant_ref_by_hostname

TTL_SECONDS = 5.0
KNOWN_SECONDS = 60.0  # while a version says that nothing has changed; then one look, for who wrote past the application
MAX_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class KnownHost:
    """Which shop a hostname leads to, as it was under a version of kit.versions (None: while there was none)."""

    tenant: TenantRef | None
    until: float
    version: bytes | None = None


_remembered: dict[str, KnownHost] = {}
_lock = threading.Lock()


def normal_hostname(raw_host: str) -> str:
    """
    Return a Host header as it is compared everywhere: lower case, no port, no final dot, IDNA.

    Empty when it can be no hostname.
    """
    host = raw_host.strip().lower()
    if "\x00" in host or len(host) > 260:
        return ""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    host = host.partition(":")[0].rstrip(".")
    try:
        return host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return ""


def is_platform_host(hostname: str) -> bool:
    """Say whether a normal hostname is the platform's own."""
    if hostname in (settings.BASE_DOMAIN, f"www.{settings.BASE_DOMAIN}"):
        return True
    return not settings.IN_PRODUCTION and hostname in ("127.0.0.1", "localhost", "testserver", "[::1]")


def find_tenant(hostname: str) -> TenantRef | None:
    """Return the shop of a normal hostname, or None. One query, and none again until something changes."""
    version = versions.of_the_hosts()  # asked before the database: what is read may be newer, never older
    known = known_host(hostname)
    if known is not None and known.version == version:
        return known.tenant
    with bind(PLATFORM):
        tenant = tenant_ref_by_hostname(hostname)
    until = time.monotonic() + (TTL_SECONDS if version is None else KNOWN_SECONDS)
    with _lock:
        if len(_remembered) >= MAX_ENTRIES:
            _remembered.clear()
        _remembered[hostname] = KnownHost(tenant, until, version)
    return tenant


def known_host(hostname: str) -> KnownHost | None:
    """Return what this process knows of a hostname, true as long as its version holds; asks nobody."""
    known = _remembered.get(hostname)
    return known if known is not None and known.until > time.monotonic() else None


def forget_hosts() -> None:
    """Drop what this process remembers; after a shop or a domain was changed."""
    with _lock:
        _remembered.clear()
