"""The shop's background work, run by the queue."""

from kit.clock import now
from kit.tasks import platform_task, shop_task
from shops import background
from shops.services import keep_figures as figures
from shops.services.process_shop_picture import process_shop_picture
from tenants.services.wake_up import answer_wake_ups, wake_ups_to_answer


@shop_task(name="shops.tasks.run_chores", ignore_result=True)
def run_chores() -> None:
    """Do whatever is due in the bound shop."""
    moment = now()
    asked = wake_ups_to_answer(now=moment)
    if not background.run_chores(now=moment):
        answer_wake_ups(asked)


@shop_task(name="shops.tasks.process_picture", ignore_result=True)
def process_picture(picture_id: int) -> None:
    """Prepare one of the shop's own pictures."""
    process_shop_picture(picture_id=picture_id)


@platform_task(name="shops.tasks.keep_figures", ignore_result=True)
def keep_figures() -> int:
    """Write down what was counted since the last time, in each shop; returns how many batches there were."""
    return figures.keep_figures(now=now())
