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

from shops.backoffice.frame import page
from shops.backoffice.signed_out import signed_out, typed_fields, wanted_page
from tenants.models import Membership, Role, User
from tenants.selectors import membership_of

EVERYONE = (Role.OWNER, Role.STAFF)
OWNER_ONLY = (Role.OWNER,)

View = Callable[..., HttpResponse]


class BackofficeRequest(HttpRequest):
    """A request of someone who works in the shop; for type hints only."""

    user: User
    membership: Membership


def backoffice_view(*, roles: tuple[Role, ...] = EVERYONE) -> Callable[[View], View]:
    """
    Let only members of the bound shop with one of `roles` in, and speak their language.

    Sets `request.membership`. Nothing of it is ever kept by a cache.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            response = _refusal(request, roles) or view(request, *args, **kwargs)
            response["Cache-Control"] = "private, no-store"
            return response

        setattr(guarded, "backoffice_roles", roles)  # noqa: B010 -- the tests of access walk all pages by it
        return guarded

    return decorate


def _refusal(request: Any, roles: tuple[Role, ...]) -> HttpResponse | None:
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
    request.membership = membership
    translation.activate(request.user.language)
    request.LANGUAGE_CODE = translation.get_language()
    if membership.role not in roles:
        return page(request, "backoffice/not_allowed.html", status=403)
    return None
