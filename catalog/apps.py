from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """What is sold: products, variants, photographs, stock."""

    name = "catalog"
