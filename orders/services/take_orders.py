"""Does the shop take orders just now? The one place that decides it for an order that is being placed."""

import datetime as dt
from functools import partial

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.models import PaymentMethod
from shops.models import ShopSettings
from shops.rules.standing import Standing
from shops.selectors.standing import standing_held


class NotTakingOrders(Exception):
    """The shop pauses, or was opened while a test order was being placed. Shown to the customer."""


def require_taking_orders(*, payment_method: str, now: dt.datetime) -> bool:
    """
    Return whether the order that is being placed is a test; the answer holds until the transaction ends.

    Before the launch only test orders are taken, after it only real ones, and none while the shop pauses.

    :raises NotTakingOrders: if an order like this is not taken now
    """
    stands = standing_held(now=now)
    is_test = payment_method == PaymentMethod.TEST
    if stands == Standing.PAUSED or is_test != (stands == Standing.NOT_OPEN):
        raise NotTakingOrders(stands)
    if is_test:
        transaction.on_commit(partial(_note_test, now), using=SHOP_ALIAS)
    return is_test


def _note_test(now: dt.datetime) -> None:
    """Note that the shop was tried; after the commit, as two test orders at once hold the row together."""
    ShopSettings.objects.update(tested_at=now)
