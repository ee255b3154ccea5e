"""Orders as the shopkeeper works through them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import CharField, Count, F, Func, Q, QuerySet, Sum, Value

from kit.clock import in_brussels
from orders.models import FulfillmentStatus, Order, OrderStatus, kept_money

MIN_DIGITS = 4  # fewer would find half of all phone numbers
_NOT_DIGITS = Value(r"[^0-9]"), Value(""), Value("g")


@dataclass(frozen=True, slots=True)
class DayFigures:
    """
    How it goes: takings in cents, and how many orders wait; test orders are not counted.

    Takings are what was ordered and not canceled, whether paid or to be paid at collection, without what went back; today
    is the day on the shop's clock, `week` the seven days that end today.
    """

    taken_today: int
    taken_week: int
    orders_today: int
    orders_week: int
    to_prepare: int
    ready: int


def orders_to_prepare() -> QuerySet[Order]:
    """Return the orders to prepare with their lines, first come first; those whose payment is awaited are not among them."""
    return _open(FulfillmentStatus.TO_PREPARE).order_by("placed_at", "pk")


def orders_ready() -> QuerySet[Order]:
    """Return the orders that wait for their customer with their lines, the longest waiting first."""
    return _open(FulfillmentStatus.READY).order_by("ready_at", "pk")


def orders_awaiting_transfer() -> QuerySet[Order]:
    """Return the orders that wait for money on the shop's account with their lines and transfers, the soonest due first."""
    waiting = Order.objects.awaiting_transfer().select_related("transfer").prefetch_related("lines")
    return waiting.order_by("transfer__due_on", "pk")


def orders_done() -> QuerySet[Order]:
    """Return the orders that were handed over or canceled, with their lines, newest first."""
    done = Order.objects.confirmed().filter(status__in=[OrderStatus.COMPLETED, OrderStatus.CANCELED])
    return done.prefetch_related("lines").order_by("-pk")


def search_orders(text: str, *, by_contact: bool = True) -> QuerySet[Order]:
    """
    Return the orders whose number, name, e-mail or phone has `text`, newest first, with their lines.

    Without `by_contact` neither e-mail nor phone is looked at: whoever may not see them can't guess them either.

    Capitals and accents do not matter, nor spaces in a phone number. Every order is found, also one
    that was never paid. No text finds nothing.
    """
    text = text.strip()
    if not text:
        return Order.objects.none()
    wanted = Q(number=text.lstrip("#")) | Q(folded_name__contains=Func(Value(text), function="ext.fold", output_field=CharField()))
    if by_contact:
        wanted |= Q(email__icontains=text)
    digits = "".join(char for char in text if char.isdigit() and char.isascii())
    if by_contact and len(digits) >= MIN_DIGITS:
        wanted |= Q(phone_digits__contains=digits)
    found = Order.objects.alias(
        folded_name=Func(F("name"), function="ext.fold", output_field=CharField()),
        phone_digits=Func(F("phone"), *_NOT_DIGITS, function="regexp_replace", output_field=CharField()),
    ).filter(wanted)
    return found.select_related("transfer").prefetch_related("lines").order_by("-pk")


def order_detail(number: str) -> Order:
    """
    Return one order by its number, with lines and events.

    :raises Order.DoesNotExist: if the shop has no such order
    """
    return Order.objects.select_related("customer", "transfer").prefetch_related("lines", "events").get(number=number)


def day_figures(now: dt.datetime) -> DayFigures:
    """Count today's work and takings, in one query."""
    midnight = in_brussels(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Q(placed_at__gte=midnight) & ~Q(status=OrderStatus.CANCELED)
    week = Q(placed_at__gte=midnight - dt.timedelta(days=6)) & ~Q(status=OrderStatus.CANCELED)
    is_open = Q(status=OrderStatus.OPEN)
    figures = (
        Order.objects.confirmed()
        .real()
        .aggregate(
            taken_today=Sum(kept_money(), filter=today, default=0),
            taken_week=Sum(kept_money(), filter=week, default=0),
            orders_today=Count("pk", filter=today),
            orders_week=Count("pk", filter=week),
            to_prepare=Count("pk", filter=is_open & Q(fulfillment_status=FulfillmentStatus.TO_PREPARE)),
            ready=Count("pk", filter=is_open & Q(fulfillment_status=FulfillmentStatus.READY)),
        )
    )
    return DayFigures(**figures)


def _open(fulfillment: FulfillmentStatus) -> QuerySet[Order]:
    return Order.objects.confirmed().open().filter(fulfillment_status=fulfillment).prefetch_related("lines")
