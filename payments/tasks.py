"""The background work of payments, run by the queue."""

from kit.clock import now
from kit.tasks import shop_task
from payments.services import process_event as event_service


@shop_task(name="payments.tasks.process_event", ignore_result=True)
def process_event(event_pk: int) -> None:
    """Deal with one message of Stripe that was kept."""
    event_service.process_event(event_pk=event_pk, now=now())
