"""The storefront's frame has changed: pages read it anew."""

import secrets
from typing import Any

from django.db import transaction

from kit import valkey, versions
from kit.clock import now
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.outbox import write_to_outbox
from shops.services.renew_window import renew_window

KIND = "frame_changed"


def touch_frame() -> None:
    """
    Make every page of the bound shop read its frame anew, once the current transaction is committed.

    The commit does so by itself (kit.versions). This is for when Valkey does not answer at that moment: it is
    told later, through the outbox, else other processes would show the old frame as long as they keep it. The shop's window on the
    platform's pages follows. Safe to call often.
    """
    transaction.on_commit(_renew_or_remember, using=SHOP_ALIAS, robust=True)
    renew_window()


def renew_frame(message: Any = None) -> None:
    """
    Give the frame a new version; the outbox calls it too.

    :raises kit.valkey.Away: if Valkey is away
    """
    versions.renew(versions.Change(current_tenant().id))


def _renew_or_remember() -> None:
    try:
        renew_frame()
    except valkey.Away:
        write_to_outbox(kind=KIND, key=f"{KIND}:{secrets.token_hex(8)}", payload={}, now=now())
