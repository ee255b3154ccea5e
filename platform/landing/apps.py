from django.apps import AppConfig


class LandingConfig(AppConfig):
    """What the platform shows everyone: landing page, list of shops, prices, texts, health."""

    name = "landing"

    def ready(self) -> None:
        from landing import checks  # noqa: F401 -- registers itself
