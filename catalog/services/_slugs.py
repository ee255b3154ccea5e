"""Addresses of products and categories: made once, then kept for ever, since people pass them on."""

from django.utils.text import slugify

from catalog.models import Category, Product

MAX_LENGTH = 70  # leaves room for a number within the column's 80
MAX_CATEGORY_LENGTH = 50  # within 60
WITHOUT_NAME = "article"
CATEGORY_WITHOUT_NAME = "categorie"  # a name without any Latin letter


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
