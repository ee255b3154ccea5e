from orders.models.cart import Cart, CartLine
from orders.models.customer import Customer
from orders.models.order import (
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
