from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """What is sold: products, variants, photographs, stock."""

    name = "catalog"

    def ready(self) -> None:
        from catalog.services import stock
        from shops import background

        background.register_chore("release_expired_holds", stock.release_expired)
