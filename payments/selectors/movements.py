"""
What moved in a period: the one list from which the page "Money", its check and the export are added up.

A fixed number of statements, however many orders. Days are those of the shop's street. Test orders are
nowhere. Money of each kind has its function: another kind (given back by hand, say) is one more.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypedDict

from django.db.models import Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from kit.clock import in_brussels
from orders.models import WAS_PAID, Order, OrderLine, PaymentMethod
from payments.models import AttemptState, BalanceEntry, BankPayment, BankPaymentState, PaymentAttempt, Refund, RefundReason, RefundState
from payments.models.ledger import PAYOUT_KINDS, EntryKind
from payments.models.refund import NOT_OF_ORDER, USELESS
from payments.rules.movements import MARGIN, Check, Movement, check
from payments.rules.periods import Period
from payments.rules.priced import Priced


class _Vat(TypedDict):
    gross_by_rate: dict[int, int]
    vat_by_rate: dict[int, int]


class _Booked(TypedDict):
    stripe_fee: int | None
    platform_fee: int | None
    payout: str


@dataclass
class Books:
    """The movements of a period in their order, and whether they agree with the orders."""

    movements: list[Movement]
    check: Check


@dataclass
class _Period:
    """What is collected on the way."""

    period: Period
    prices: dict[int, Priced] = field(default_factory=dict)
    given_before: dict[int, int] = field(default_factory=dict)
    refunded: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def has(self, moment: dt.datetime | None) -> bool:
        return moment is not None and self.period.begins_at <= moment < self.period.ends_at

    def move(self, order_id: int, amount: int) -> "_Vat":
        """Return the VAT of so much of an order, as a movement wants it."""
        gross, vat = self.prices[order_id].move(amount) if amount else ({}, {})
        return {"gross_by_rate": gross, "vat_by_rate": vat}


def books_of(period: Period) -> Books:
    """Return what moved in a period and how it compares with the orders; ten statements."""
    online = list(_online(period))
    refunds = list(_refunds(period))
    transfers = _transfers(period)
    paid = list(_paid_orders(period))
    ids = {row.pk for row in paid} | {each.order_id for each in online} | {each.order_id for each in refunds} | set(transfers)
    seen = _Period(period, _prices(ids), _given_before(period, [each.order_id for each in refunds]))
    entries = _entries([each.pk for each in online], [each.pk for each in refunds])
    movements = [
        *_at_the_counter(paid, seen),
        *_of_attempts(online, entries, seen),
        *_of_transfers(transfers, seen),
        *_of_refunds(refunds, entries, seen),
        *_of_loose_entries(period),
    ]
    movements.sort(key=lambda each: (each.day, each.number, -each.amount))
    agreed = check(
        movements,
        paid={row.pk: row.paid_amount for row in paid},
        refunded=seen.refunded,
        numbers={row.pk: row.number or "" for row in paid} | {each.order_id: each.number for each in movements if each.order_id},
        reasons={row.pk: "marked_paid" for row in paid if row.payment_method == PaymentMethod.ONLINE and not row.was_paid_online},  # type: ignore[attr-defined]
    )
    return Books(movements, agreed)


def _paid_orders(period: Period) -> Iterable[Order]:
    ours = PaymentAttempt.objects.filter(order=OuterRef("pk"), state=AttemptState.PAID).exclude(needs_attention__in=USELESS)
    paid = Order.objects.real().exclude(payment_method=PaymentMethod.TEST).filter(payment_status__in=WAS_PAID)
    paid = paid.filter(paid_at__gte=period.begins_at, paid_at__lt=period.ends_at).annotate(was_paid_online=Exists(ours))
    return paid.only("number", "total_amount", "rounding_amount", "paid_at", "paid_with", "payment_method").order_by("pk")


def _prices(ids: set[int]) -> dict[int, Priced]:
    """Return what the price of each of these orders consists of; two statements."""
    shipping = Order.objects.filter(pk__in=ids).values_list("pk", "total_amount", "shipping_amount", "shipping_vat_rate")
    rows = list(shipping)
    prices = {pk: Priced(total) for pk, total, _amount, _rate in rows}
    lines = OrderLine.objects.filter(order_id__in=ids).order_by().values_list("order_id", "vat_rate", "is_margin")
    for order_id, rate, is_margin, gross in lines.annotate(gross=Sum("total_amount")):
        prices[order_id].add(MARGIN if is_margin else rate, gross)
    for pk, _total, amount, rate in rows:
        prices[pk].add_delivery(rate, amount)
    return prices


def _online(period: Period) -> Iterable[PaymentAttempt]:
    paid = PaymentAttempt.objects.filter(state=AttemptState.PAID, paid_at__gte=period.begins_at, paid_at__lt=period.ends_at)
    over = Refund.objects.filter(attempt=OuterRef("pk"), reason=RefundReason.OVERPAID, is_automatic=True).values("amount")
    paid = paid.filter(order__is_test=False).annotate(too_much=Coalesce(Subquery(over), 0))
    return paid.select_related("order").defer("params", "url").order_by("paid_at", "pk")


def _refunds(period: Period) -> Iterable[Refund]:
    """Return what went back in the period, online or by hand."""
    done = Refund.objects.filter(state=RefundState.SUCCEEDED, done_at__gte=period.begins_at, done_at__lt=period.ends_at)
    return done.filter(order__is_test=False).select_related("attempt", "order").order_by("done_at", "pk")


def _given_before(period: Period, orders: list[int]) -> dict[int, int]:
    """Return how many cents of these orders went back before the period; one statement."""
    done = Refund.objects.filter(state=RefundState.SUCCEEDED, done_at__lt=period.begins_at, order_id__in=orders)
    sums = done.exclude(reason__in=NOT_OF_ORDER).order_by().values_list("order_id").annotate(amount=Sum("amount"))
    return dict.fromkeys(orders, 0) | dict(sums)


def _entries(attempts: list[int], refunds: list[int]) -> dict[tuple[str, int], BalanceEntry]:
    """Return Stripe's entry of each of these payments and refunds; one statement."""
    wanted = Q(kind=EntryKind.CHARGE, attempt_id__in=attempts) | Q(kind=EntryKind.REFUND, refund_id__in=refunds)
    found = BalanceEntry.objects.filter(wanted).select_related("payout")
    return {(entry.kind, entry.attempt_id if entry.kind == EntryKind.CHARGE else entry.refund_id): entry for entry in found}  # type: ignore[misc]


