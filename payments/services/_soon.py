"""Having the shop's background work done right after this transaction."""

import datetime as dt

from kit.tasks import enqueue_on_commit, task_named
from shops.outbox import RUN_CHORES
from tenants.services.wake_up import wake_up_at

HEAD_START = dt.timedelta(seconds=20)  # for the queue; then beat finds the row


def work_soon(now: dt.datetime) -> None:
    """Ask that the chores run once the current transaction is committed; also when the broker is away."""
    wake_up_at(now + HEAD_START)
    enqueue_on_commit(task_named(RUN_CHORES))
