from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """What is sold: products, variants, photographs, stock."""

    name = "catalog"

    def ready(self) -> None:
        from catalog import log_kinds, tasks  # noqa: F401 -- known by name to those who enqueue
        from catalog.backoffice import menu
        from catalog.selectors import category_links
        from catalog.selectors import check as points
        from catalog.selectors import launch as selectors
        from catalog.services import examples, process_pending_images, show_window, stock
        from catalog.storefront import lost
        from shops import background, check, launch
        from shops.selectors.read_frame import register_categories
        from shops.storefront import errors

        background.register_chore("release_expired_holds", stock.release_expired)
        background.register_chore("process_pending_images", process_pending_images.process_pending_images)
        background.register_chore("show_window", show_window.show_window)
        errors.register_finder(lost.find_alike)
        register_categories(category_links.category_links)
        log_kinds.register()
        check.register_points("catalog", points.catalog_points)
        launch.register("catalog", requirements=selectors.catalog_requirements, steps=selectors.catalog_steps)
        launch.register_opening(examples.hide_examples)
        menu.register()
