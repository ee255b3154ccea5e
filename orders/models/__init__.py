from orders.models.cart import Cart, CartLine
from orders.models.customer import Customer
from orders.models.order import (
    WAS_PAID,
    FulfillmentStatus,
    Order,
    OrderEvent,
    OrderEventKind,
    OrderLine,
    OrderStatus,
    PaidWith,
    PaymentMethod,
    PaymentStatus,
    kept_money,
)
from orders.models.ways_to_pay import BankTransfer, PaymentSettings

__all__ = [
    "WAS_PAID",
    "BankTransfer",
    "Cart",
    "CartLine",
    "Customer",
    "FulfillmentStatus",
    "Order",
    "OrderEvent",
    "OrderEventKind",
    "OrderLine",
    "OrderStatus",
    "PaidWith",
    "PaymentMethod",
    "PaymentSettings",
    "PaymentStatus",
    "kept_money",
]
