"""The switch that keeps play money out of production."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class StripeSandboxConfig(AppConfig):
    name = "stripe_sandbox"
    verbose_name = "Stripe sandbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Refuse to load beside real money , then register the API."""
        if settings.VITRINE_MODE == "production":
            raise ImproperlyConfigured("stripe_sandbox takes play money: remove it from INSTALLED_APPS in production.")
        if settings.STRIPE_SECRET_KEY.startswith("sk_live_"):
            raise ImproperlyConfigured("stripe_sandbox refuses a live key: STRIPE_SECRET_KEY starts with sk_live_.")
        import_module("stripe_sandbox.resources")  # each resource registers its routes
