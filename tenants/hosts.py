"""
Which shop a hostname leads to, remembered for a few seconds in each process.

Every request asks this, so the answer comes from a bounded dictionary (also "nobody's", so that
a stranger's guesses do not reach the database). A change made here is seen at once in this
process and within TTL_SECONDS in the others.
"""

import threading
import time
from dataclasses import dataclass

from django.conf import settings

from kit.tenancy import PLATFORM, TenantRef, bind
from tenants.selectors import tenant_ref_by_hostname

TTL_SECONDS = 5.0
MAX_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class _Remembered:
    tenant: TenantRef | None
    until: float


_remembered: dict[str, _Remembered] = {}
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
    """Return the shop of a normal hostname, or None. One query at most every TTL_SECONDS."""
    now = time.monotonic()
    known = _remembered.get(hostname)
    if known is not None and known.until > now:
        return known.tenant
    with bind(PLATFORM):
        tenant = tenant_ref_by_hostname(hostname)
    with _lock:
        if len(_remembered) >= MAX_ENTRIES:
            _remembered.clear()
        _remembered[hostname] = _Remembered(tenant, now + TTL_SECONDS)
    return tenant


def forget_hosts() -> None:
    """Drop what this process remembers; after a shop or a domain was changed."""
    with _lock:
        _remembered.clear()
