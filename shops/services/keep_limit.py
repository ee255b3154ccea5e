"""A shop has room for what its plan says; what is there stays, only more of it waits for another plan."""

from collections.abc import Callable

from django.db import connections

from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.models import ShopSettings
from tenants.selectors import plan_of

KINDS = ("max_products", "max_people", "max_languages")


class LimitReached(Exception):
    """The plan has no room for one more. Shown beside the field, in the words of shops.limit_words."""

    def __init__(self, kind: str, *, limit: int, plan: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.limit = limit
        self.plan = plan


def keep_limit(kind: str, *, used: Callable[[], int], more: int = 1) -> None:
    """
    Do nothing while the bound shop's plan has room for `more` of a kind beside those `used`; part of the current transaction.

    Locks the shop's settings until it ends, so that of two who add at once the second counts what the first added.
    Without a plan, or where it says nothing, there is no limit.

    :raises LimitReached: if there is no room
    """
    if kind not in KINDS or not connections[SHOP_ALIAS].in_atomic_block:
        raise RuntimeError(f"{kind}: only inside a transaction does a limit hold")
    plan = plan_of(current_tenant().id)
    limit = getattr(plan, kind, None)
    if plan is None or limit is None:
        return
    ShopSettings.objects.select_for_update().get(pk=ShopSettings.SINGLE_ROW)
    if used() + more > limit:
        raise LimitReached(kind, limit=limit, plan=plan.name)
