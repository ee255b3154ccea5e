"""The background work of what shops pay us."""

from billing.services.look_after import look_after_subscriptions
from billing.services.receive_event import process_events
from kit.clock import now
from kit.tasks import platform_task


@platform_task(name="billing.tasks.look_after", ignore_result=True)
def look_after() -> None:
    """Try again what failed, ask what nobody told, end what has run out."""
    process_events(now=now())
    look_after_subscriptions(now=now())
