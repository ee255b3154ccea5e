"""The catalog's background work, run by the queue."""

from catalog.models import ProductImage
from catalog.services import show_window as window
from kit.tasks import shop_task
from shops.services.process_picture import process_picture


@shop_task(name="catalog.tasks.process_image", ignore_result=True)
def process_image(image_id: int) -> None:
    """Prepare one photograph of a product."""
    process_picture(ProductImage, image_id)
    window.show_window()


@shop_task(name="catalog.tasks.show_window", ignore_result=True)
def show_window() -> None:
    """Let the platform's pages show the shop as it is now."""
    window.show_window()
