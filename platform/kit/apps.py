from django.apps import AppConfig


class KitConfig(AppConfig):
    """What every app may use and that knows none of them."""

    name = "kit"
