"""Somebody of the shop changes what we call them, and in which language we speak to them."""

from django.db import transaction

from kit.routers import PLATFORM_ALIAS
from shops.services.record_event import record_platform_event
from tenants.models import User
from tenants.services.update_person import update_person


@transaction.atomic(using=PLATFORM_ALIAS)
def update_own_account(*, user: User, name: str, language: str) -> None:
    """Set a person's name and language, in every shop they work in; the shop's log says so. Safe to call twice."""
    if (user.name, user.language) == (name, language):
        return
    update_person(user_id=user.pk, name=name, language=language)
    record_platform_event(kind="own_account_changed", name=name)
