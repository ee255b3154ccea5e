"""Writing down what somebody did, with the deed itself."""

import json
from typing import Any

from django.db import connections

from kit.clock import now
from kit.routers import PLATFORM_ALIAS, SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.acting import current_actor
from shops.history import kind_named
from shops.models import ShopEvent

ACROSS = """
INSERT INTO {schema}.shops_shopevent (happened_at, user_id, user_name, support_reason, kind, data)
VALUES (%s, %s, %s, %s, %s, %s)
"""


class NoTransaction(RuntimeError):
    """Something was written down without the deed it belongs to. Always a bug, never shown."""


def record_event(*, kind: str, **data: Any) -> None:
    """
    Add a line to the shop's log, of a registered `kind`; part of the current transaction of the shop.

    Who did it is who acts in this request (shops.acting). `data` is JSON: names as they are now, amounts in
    cents under names that end in `amount`, never anything of a customer. NOT safe to call twice.

    :raises NoTransaction: outside a transaction: a change and its line are committed together or not at all
    :raises LookupError: if nobody registered the kind
    """
    kind_named(kind)
    if not connections[SHOP_ALIAS].in_atomic_block:
        raise NoTransaction(kind)
    actor = current_actor()
    ShopEvent.objects.create(
        happened_at=now(), user_id=actor.user_id, user_name=actor.name, support_reason=actor.reason, kind=kind, data=data
    )


def record_platform_event(*, kind: str, **data: Any) -> None:
    """
    Add a line about a change in the platform's tables, such as the team; part of the platform's current transaction.

    Otherwise as `record_event`, with the same errors.
    """
    record_in_schema(current_tenant().schema_name, kind=kind, **data)


def record_in_schema(schema_name: str, *, kind: str, **data: Any) -> None:
    """
    Add a line to the log of the shop with this schema; part of the platform's current transaction.

    The row goes through the *platform's* connection into the shop's table, named in full, as `wake_up_at`
    does the other way. Otherwise as `record_event`, with the same errors.
    """
    kind_named(kind)
    if not connections[PLATFORM_ALIAS].in_atomic_block:
        raise NoTransaction(kind)
    actor = current_actor()
    statement = ACROSS.format(schema=connections[PLATFORM_ALIAS].ops.quote_name(schema_name))
    with connections[PLATFORM_ALIAS].cursor() as cursor:
        cursor.execute(statement, [now(), actor.user_id, actor.name, actor.reason, kind, json.dumps(data)])