def _at_the_counter(paid: list[Order], seen: _Period) -> Iterator[Movement]:
    for order in paid:
        if order.payment_method == PaymentMethod.AT_COLLECTION and order.paid_at is not None:
            yield Movement(
                day=_day(order.paid_at),
                kind="sale",
                way=order.paid_with or "counter",
                amount=order.paid_amount,
                sale=order.paid_amount,
                rounding=order.rounding_amount,
                order_id=order.pk,
                number=order.number or "",
                **seen.move(order.pk, order.total_amount),
            )


def _of_attempts(attempts: list[PaymentAttempt], entries: dict[tuple[str, int], BalanceEntry], seen: _Period) -> Iterator[Movement]:
    for attempt in attempts:
        entry = entries.get((EntryKind.CHARGE, attempt.pk))
        amount = entry.amount if entry else attempt.amount
        sale = 0 if attempt.needs_attention in USELESS else attempt.amount - attempt.too_much  # type: ignore[attr-defined]
        yield Movement(
            day=_day(attempt.paid_at),
            kind="sale",
            way=f"online:{attempt.method}",
            amount=amount,
            sale=sale,
            order_id=attempt.order_id,
            number=attempt.order.number or "",
            reason="" if amount == sale else attempt.needs_attention or "amount_differs",
            stripe_id=attempt.stripe_payment_intent_id,
            **_booked(entry),
            **seen.move(attempt.order_id, sale),
        )


def _of_refunds(refunds: list[Refund], entries: dict[tuple[str, int], BalanceEntry], seen: _Period) -> Iterator[Movement]:
    for refund in refunds:
        price, own = seen.prices[refund.order_id], refund.reason not in NOT_OF_ORDER
        before = seen.given_before.pop(refund.order_id, None)
        if before is not None and refund.order.paid_at is not None:  # the first; what was paid may have come in another period
            price.used = price.total - before
        priced = min(refund.amount, price.used) if own else 0  # what is more was the rounding of cash
        if own:
            seen.refunded[refund.order_id] += refund.amount
        booked = _booked(entries.get((EntryKind.REFUND, refund.pk)))
        if refund.attempt is None:
            booked["stripe_fee"] = booked["platform_fee"] = 0
        yield Movement(
            day=_day(refund.done_at),
            kind="refund",
            way=f"online:{refund.attempt.method}" if refund.attempt else refund.way,
            amount=-refund.amount,
            sale=-refund.amount if own else 0,
            rounding=priced - refund.amount if own else 0,
            order_id=refund.order_id,
            number=refund.order.number or "",
            reason="" if own else refund.reason,
            stripe_id=refund.stripe_refund_id,
            **booked,
            **seen.move(refund.order_id, -priced),
        )


