"""
Someone presses "save" after their session has ended: nothing typed may be lost.

The answer holds what was typed, to be sent again from the same page after signing in beside it.
Nothing is kept on the server: without a session nobody can say whose text it was, and a table
that strangers may fill is a door of its own.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from shops.backoffice.frame import page

NEVER_REPEATED = ("csrf", "password", "secret")

Typed = list[tuple[str, str]]


def typed_fields(request: HttpRequest) -> Typed:
    """Return names and values of a form as it was sent, without files and secrets; empty when nothing was typed."""
    if request.method != "POST":
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values if not _is_secret(name)]
    return fields if any(value.strip() for _name, value in fields) else []


def signed_out(request: HttpRequest, typed: Typed) -> HttpResponse:
    """Answer 403 with what was typed, a way to sign in, and a button that sends it again."""
    context = {
        "typed": typed,
        "texts": _worth_copying(typed),
        "has_files": bool(request.FILES),
        "sign_in_url": reverse("account_login"),
        "form_page": wanted_page(request),
    }
    return page(request, "backoffice/signed_out.html", context, status=403)


def wanted_page(request: HttpRequest) -> str:
    """Return where to go after signing in: the page asked for, or the one on which the form stood."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # no address at all
        return reverse("bo_today")
    is_ours = came_from.netloc == request.get_host() and came_from.path.startswith("/backoffice/")
    return came_from.path if is_ours else reverse("bo_today")


def _worth_copying(typed: Typed) -> list[str]:
    """Return the words among what was sent: not what the form showed before, not its ticks, each once."""
    words = [value for name, value in typed if not name.startswith("initial-") and any(map(str.isalpha, value))]
    return [value for value in dict.fromkeys(words) if value not in ("on", "True")]


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in NEVER_REPEATED)
