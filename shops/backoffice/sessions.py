"""From where a person is signed in, and how to end it."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kit.http import see_other
from shops.backoffice.access import BackofficeRequest, backoffice_view
from shops.backoffice.frame import page
from shops.services.team.end_sessions import end_own_sessions
from tenants.devices import device_in_words
from tenants.permissions import May
from tenants.selectors import names_of_scopes, sessions_of
from tenants.sessions import handle_of


@dataclass(frozen=True)
class SessionRow:
    """A place from which somebody is signed in; `door` is the shop's name, or the platform's."""

    handle: str
    device: str
    door: str
    began_at: dt.datetime | None
    seen_at: dt.datetime | None
    is_this: bool


def session_rows(*, user_id: int, scope_id: int | None = None, current_key: str | None = None) -> list[SessionRow]:
    """Return a person's sessions, in one shop or everywhere, the one in use first, then the last used; two queries."""
    found = sessions_of(user_id, scope_id=scope_id)
    doors = names_of_scopes({session.scope_id for session in found})
    rows = [
        SessionRow(
            handle=handle_of(session.session_key),
            device=device_in_words(session.device) or _("A device that does not say what it is"),
            door=doors.get(session.scope_id, "Vitrine"),
            began_at=session.began_at,
            seen_at=session.seen_at,
            is_this=session.session_key == current_key,
        )
        for session in found
    ]
    return sorted(rows, key=lambda row: not row.is_this)


@backoffice_view(May.WORK_HERE)
@require_safe
def sessions(request: BackofficeRequest) -> HttpResponse:
    rows = session_rows(user_id=request.user.pk, current_key=request.session.session_key)
    return page(request, "backoffice/shop/sessions.html", {"sessions": rows}, nav_key="more")


@backoffice_view(May.WORK_HERE)
@require_POST
def sessions_end(request: BackofficeRequest) -> HttpResponse:
    handle = request.POST.get("session", "")
    ended = end_own_sessions(user=request.user, handle=handle, current_key=request.session.session_key or "")
    messages.success(request, _("Ended: whoever sat there is asked to sign in again.") if ended else _("It had ended already."))
    return see_other("bo_sessions")
