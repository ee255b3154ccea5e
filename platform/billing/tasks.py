"""The background work of what shops pay us."""

import logging

from billing.catalogue import sync_what_changed
from billing.services import receive_event
from billing.services.instruct import carry_out_waiting
from billing.services.look_after import look_after_subscriptions
from kit.clock import now
from kit.tasks import platform_task
from payments.gateways.base import GatewayError

logger = logging.getLogger(__name__)


@platform_task(name="billing.tasks.process_event", ignore_result=True)
def process_event(event_pk: int) -> None:
    """Deal with one message of Stripe that was kept."""
    receive_event.process_event(event_pk=event_pk, now=now())


@platform_task(name="billing.tasks.sync_plans", ignore_result=True)
def sync_plans() -> None:
    """Tell Stripe of plans that have changed."""
    _tell_of_plans()


@platform_task(name="billing.tasks.look_after", ignore_result=True)
def look_after() -> None:
    """Do what the queue lost, try again what failed, ask what nobody told, end what has run out."""
    receive_event.process_events(now=now())
    _tell_of_plans()
    carry_out_waiting(now=now())
    look_after_subscriptions(now=now())


def _tell_of_plans() -> None:
    try:
        sync_what_changed()
    except GatewayError as error:
        logger.warning("plans wait for Stripe: %s", error)  # beat comes by again
