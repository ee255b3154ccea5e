"""What the views share: answers, and who asks."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url

UNPROCESSABLE = 422  # the status of a page that shows its form again, with what is wrong in it


class HttpResponseSeeOther(HttpResponseRedirect):
    """303: the form was dealt with, now look there."""

    status_code = 303


def sent_form(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, also when it sent nothing at all; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def see_other(to: Any, *args: Any, **kwargs: Any) -> HttpResponseSeeOther:
    """Redirect after a form, with GET, to a URL, a URL name or an object with get_absolute_url()."""
    return HttpResponseSeeOther(resolve_url(to, *args, **kwargs))


def client_ip(request: HttpRequest) -> str:
    """Return the address a request comes from; see `ip_of`."""
    return ip_of(request.META)


def ip_of(environ: Mapping[str, Any]) -> str:
    """
    Return the address a request comes from, as limits count it; "" when nobody says.

    X-Forwarded-For is believed from TRUSTED_PROXIES only, and there only what the outermost of our
    TRUSTED_PROXY_COUNT proxies wrote: all before that is the visitor's own invention.
    """
    peer = str(environ.get("REMOTE_ADDR") or "")
    hops = [part.strip() for part in str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    count = settings.TRUSTED_PROXY_COUNT
    if not 0 < count <= len(hops) or not _is_trusted_proxy(peer):
        return peer
    return hops[-count] if _is_address(hops[-count]) else peer


def _is_trusted_proxy(peer: str) -> bool:
    return _is_address(peer) and any(ip_address(peer) in ip_network(network) for network in settings.TRUSTED_PROXIES)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
