from django.apps import AppConfig


class ShopsConfig(AppConfig):
    """The shop's own settings, theme and background work; the frame of storefront and backoffice."""

    name = "shops"

    def ready(self) -> None:
        from shops import background
        from shops.services import deliver_outbox

        background.register_chore("deliver_outbox", deliver_outbox.deliver_outbox)
