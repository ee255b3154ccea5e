from orders.models.cart import Cart, CartLine
from orders.models.customer import Customer
from orders.models.order import (
    FulfillmentStatus,
    Order,
    OrderEvent,
    OrderEventKind,
    OrderLine,
    OrderStatus,
    PaymentMethod,
    PaymentStatus,
)

__all__ = [
    "Cart",
    "CartLine",
    "Customer",
    "FulfillmentStatus",
    "Order",
    "OrderEvent",
    "OrderEventKind",
    "OrderLine",
    "OrderStatus",
    "PaymentMethod",
    "PaymentStatus",
]
