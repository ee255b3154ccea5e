"""What a demo shop sells."""

import datetime as dt
from typing import Any

from catalog.models import Category, Option, OptionValue, Product, ProductImage, ProductStatus, Variant
from catalog.services.index_product import index_all_products
from catalog.services.stock import set_on_hand
from demo.seed.content import ShopContent, texts
from demo.seed.pictures import hang
from shops.models import ShopPicture, ShopSettings

NEWEST_FIRST = dt.timedelta(hours=7)  # between two publications, so that "newest first" has something to sort


def seed_catalog(shop: ShopContent, *, extra: dict[tuple[str, int], int], now: dt.datetime) -> None:
    """
    Fill the bound shop's empty catalog.

    `extra` is what the orders to come will take, by (product, variant number): the stock that is
    written down is what is left after them.
    """
    shelves = {
        category["slug"]: Category.objects.create(
            slug=category["slug"], icon=category.get("icon", ""), position=position, **texts(Category, shop, name=category["name"])
        )
        for position, category in enumerate(shop["category"])
    }
    for position, entry in enumerate(shop["product"]):
        product = _product(shop, entry, shelves[entry["category"]], position, now=now - NEWEST_FIRST * (position + 1))
        for number, variant in enumerate(_variants(shop, entry, product)):
            on_hand = entry["variant"][number]["stock"] + extra.get((entry["slug"], number), 0)
            set_on_hand(variant_id=variant.pk, on_hand=on_hand, user_id=None, now=now)
    index_all_products()


def _product(shop: ShopContent, entry: dict[str, Any], category: Category, position: int, *, now: dt.datetime) -> Product:
    written = ("name", "hint", "description", "allergens")
    return Product.objects.create(
        slug=entry["slug"],
        category=category,
        kind=entry["kind"],
        status=entry["status"],
        vat_rate=entry["vat_rate"],
        is_margin=entry.get("is_margin", False),
        unit_quantity=entry.get("unit_quantity"),
        unit=entry.get("unit", ""),
        condition=entry.get("condition", ""),
        defects=entry.get("defects", []),
        facts=entry.get("facts", []),
        is_featured=entry.get("featured", False),
        position=position,
        published_at=now if entry["status"] == ProductStatus.PUBLISHED else None,
        **texts(Product, shop, **{name: entry.get(name, "") for name in written}),
    )


def _variants(shop: ShopContent, entry: dict[str, Any], product: Product) -> list[Variant]:
    axes = [_values(shop, product, axis, option) for axis, option in enumerate(entry.get("option", []), start=1)]
    made = []
    for position, each in enumerate(entry["variant"]):
        chosen = {f"value_{axis}": values[index] for axis, (values, index) in enumerate(zip(axes, each["values"], strict=True), start=1)}
        made.append(
            Variant.objects.create(
                product=product,
                sku=each["sku"],
                price=each["price"],
                compare_at_price=each.get("compare_at_price"),
                position=position,
                unit_quantity=each.get("unit_quantity"),
                **chosen,
            )
        )
    return made


def _values(shop: ShopContent, product: Product, axis: int, option: dict[str, Any]) -> list[OptionValue]:
    row = Option.objects.create(product=product, axis=axis, **texts(Option, shop, name=option["name"]))
    return [
        OptionValue.objects.create(option=row, position=position, **texts(OptionValue, shop, name=value))
        for position, value in enumerate(option["values"])
    ]


def hang_photos(shop: ShopContent, settings: ShopSettings) -> None:
    """Hang the photographs of the shop and of its products. Takes what the darkroom made."""
    settings.hero_picture = hang(ShopPicture(), shop["shop"]["hero_photo"])
    settings.story_picture = hang(ShopPicture(), shop["shop"]["story_photo"])
    settings.save(update_fields=["hero_picture", "story_picture", "updated_at"])
    products = {product.slug: product for product in Product.objects.all()}
    for entry in shop["product"]:
        names = [*([entry["photo"]] if "photo" in entry else []), *entry.get("more_photos", [])]
        for position, name in enumerate(names):
            alt = texts(ProductImage, shop, alt=entry["alt"]) if position == 0 else {}
            hang(ProductImage(product=products[entry["slug"]], position=position, **alt), name)
