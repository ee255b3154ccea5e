"""A new shop gets what its trade begins with, so that it looks like its owner's on the first day."""

import datetime as dt
from contextlib import ExitStack

from django.db import transaction

from catalog.models import Category, Product
from catalog.rules.categories import CategoryWords
from catalog.services.add_category import add_category
from catalog.services.examples import Example, add_example
from kit.routers import SHOP_ALIAS
from landing.communes import COMMUNES
from landing.packs import Pack, pack_of
from shops.models import ShopSettings
from shops.services.update_settings import update_settings


def furnish_shop(*, trade: str, postcode: str, email: str, now: dt.datetime) -> None:
    """
    Fill the bound, new shop with its trade's theme, texts, categories and three examples, and with its commune.

    No opening hours: a customer would stand before a closed door. Nothing is touched in a shop that has
    categories or products. Locks the settings, so that two at once furnish it once. Safe to call twice.
    """
    pack = pack_of(trade)
    french, dutch = COMMUNES.get(postcode, ("", ""))
    with transaction.atomic(using=SHOP_ALIAS):
        ShopSettings.objects.select_for_update().get(pk=ShopSettings.SINGLE_ROW)
        if Category.objects.exists() or Product.objects.exists():
            return
        update_settings(
            columns={
                "theme": pack.theme,
                "postcode": postcode,
                "email": email,
                **{f"tagline_{code}": text for code, text in pack.tagline.items()},
                **{f"hero_title_{code}": text for code, text in pack.headline.items()},
                **{f"city_{code}": dutch if code == "nl" else french for code in pack.tagline},
            }
        )
        _fill_shelves(pack, trade=trade, now=now)


def _fill_shelves(pack: Pack, *, trade: str, now: dt.datetime) -> None:
    shelves = [add_category(words=CategoryWords(names=names)).pk for names in pack.categories]
    for number, product in enumerate(pack.products):
        with ExitStack() as files:
            photo = files.enter_context(product.photo.open("rb")) if product.photo and product.photo.exists() else None
            example = Example(
                key=f"{trade}-{number}",
                names=product.names,
                price=product.price,
                vat_rate=pack.vat_rate,
                category_id=shelves[product.category],
                is_unique=product.is_unique,
                photo=photo,
            )
            add_example(example=example, now=now)
