"""Carts and orders for tests. Call inside `with shop.entered():`."""

import datetime as dt
from typing import Any

from catalog.models import Variant
from orders.models import Cart, CartLine, Order, PaymentSettings
from orders.rules.details import CheckoutDetails
from orders.rules.totals import order_totals
from orders.selectors.cart_lines import lines_of
from orders.services.place_order import place_order
from shops.models import ShippingKind, ShippingMethod
from tests.factories.catalog import make_variant

NOW = dt.datetime(2026, 11, 26, 13, 0, tzinfo=dt.UTC)  # a Thursday, 14:00 in Brussels


def make_cart(*quantities: tuple[Variant, int]) -> Cart:
    """Make a cart with so many of each variant."""
    cart = Cart.objects.create()
    for variant, quantity in quantities:
        CartLine.objects.create(cart=cart, variant=variant, quantity=quantity)
    return cart


def pickup() -> ShippingMethod:
    """Return the shop's collection in the shop."""
    return ShippingMethod.objects.filter(kind=ShippingKind.PICKUP).get()


def make_delivery(price: int = 500) -> ShippingMethod:
    """Make a flat-rate delivery."""
    return ShippingMethod.objects.create(
        kind=ShippingKind.DELIVERY,
        name_fr="Livraison",
        name_nl="Levering",
        name_en="Delivery",
        name_de="Lieferung",
        price=price,
        position=1,
    )


def make_details(**values: Any) -> CheckoutDetails:
    """Make what a customer says: collection in the shop, paid there, unless told otherwise."""
    usual = {
        "name": "Léa Moreau",
        "email": "lea@mail.test",
        "phone": "0400 00 12 34",
        "language": "en",
        "shipping_method_id": values["shipping_method_id"] if "shipping_method_id" in values else pickup().pk,
        "payment_method": "at_collection",
    }
    return CheckoutDetails(**{**usual, **values})


def make_order(*quantities: tuple[Variant, int], now: dt.datetime = NOW, **details: Any) -> Order:
    """Place an order through the real service: one cactus when nothing is said. `payment_method="online"` awaits its payment."""
    cart = make_cart(*(quantities or [(make_variant(), 1)]))
    said = make_details(**details)
    shipping = ShippingMethod.objects.get(pk=said.shipping_method_id)
    total = order_totals(lines_of(cart.pk), shipping=shipping.price).total
    return place_order(cart_id=cart.pk, details=said, shown_total=total, now=now)


def make_awaiting_order(*quantities: tuple[Variant, int], **values: Any) -> Order:
    """Place an order that awaits its online payment."""
    return make_order(*quantities, payment_method="online", **values)


def take_transfers(**values: Any) -> PaymentSettings:
    """Let the shop take bank transfers, on the account of tests.factories.statements."""
    said = {"by_transfer": True, "iban": "BE68539007547034", "holder": "Boulangerie SRL", **values}
    settings, _created = PaymentSettings.objects.update_or_create(pk=PaymentSettings.SINGLE_ROW, defaults=said)
    return settings


def make_transfer_order(*quantities: tuple[Variant, int], **values: Any) -> Order:
    """Place an order that waits for a transfer."""
    take_transfers()
    return make_order(*quantities, payment_method="bank_transfer", **values)
