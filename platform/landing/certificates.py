"""
For which hostnames may a certificate be asked for? Caddy asks before it does (on-demand TLS).

Answered from the memory of tenants.hosts, so a stranger's guesses do not reach the database
each time. Unverified own domains, and shops that are gone, are nobody's.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tenants.hosts import find_tenant, is_platform_host, normal_hostname
from tenants.models import TenantStatus

SERVED = (TenantStatus.ACTIVE, TenantStatus.SUSPENDED)


@require_safe
def tls_allowed(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the hostname `domain` is ours to serve, else 404."""
    if is_served(request.GET.get("domain", "")):
        return HttpResponse("yes\n", content_type="text/plain")
    return HttpResponse("no\n", content_type="text/plain", status=HTTPStatus.NOT_FOUND)


def is_served(hostname: str) -> bool:
    """Say whether `hostname` is the platform's own or that of a shop that is open or suspended."""
    normal = normal_hostname(hostname)
    if not normal or normal != hostname.lower() or len(normal) > 253:
        return False
    if is_platform_host(normal):
        return True
    tenant = find_tenant(normal)
    return tenant is not None and tenant.status in SERVED
