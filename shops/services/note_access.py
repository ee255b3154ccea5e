"""What people do at the doors goes into the log of the shops that it concerns."""

from typing import Any

from django.db import transaction

from kit.routers import PLATFORM_ALIAS, SHOP_ALIAS
from kit.tenancy import tenant_or_none
from shops.acting import acting_as, person
from shops.services.record_event import record_event, record_in_schema
from tenants.models import User
from tenants.selectors import membership_of, shops_of

HERE_ONLY = ("signed_in",)  # all else, such as a new password, counts at the door of each shop


def note_access(*, kind: str, user: User, **data: Any) -> None:
    """Write down what a person did at a door: in the shop whose door it was, or in all in which they work."""
    with acting_as(person(user)):
        if kind in HERE_ONLY:
            _note_here(kind, user, data)
        else:
            _note_everywhere(kind, user, data)


def _note_here(kind: str, user: User, data: dict[str, Any]) -> None:
    tenant = tenant_or_none()
    if tenant is None or membership_of(user, tenant.id) is None:
        return
    with transaction.atomic(using=SHOP_ALIAS):
        record_event(kind=kind, **data)


def _note_everywhere(kind: str, user: User, data: dict[str, Any]) -> None:
    with transaction.atomic(using=PLATFORM_ALIAS):
        for membership in shops_of(user):
            record_in_schema(membership.tenant.schema_name, kind=kind, **data)
