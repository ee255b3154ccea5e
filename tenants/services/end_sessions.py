"""Somebody is signed out from afar."""

from tenants.models import Session
from tenants.sessions import handle_of


def end_sessions(*, user_id: int, scope_id: int | None = None, handle: str = "", but: str = "") -> list[Session]:
    """
    End a person's sessions and return them: in one shop (or everywhere), one by its handle (or all), but for the key `but`.

    Whoever holds one is asked to sign in at their next request. Safe to call twice.
    """
    found = Session.objects.filter(user_id=user_id).exclude(session_key=but)
    if scope_id is not None:
        found = found.filter(scope_id=scope_id)
    chosen = [session for session in found if not handle or handle_of(session.session_key) == handle]
    Session.objects.filter(pk__in=[session.pk for session in chosen]).delete()
    return chosen
