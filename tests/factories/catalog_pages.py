"""What the storefront's pages need besides products: pictures with real names, a shop in several languages, holds."""

import datetime as dt
from typing import Any

from catalog.models import Option, OptionValue, Product, ProductImage, Reservation, StockLevel, Variant
from catalog.services.index_product import index_all_products
from kit.clock import now
from kit.storage import new_stem
from shops.models import ShopSettings
from shops.services.touch_frame import touch_frame
from tenants.models import Tenant

WIDTHS = (400, 800, 1600)


def picture(product: Product, **values: Any) -> ProductImage:
    """Make a ready photograph whose files exist by name only."""
    stem = new_stem("public/photos")
    files = [{"width": width, "avif": f"{stem}-{width}.avif", "jpeg": f"{stem}-{width}.jpg"} for width in WIDTHS]
    return ProductImage.objects.create(**{"product": product, "state": "ready", "files": files, "width": 1600, "height": 2000, **values})


def matrix(product: Product, sizes: list[str], colors: list[str], *, stock: dict[tuple[int, int], int]) -> None:
    """Give a product two options; `stock` by (size, color) position, five where it says nothing."""
    product.variants.all().delete()
    size = Option.objects.create(product=product, axis=1, name_fr="Taille", name_en="Size")
    color = Option.objects.create(product=product, axis=2, name_fr="Couleur", name_en="Color")
    size_values = [
        OptionValue.objects.create(option=size, name_fr=f"{name} (fr)", name_en=name, position=n) for n, name in enumerate(sizes)
    ]
    color_values = [OptionValue.objects.create(option=color, name_fr=name, name_en=name, position=n) for n, name in enumerate(colors)]
    for row, value_1 in enumerate(size_values):
        for column, value_2 in enumerate(color_values):
            position = row * len(colors) + column
            variant = Variant.objects.create(product=product, price=1000 + 500 * row, value_1=value_1, value_2=value_2, position=position)
            StockLevel.objects.create(variant=variant, on_hand=stock.get((row, column), 5))


def held(variant: Variant, *, holder: str = "cart:999999", minutes: int = 15) -> dt.datetime:
    """Let someone hold one of a variant; returns until when."""
    until = now() + dt.timedelta(minutes=minutes)
    Reservation.objects.create(variant=variant, holder=holder, quantity=1, expires_at=until)
    StockLevel.objects.filter(variant=variant).update(reserved=1)
    return until


def settle(**settings: Any) -> None:
    """Write settings of the shop and make every product findable; the frame is renewed even inside a test's transaction."""
    if settings:
        ShopSettings.objects.update(**settings)
    index_all_products()
    touch_frame()


def offer_languages(tenant: Tenant, languages: str) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(languages=languages)
