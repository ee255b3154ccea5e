"""Addresses of products and categories: made once, then kept for ever, since people pass them on."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from catalog.models import Category, Product
from kit.database import broken_constraint
from kit.routers import SHOP_ALIAS

MAX_LENGTH = 70  # leaves room for a number within the column's 80
MAX_CATEGORY_LENGTH = 50  # within 60
WITHOUT_NAME = "article"
CATEGORY_WITHOUT_NAME = "categorie"  # a name without any Latin letter
ATTEMPTS = 50  # each lost one means that somebody else's product was saved


def save_with_slug(product: Product, name: str, **how: Any) -> None:
    """
    Save a product under an address made of `name`; `how` goes to `Product.save`.

    When somebody takes that address at the same moment, the next free one is tried, in a savepoint.
    """
    for attempt in range(1, ATTEMPTS + 1):
        product.slug = unique_slug(name)
        try:
            with transaction.atomic(using=SHOP_ALIAS):
                product.save(**how)
        except IntegrityError as error:
            if "slug" not in broken_constraint(error) or attempt == ATTEMPTS:
                raise
        else:
            return


def unique_slug(name: str) -> str:
    """Return an address made of `name` that no product has; numbered when it is taken."""
    return _free(_base(name, MAX_LENGTH) or WITHOUT_NAME, Product)


def unique_category_slug(name: str) -> str:
    """Return an address made of `name` that no category has; numbered when it is taken."""
    return _free(_base(name, MAX_CATEGORY_LENGTH) or CATEGORY_WITHOUT_NAME, Category)


def _base(name: str, max_length: int) -> str:
    return slugify(name)[:max_length].strip("-")


def _free(base: str, model: type[Product] | type[Category]) -> str:
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)
