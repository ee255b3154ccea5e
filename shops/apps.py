from django.apps import AppConfig


class ShopsConfig(AppConfig):
    """The shop's own settings, theme and background work; the frame of storefront and backoffice."""

    name = "shops"

    def ready(self) -> None:
        from shops import background, tasks  # noqa: F401 -- tasks are known by name to those who enqueue
        from shops.backoffice import menu
        from shops.services import deliver_outbox, process_shop_picture

        background.register_chore("deliver_outbox", deliver_outbox.deliver_outbox)
        background.register_chore("process_pending_shop_pictures", process_shop_picture.process_pending_shop_pictures)
        menu.register()
