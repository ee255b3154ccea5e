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
from shops.acting import acting_as, person
from shops.backoffice.frame import page
from shops.backoffice.signed_out import signed_out, typed_fields, wanted_page
from tenants.models import Membership, User
from tenants.permissions import May, permissions_of
from tenants.selectors import membership_of
from tenants.sessions import note_use

View = Callable[..., HttpResponse]


class BackofficeRequest(HttpRequest):
    """A request of someone who works in the shop; for type hints only."""

    user: User
    membership: Membership
    may: frozenset[May]


def backoffice_view(needs: May) -> Callable[[View], View]:
    """
    Let only those in who may do what the page `needs` in the bound shop, and speak their language.

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
    with acting_as(person(request.user)):
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
    if membership is None:
        raise Http404
    note_use(request.session, user_agent=request.headers.get("User-Agent", ""), now=now())
    request.membership = membership
    request.may = permissions_of(membership.role)
    translation.activate(request.user.language)
    request.LANGUAGE_CODE = translation.get_language()
    if needs not in request.may:
        return page(request, "backoffice/not_allowed.html", status=403)
    return None
