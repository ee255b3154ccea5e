"""
Orders in every state, placed and moved on by the same services as everybody's, only at past times.

What was paid online was really paid, in the Stripe sandbox: it can be refunded, and its account
shows it. Where no sandbox answers (`manage.py seed_demo` on its own) the order is only marked paid.
"""

import datetime as dt
from collections import Counter
from typing import Any

from django.db import transaction

from catalog.models import Product, Variant
from demo.seed.content import ShopContent
from kit import clock
from kit.clock import BRUSSELS, in_brussels
from kit.routers import PLATFORM_ALIAS, SHOP_ALIAS
from orders.models import Cart, Order, PaymentMethod
from orders.rules.details import CheckoutDetails
from orders.rules.totals import order_totals
from orders.selectors.cart_lines import lines_of
from orders.services.add_to_cart import add_to_cart
from orders.services.cancel_order import cancel_order
from orders.services.hand_over import hand_over
from orders.services.mark_paid import mark_paid
from orders.services.mark_ready import mark_ready
from orders.services.place_order import place_order
from payments.gateways.base import GatewayError
from payments.services.apply_session import apply_session
from payments.services.start_payment import CannotBePaid, start_payment
from shops.models import ShippingMethod
from stripe_sandbox import clock as sandbox_clock
from stripe_sandbox.services.pay_session import Payer, pay_session

ENTERED_ONLINE = ("new_paid_online", "awaiting_payment")
METHODS = ("bancontact", "bancontact", "ideal")
PAID_WITH = ("cash", "card")
LEAST_AGE = dt.timedelta(minutes=4)
READY_AFTER = dt.timedelta(hours=2, minutes=20)
HANDED_OVER_AFTER = dt.timedelta(hours=26)
CANCELED_AFTER = dt.timedelta(hours=5)

Entry = dict[str, Any]


def taken_by_orders(shop: ShopContent) -> dict[tuple[str, int], int]:
    """Return how much of each (product, variant number) the orders take that are not canceled."""
    taken: Counter[tuple[str, int]] = Counter()
    for order in shop["order"]:
        if order["state"] != "canceled":
            for line in order["lines"]:
                taken[line["product"], line["variant"]] += line["quantity"]
    return dict(taken)


def seed_orders(shop: ShopContent, *, by: Any, now: dt.datetime) -> int:
    """
    Place the shop's orders, oldest first, each with its own transactions; returns how many were missing.

    Called outside a transaction: paying asks the sandbox over HTTP. Safe to run twice: an order that
    was placed is left as it is. `by` is the person of the backoffice who moved them on.
    """
    placed = 0
    timed = [(_placed_at(entry, back, now=now), entry) for back, entry in enumerate(shop["order"])]
    for number, (placed_at, entry) in enumerate(sorted(timed, key=lambda pair: pair[0])):
        token = f"demo-{shop['slug']}-{number}"[:32]
        if Order.objects.filter(cart__token=token).exists():
            continue
        order = _place(entry, token, shop, is_online=_is_paid_online(entry, number), now=placed_at)
        _bring_to_its_state(order, entry, by=by, placed_at=placed_at, now=now)
        placed += 1
    return placed


def _placed_at(entry: Entry, back: int, *, now: dt.datetime) -> dt.datetime:
    """Return when it was ordered: never in the future, and just now when its payment is still awaited."""
    if entry["state"] == "awaiting_payment":
        return now - LEAST_AGE
    day = in_brussels(now).date() - dt.timedelta(days=entry["days_ago"])
    wished = dt.datetime.combine(day, dt.time.fromisoformat(entry["time"]), tzinfo=BRUSSELS).astimezone(dt.UTC)
    return min(wished, now - LEAST_AGE * (back + 2))


def _is_paid_online(entry: Entry, number: int) -> bool:
    if entry["state"] in ENTERED_ONLINE or entry["shipping"] == "delivery":
        return True
    return entry["state"] in ("ready", "handed_over") and number % 2 == 0


@transaction.atomic(using=SHOP_ALIAS)
def _place(entry: Entry, token: str, shop: ShopContent, *, is_online: bool, now: dt.datetime) -> Order:
    cart, _created = Cart.objects.get_or_create(token=token)
    cart.lines.all().delete()
    for line in entry["lines"]:
        cart = add_to_cart(cart=cart, variant_id=_variant(shop, line).pk, quantity=line["quantity"], now=now)
    method = ShippingMethod.objects.filter(kind=entry["shipping"], is_active=True)[0]
    details = CheckoutDetails(
        name=entry["name"],
        email=entry["email"],
        phone=entry.get("phone", ""),
        language=entry["language"],
        shipping_method_id=method.pk,
        payment_method=_payment_method(entry, is_online=is_online),
        note=entry.get("note", ""),
        **entry.get("address", {}),
    )
    total = order_totals(lines_of(cart.pk), shipping=method.price).total
    return place_order(cart_id=cart.pk, details=details, shown_total=total, now=now)


def _payment_method(entry: Entry, *, is_online: bool) -> PaymentMethod:
    if entry["state"] == "awaiting_transfer":
        return PaymentMethod.BANK_TRANSFER
    return PaymentMethod.ONLINE if is_online else PaymentMethod.AT_COLLECTION


def _variant(shop: ShopContent, line: Entry) -> Variant:
    """Return the variant of a line; its SKU is unique in the shop."""
    product = next(product for product in shop["product"] if product["slug"] == line["product"])
    return Variant.objects.get(product=Product.objects.get(slug=line["product"]), sku=product["variant"][line["variant"]]["sku"])


def _bring_to_its_state(order: Order, entry: Entry, *, by: Any, placed_at: dt.datetime, now: dt.datetime) -> None:
    def moment(after: dt.timedelta) -> dt.datetime:
        return min(placed_at + after, now)

    if order.payment_method == PaymentMethod.ONLINE:
        _pay(order, is_paid=entry["state"] != "awaiting_payment", paid_at=moment(dt.timedelta(minutes=3)))
    if entry["state"] in ("ready", "handed_over"):
        mark_ready(order_id=order.pk, user=by, now=moment(READY_AFTER))
    if entry["state"] == "handed_over":
        hand_over(order_id=order.pk, user=by, now=moment(HANDED_OVER_AFTER), paid_with=PAID_WITH[order.pk % len(PAID_WITH)])
    if entry["state"] == "canceled":
        cancel_order(order_id=order.pk, user=by, reason="", now=moment(CANCELED_AFTER))


def _pay(order: Order, *, is_paid: bool, paid_at: dt.datetime) -> None:
    """Pay in the sandbox, dated then. No payment page can be made for a time that is over, so the order is fresh while it is paid."""
    present, placed_at = clock.now(), order.placed_at
    Order.objects.filter(pk=order.pk).update(placed_at=present)
    try:
        start_payment(order_id=order.pk, now=present)
        if is_paid:
            attempt = order.payment_attempts.live().get()
            with transaction.atomic(using=PLATFORM_ALIAS), sandbox_clock.at(paid_at):
                pay_session(attempt.stripe_session_id, Payer(METHODS[order.pk % len(METHODS)], name=order.name))
            apply_session(attempt_id=attempt.pk, now=paid_at)
    except (CannotBePaid, GatewayError):  # no sandbox is running
        if is_paid:
            mark_paid(order_id=order.pk, now=paid_at, by="demo")
    finally:
        Order.objects.filter(pk=order.pk).update(placed_at=placed_at)
