"""Addresses of products: made once, then kept for ever, since people pass them on."""

from django.utils.text import slugify

from catalog.models import Product

MAX_LENGTH = 70  # leaves room for a number within the column's 80
WITHOUT_NAME = "article"


def unique_slug(name: str) -> str:
    """Return an address made of `name` that no product has; numbered when it is taken."""
    base = slugify(name)[:MAX_LENGTH].strip("-") or WITHOUT_NAME
    taken = set(Product.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)
