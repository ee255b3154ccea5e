from django.apps import AppConfig


class LandingConfig(AppConfig):
    """What the platform shows everyone: landing page, list of shops, health."""

    name = "landing"
