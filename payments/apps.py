from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Collecting money for orders; the only place that knows Stripe for shops."""

    name = "payments"