def _transfers(period: Period) -> dict[int, list[BankPayment]]:
    """Return all that ever came by transfer for the orders for which something came or went back in the period; one statement."""
    came = Q(received_on__range=(period.first, period.last))
    went = Q(surplus_settled_at__gte=period.begins_at, surplus_settled_at__lt=period.ends_at)
    orders = BankPayment.objects.filter(came | went, state=BankPaymentState.MATCHED, order__is_test=False).order_by().values("order_id")
    found: dict[int, list[BankPayment]] = defaultdict(list)
    rows = BankPayment.objects.filter(order_id__in=orders, state=BankPaymentState.MATCHED)
    for payment in rows.select_related("order").order_by("received_on", "pk"):
        found[payment.order_id or 0].append(payment)
    return found


def _of_transfers(transfers: dict[int, list[BankPayment]], seen: _Period) -> Iterator[Movement]:
    for order_id, payments in transfers.items():
        order = payments[0].order
        left = order.total_amount if order and order.paid_at and order.payment_method == PaymentMethod.BANK_TRANSFER else 0
        for payment in payments:
            sale = min(left, payment.amount)
            left -= sale
            yield from _of_transfer(order_id, payment, sale, seen)


def _of_transfer(order_id: int, payment: BankPayment, sale: int, seen: _Period) -> Iterator[Movement]:
    """Give what came, and what of it went back: first what was too much, then what was the order's."""
    number = (payment.order.number if payment.order else "") or ""
    vat = seen.move(order_id, sale)
    why = "surplus" if sale or (payment.order and payment.order.paid_at) else "canceled" if payment.surplus_amount else "part_paid"
    if seen.period.has(payment.received_on):
        reason = "" if sale == payment.amount else why
        yield Movement(
            payment.received_on, "sale", "transfer", payment.amount, sale, order_id=order_id, number=number, reason=reason, **vat
        )
    if payment.surplus_settled_at is None:
        return
    back = max(0, payment.surplus_amount - (payment.amount - sale))
    vat = seen.move(order_id, -back)
    if seen.has(payment.surplus_settled_at):
        day, amount = _day(payment.surplus_settled_at), -payment.surplus_amount
        if back:
            seen.refunded[order_id] += back
        reason = "" if -back == amount else why
        yield Movement(day, "refund", "transfer", amount, -back, order_id=order_id, number=number, reason=reason, **vat)


def _of_loose_entries(period: Period) -> Iterator[Movement]:
    """Give what stands in Stripe's books and is no payment or refund that is done on our side: disputes, fees, what we did not make."""
    rows = BalanceEntry.objects.filter(happened_at__gte=period.begins_at, happened_at__lt=period.ends_at).exclude(kind__in=PAYOUT_KINDS)
    rows = rows.exclude(kind=EntryKind.CHARGE, attempt__state=AttemptState.PAID).exclude(
        kind=EntryKind.REFUND, refund__state=RefundState.SUCCEEDED
    )
    rows = rows.exclude(attempt__order__is_test=True)
    for entry in rows.select_related("attempt__order", "refund", "payout").defer("attempt__params", "attempt__url"):
        order = entry.attempt.order if entry.attempt else None
        is_fee = entry.kind == EntryKind.FEE
        booked = _booked(entry)
        if is_fee:  # as much as the balance lost
            booked["stripe_fee"], booked["platform_fee"] = -entry.net, 0
        yield Movement(
            day=_day(entry.happened_at),
            kind="sale" if entry.kind == EntryKind.CHARGE else entry.kind,
            way="online:other" if is_fee or entry.attempt is None else f"online:{entry.attempt.method}",
            amount=0 if is_fee else entry.amount,
            order_id=order.pk if order else None,
            number=(order.number if order else "") or "",
            reason="" if is_fee else _why(entry),
            stripe_id=entry.source_id or entry.stripe_id,
            **booked,
        )


def _why(entry: BalanceEntry) -> str:
    if entry.kind in (EntryKind.DISPUTE, EntryKind.DISPUTE_REVERSAL):
        return "dispute"
    if entry.kind == EntryKind.REFUND_FAILURE or (entry.refund and entry.refund.state == RefundState.FAILED):
        return "refund_failed"
    if entry.kind == EntryKind.REFUND:
        return "refund_underway" if entry.refund else "made_at_stripe"
    return "made_at_stripe"


def _booked(entry: BalanceEntry | None) -> _Booked:
    """Return what Stripe's books say of a movement, None for fees that are not known yet."""
    if entry is None:
        return {"stripe_fee": None, "platform_fee": None, "payout": ""}
    payout = entry.payout.stripe_id if entry.payout else ""
    return {"stripe_fee": entry.stripe_fee, "platform_fee": entry.platform_fee, "payout": payout}


def _day(moment: dt.datetime | None) -> dt.date:
    if moment is None:
        raise ValueError("a movement without its day")
    return in_brussels(moment).date()
