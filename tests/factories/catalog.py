"""Products for tests. Call inside `with shop.entered():`."""

import datetime as dt
import itertools
from typing import Any

from catalog.models import Category, Option, OptionValue, Product, ProductImage, ProductKind, ProductStatus, StockLevel, Variant
from kit.storage import new_file_name

_numbers = itertools.count(1)

WORDS_FR = ("Petit", "Moyen", "Grand", "Très grand")
WORDS_EN = ("Small", "Medium", "Large", "Very large")


def make_category(name: str = "Plants", **values: Any) -> Category:
    return Category.objects.create(**{"slug": f"category-{next(_numbers)}", "name_fr": f"{name} (fr)", "name_en": name, **values})


def make_product(
    name: str = "Cactus", *, price: int = 1290, on_hand: int = 5, variants: int = 1, with_picture: bool = False, **values: Any
) -> Product:
    """
    Make a published product with its variants and their stock.

    More than one variant makes an option "Size" with a value for each. `price` is that of each variant.
    """
    number = next(_numbers)
    product = Product.objects.create(
        **{
            "slug": f"product-{number:03}",  # two digits would be those of a name given twice, and stand in the title
            "name_fr": f"{name} (fr)",
            "name_en": name,
            "status": ProductStatus.PUBLISHED,
            "published_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
            **values,
        }
    )
    option = Option.objects.create(product=product, axis=1, name_fr="Taille", name_en="Size") if variants > 1 else None
    for position in range(variants):
        value = None
        if option:
            value = OptionValue.objects.create(option=option, name_fr=WORDS_FR[position], name_en=WORDS_EN[position], position=position)
        variant = Variant.objects.create(product=product, price=price, position=position, value_1=value, sku=f"SKU-{number}-{position}")
        StockLevel.objects.create(variant=variant, on_hand=on_hand)
    if with_picture:
        make_picture(product)
    return product


def make_variant(name: str = "Cactus", *, price: int = 1290, on_hand: int = 5, **values: Any) -> Variant:
    """Make a product with one variant, and return the variant."""
    return make_product(name, price=price, on_hand=on_hand, **values).variants.get()


def make_unique_piece(name: str = "Chair", *, price: int = 8900, on_hand: int = 1, **values: Any) -> Variant:
    """Make a one-of-a-kind product, and return its variant."""
    return make_variant(name, price=price, on_hand=on_hand, kind=ProductKind.UNIQUE, **{"condition": "good", **values})


def make_picture(product: Product, **values: Any) -> ProductImage:
    """Make a ready picture whose files exist by name only."""
    files = [
        {"width": width, "avif": new_file_name("public/products", "avif"), "jpeg": new_file_name("public/products", "jpg")}
        for width in (400, 800)
    ]
    return ProductImage.objects.create(**{"product": product, "state": "ready", "files": files, "width": 800, "height": 1000, **values})


def stock_of(variant: Variant) -> tuple[int, int]:
    """Return (on_hand, reserved) as the database has them."""
    return StockLevel.objects.values_list("on_hand", "reserved").get(pk=variant.pk)
