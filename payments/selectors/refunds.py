"""What of an order's money went back, and what still may."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from orders.models import Order, OrderLine, OrderStatus, PaidWith, PaymentMethod, PaymentStatus
from orders.models.order import kept_money
from payments.models import AttemptState, Dispute, PaymentAttempt, Refund, RefundState, RefundWay
from payments.models.dispute import NOT_LOST
from payments.models.refund import USELESS, RefundLine
from payments.rules.refunds import Left, LineLeft


@dataclass(frozen=True)
class Standing:
    """An order's money: how it goes back, what is left, and why nothing may go back (`blocked`, a code; empty when it may)."""

    order: Order
    way: str
    left: Left
    blocked: str = ""


def own_attempts(order: Order) -> QuerySet[PaymentAttempt]:
    """Return the payments that paid for an order, without those that it could not use, which went back by themselves."""
    paid = order.payment_attempts.filter(state=AttemptState.PAID)
    return paid.exclude(Q(refunds__is_automatic=True) & Q(refunds__reason__in=USELESS))


def left_of_attempt(attempt: PaymentAttempt) -> int:
    """Return the cents of a payment that did not go back and are not on their way either."""
    return max(attempt.amount - (attempt.refunds.live().aggregate(sum=Sum("amount"))["sum"] or 0), 0)


def way_back(order: Order) -> str:
    """Return the means by which an order's money goes back (payments.models.RefundWay): the one by which it came."""
    if order.payment_method == PaymentMethod.ONLINE and own_attempts(order).exists():
        return RefundWay.STRIPE
    if order.payment_method == PaymentMethod.BANK_TRANSFER:
        return RefundWay.TRANSFER
    return RefundWay.CASH if order.paid_with == PaidWith.CASH else RefundWay.CARD


def standing_of(order: Order) -> Standing:
    """Return how an order stands; lock it first to act on this. A few statements."""
    way = way_back(order)
    refunded = sum(order.refunds.live().of_orders_own_money().values_list("amount", flat=True))
    amount = max(order.paid_amount - refunded, 0)
    sources: tuple[tuple[int, int], ...] = ()
    if way == RefundWay.STRIPE:
        sources = tuple((attempt.pk, left_of_attempt(attempt)) for attempt in own_attempts(order))
        amount = min(amount, sum(left for _pk, left in sources))
    left = Left(amount, _lines_left(order), _shipping_left(order), sources, is_cash=way == RefundWay.CASH)
    return Standing(order, way, left, _blocked(order, way, amount))


def _blocked(order: Order, way: str, amount: int) -> str:
    if order.is_test:
        return "test"
    if not order.was_paid:
        return "not_paid"
    if way == RefundWay.STRIPE and Dispute.objects.blocking_refunds().filter(attempt__order=order).exists():
        return "disputed"
    return "" if amount > 0 else "nothing_left"


def _lines_left(order: Order) -> tuple[LineLeft, ...]:
    gone: Counter[int] = Counter()
    rows = RefundLine.objects.filter(refund__order=order, refund__in=Refund.objects.live()).values_list("order_line_id", "quantity")
    for line_id, quantity in rows:
        gone[line_id] += quantity
    lines = OrderLine.objects.filter(order=order)
    return tuple(LineLeft(line.pk, line.unit_price, max(line.quantity - gone[line.pk], 0)) for line in lines)


def _shipping_left(order: Order) -> int:
    gone = order.refunds.live().of_orders_own_money().aggregate(sum=Sum("shipping_amount"))["sum"] or 0
    return max(order.shipping_amount - gone, 0)


def open_disputes() -> QuerySet[Dispute]:
    """Return the disputes that are not over, the soonest due first, with their orders."""
    return Dispute.objects.open().select_related("attempt__order").order_by(F("evidence_due_at").asc(nulls_last=True), "pk")


def kept_after_disputes() -> QuerySet[Order]:
    """
    Return the canceled orders whose dispute did not end for the customer, and whose money is still with the shop, oldest first.

    A refund that failed is a task of its own; one that was left with the shop after the dispute is what the shop wanted.
    """
    over = Dispute.objects.filter(status__in=NOT_LOST, attempt__order=OuterRef("pk"))
    settled = Refund.objects.filter(order=OuterRef("pk"), state=RefundState.FAILED)
    settled = settled.filter(Q(settled_at=None) | Q(settled_at__gte=Subquery(over.order_by("-ended_at").values("ended_at")[:1])))
    orders = Order.objects.real().filter(status=OrderStatus.CANCELED, payment_status=PaymentStatus.PAID, is_disputed=False)
    orders = orders.filter(Exists(over)).exclude(Exists(settled)).annotate(kept=kept_money()).filter(kept__gt=0)
    return orders.order_by("canceled_at", "pk")


def refunds_to_look_at() -> QuerySet[Refund]:
    """Return the refunds that failed, and those that the shop gives back by hand and has not yet, with their orders."""
    needs_a_person = Q(state=RefundState.FAILED, settled_at=None) | (Q(state=RefundState.NEW) & ~Q(way=RefundWay.STRIPE))
    return Refund.objects.filter(needs_a_person).select_related("order")


def payer_account(order: Order) -> str:
    """Return the account number that an order's transfer came from; "" when nobody knows."""
    return order.bank_payments.exclude(payer_iban="").order_by("-pk").values_list("payer_iban", flat=True).first() or ""
