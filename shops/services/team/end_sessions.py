"""Somebody is signed out from afar, and the log says so."""

from django.db import transaction

from kit.routers import PLATFORM_ALIAS
from shops.services.record_event import record_platform_event
from tenants.devices import device_in_words
from tenants.models import Membership, User
from tenants.services.end_sessions import end_sessions


@transaction.atomic(using=PLATFORM_ALIAS)
def end_own_sessions(*, user: User, handle: str, current_key: str) -> int:
    """
    End one of a person's own sessions, anywhere, or with an empty `handle` all but the present one; returns how many.

    Safe to call twice.
    """
    ended = end_sessions(user_id=user.pk, handle=handle, but=current_key)
    for session in ended:
        record_platform_event(kind="session_ended", name=str(user), device=device_in_words(session.device))
    return len(ended)


@transaction.atomic(using=PLATFORM_ALIAS)
def end_sessions_of_member(*, membership: Membership, handle: str) -> int:
    """End one session of somebody of the bound shop, or with an empty `handle` all of them, in this shop; returns how many."""
    ended = end_sessions(user_id=membership.user_id, scope_id=membership.tenant_id, handle=handle)
    for session in ended:
        record_platform_event(kind="session_ended", name=str(membership.user), device=device_in_words(session.device))
    return len(ended)
