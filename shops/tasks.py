"""The shop's background work, run by the queue."""

from kit.clock import now
from kit.tasks import shop_task
from shops import background


@shop_task(name="shops.tasks.run_chores", ignore_result=True)
def run_chores() -> None:
    """Do whatever is due in the bound shop."""
    background.run_chores(now=now())
