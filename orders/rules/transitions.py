"""Which step an order may take from where it stands. Order, payment and fulfillment are three statuses."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What may happen to an order."""

    PAY = "pay"
    EXPIRE = "expire"
    MARK_READY = "mark_ready"
    HAND_OVER = "hand_over"
    CANCEL = "cancel"


class NotPossibleNow(Exception):
    """The order no longer stands where this step can be taken; shown to the person, not an alarm."""


@dataclass(frozen=True, slots=True)
class Start:
    """The statuses from which a step may be taken; all three must fit."""

    order: frozenset[str]
    payment: frozenset[str]
    fulfillment: frozenset[str]


def _start(order: str, payment: str, fulfillment: str) -> Start:
    return Start(frozenset(order.split()), frozenset(payment.split()), frozenset(fulfillment.split()))


STARTS = {
    # A late payment may still find its order canceled; mark_paid decides whether it lives again.
    Step.PAY: _start("open canceled", "awaiting unpaid", "to_prepare ready handed_over"),
    Step.EXPIRE: _start("open", "awaiting", "to_prepare"),
    Step.MARK_READY: _start("open", "unpaid paid refunded", "to_prepare"),
    Step.HAND_OVER: _start("open", "unpaid paid refunded", "to_prepare ready"),
    Step.CANCEL: _start("open", "awaiting unpaid paid refunded", "to_prepare ready"),
}


def may(step: Step, *, order: str, payment: str, fulfillment: str) -> bool:
    """Return whether `step` is possible from these three statuses."""
    start = STARTS[step]
    return order in start.order and payment in start.payment and fulfillment in start.fulfillment


def next_step(*, order: str, payment: str, fulfillment: str) -> Step | None:
    """Return the one thing a shopkeeper does next with such an order: prepare it, hand it over, or nothing."""
    for step in (Step.MARK_READY, Step.HAND_OVER):
        if may(step, order=order, payment=payment, fulfillment=fulfillment):
            return step
    return None
