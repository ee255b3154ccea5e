"""
Who gets into a backoffice: the people of the shop, and nobody else.

A stranger gets 404, never 403: they learn nothing, not even that there is something. Someone of
the shop whose role does not suffice is told so.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from kit.clock import now
from shops.acting import acting_as, person, supporter
from shops.backoffice.frame import page
from shops.backoffice.signed_out import signed_out, typed_fields, wanted_page
from shops.services.support.note import note_support
from tenants.models import Membership, SupportGrant, SupportScope, User
from tenants.permissions import SUPPORT_MAY, WHILE_UNPAID, May, permissions_of
from tenants.selectors import membership_of, support_grant_of
from tenants.sessions import note_use

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

View = Callable[..., HttpResponse]


class BackofficeRequest(HttpRequest):
    """A request of someone who works in the shop; for type hints only."""

    user: User
    membership: Membership | None
    support: SupportGrant | None  # somebody of the platform, let in by the owner
    may: frozenset[May]


def backoffice_view(needs: May) -> Callable[[View], View]:
    """
    Let only those in who may do what the page `needs` in the bound shop, and speak their language.

    Somebody of the platform comes in with the owner's consent only, seen and written down on each page.
    Sets `request.membership`, and `request.may` to all that they may do here. What the view changes is
    written down as theirs (shops.services.record_event). Nothing of it is ever kept by a cache.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            response = _refusal(request, needs) or _answer(view, request, *args, **kwargs)
            response["Cache-Control"] = "private, no-store"
            return response

        setattr(guarded, "backoffice_needs", needs)  # noqa: B010 -- the tests of access walk all pages by it
        return guarded

    return decorate


def _answer(view: View, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    grant = request.support
    if grant is None:
        with acting_as(person(request.user)):
            return view(request, *args, **kwargs)
    with acting_as(supporter(grant)):
        note_support(path=request.path, is_change=request.method not in SAFE_METHODS)  # before: nothing is seen that is not written down
        return view(request, *args, **kwargs)


def _refusal(request: Any, needs: May) -> HttpResponse | None:
    if not request.user.is_authenticated:
        if request.htmx:
            return HttpResponse(status=204)  # a fragment that asks again by itself: what is being typed around it stays
        typed = typed_fields(request)
        if typed:
            return signed_out(request, typed)
        return redirect_to_login(wanted_page(request), reverse("account_login"))
    membership = membership_of(request.user, request.tenant.id)
    request.support = None if membership else support_grant_of(request.user, request.tenant.id)
    if membership is None and request.support is None:
        raise Http404
    note_use(request.session, user_agent=request.headers.get("User-Agent", ""), now=now())
    request.membership = membership
    request.may = permissions_of(membership.role) if membership else SUPPORT_MAY
    translation.activate(request.user.language)
    request.LANGUAGE_CODE = translation.get_language()
    if needs not in request.may or _only_looks(request):
        return page(request, "backoffice/not_allowed.html", status=403)
    if _is_closed_for(request, needs):
        return page(request, "backoffice/read_only.html", status=403)
    return None


def _is_closed_for(request: Any, needs: May) -> bool:
    """Say whether this would change something in a shop that is closed until it is paid."""
    return request.tenant.is_unpaid and request.method not in SAFE_METHODS and needs not in WHILE_UNPAID


def _only_looks(request: Any) -> bool:
    return request.support is not None and request.support.scope == SupportScope.LOOK and request.method not in SAFE_METHODS
