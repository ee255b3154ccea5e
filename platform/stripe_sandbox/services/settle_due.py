"""What happens by itself when its time comes. One place for all kinds of objects, so that order is kept among them."""

import logging
from collections.abc import Callable

from django.db import OperationalError, transaction

from stripe_sandbox import clock
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.expire_session import settle_session
from stripe_sandbox.services.open_dispute import close_dispute
from stripe_sandbox.services.pay_invoice import collect_invoice
from stripe_sandbox.services.pay_out import make_available, settle_payout
from stripe_sandbox.services.refund_charge import settle_refund
from stripe_sandbox.services.settle_subscription import settle_subscription
from stripe_sandbox.store import DB

logger = logging.getLogger(__name__)
HANDLERS: dict[str, Callable[[StoredObject], object]] = {
    "balance_transaction": make_available,
    "checkout.session": settle_session,
    "dispute": close_dispute,
    "invoice": collect_invoice,
    "payout": settle_payout,
    "refund": settle_refund,
    "subscription": settle_subscription,
}
AT_MOST = 5000  # a loop that never ends would be a bug here


def settle_due() -> int:
    """
    Let everything happen whose time has come, earliest first and dated then; returns how many objects changed.

    Called before each API request and page, so a caller never sees the past. May run at any moment, also
    twice at once: an object in somebody else's hands is left to them.
    """
    for settled in range(AT_MOST):
        if not _settle_one():
            return settled
    return AT_MOST


def _settle_one() -> bool:
    """
    Deal with the earliest; False when there is none. One that fails is logged and left as it is, so that it does not
    stand in the way of all others.
    """
    row: StoredObject | None = None
    try:
        with transaction.atomic(using=DB):
            row = StoredObject.objects.due(HANDLERS, clock.now()).select_for_update(skip_locked=True).first()
            if row is None or row.deadline_at is None:
                return False
            moment, row.deadline_at = row.deadline_at, None
            row.save(update_fields=["deadline_at"])
            with clock.at(moment):
                HANDLERS[row.kind](row)
    except OperationalError:
        raise  # the database is away, or two waited for each other: the next call tries again
    except Exception:
        logger.exception("sandbox could not settle %s", row)
        if row is None:
            raise
        StoredObject.objects.filter(pk=row.pk).update(deadline_at=None)
    return True
