from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Carts, checkout, orders, fulfillment."""

    name = "orders"
