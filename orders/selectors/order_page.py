"""An order as its customer sees it, behind the secret link."""

from dataclasses import dataclass
from enum import StrEnum

from orders.models import BankTransfer, FulfillmentStatus, Order, OrderEventKind, OrderLine, PaymentMethod, PaymentStatus
from orders.rules.totals import VatInside, vat_inside


class Stage(StrEnum):
    """Where the order stands, in one word."""

    AWAITING = "awaiting"  # its online payment
    TO_PREPARE = "to_prepare"
    READY = "ready"
    HANDED_OVER = "handed_over"
    CANCELED = "canceled"
    EXPIRED = "expired"  # canceled as it was not paid in time


@dataclass(frozen=True, slots=True)
class OrderPage:
    """What the page shows. `reason` is what the shop said when it canceled."""

    order: Order
    stage: Stage
    lines: list[OrderLine]
    vat: VatInside
    reason: str
    transfer: BankTransfer | None = None

    @property
    def is_paid(self) -> bool:
        return self.order.was_paid

    @property
    def is_refunded(self) -> bool:
        return self.order.payment_status == PaymentStatus.REFUNDED

    @property
    def is_contested(self) -> bool:
        """Whether a bank looks into its payment, and nothing of that goes back meanwhile."""
        return self.order.is_disputed and not self.order.refunded_amount

    @property
    def is_over(self) -> bool:
        return self.stage in (Stage.CANCELED, Stage.EXPIRED)

    @property
    def article_count(self) -> int:
        return sum(line.quantity for line in self.lines)


def order_page(secret: str) -> OrderPage:
    """
    Return the order behind a secret link, in three queries, four when it is paid by transfer.

    :raises Order.DoesNotExist: if the shop has none
    """
    order = Order.objects.prefetch_related("lines", "events").get(secret=secret)
    canceling = [event for event in order.events.all() if event.kind == OrderEventKind.CANCELED]
    lines = list(order.lines.all())
    return OrderPage(
        order=order,
        stage=_stage(order, was_canceled_by_a_person=bool(canceling)),
        lines=lines,
        vat=vat_inside(lines, shipping=order.shipping_amount, shipping_vat_rate=order.shipping_vat_rate),
        reason=str(canceling[-1].data.get("reason", "")) if canceling else "",
        transfer=BankTransfer.objects.filter(order=order).first() if order.payment_method == PaymentMethod.BANK_TRANSFER else None,
    )


def _stage(order: Order, *, was_canceled_by_a_person: bool) -> Stage:
    if order.is_canceled:
        return Stage.CANCELED if was_canceled_by_a_person else Stage.EXPIRED
    if order.payment_status == PaymentStatus.AWAITING:
        return Stage.AWAITING
    return {
        FulfillmentStatus.TO_PREPARE: Stage.TO_PREPARE,
        FulfillmentStatus.READY: Stage.READY,
        FulfillmentStatus.HANDED_OVER: Stage.HANDED_OVER,
    }[FulfillmentStatus(order.fulfillment_status)]
