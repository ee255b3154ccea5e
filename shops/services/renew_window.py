"""What the platform's pages show of the shop may have changed."""

from django.db import transaction

from kit.clock import now
from kit.routers import SHOP_ALIAS
from kit.tasks import enqueue, task_named
from tenants.services.wake_up import wake_up_at

TASK = "catalog.tasks.show_window"


def renew_window() -> None:
    """
    Ask that the shop's window on the platform is looked at again, once the current transaction is committed.

    With the broker away, a chore does it. Asked for often in one transaction, it is done once. Safe to call often.
    """
    waiting = transaction.get_connection(SHOP_ALIAS).run_on_commit
    if not any(entry[1] is _ask for entry in waiting):
        transaction.on_commit(_ask, using=SHOP_ALIAS, robust=True)


def _ask() -> None:
    if not enqueue(task_named(TASK)):
        wake_up_at(now())
