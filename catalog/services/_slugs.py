"""Addresses of products and categories: made once, then kept for ever, since people pass them on."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from catalog.models import Category, FormerAddress, Product
from catalog.models.former_address import AddressKind
from kit.database import broken_constraint
from kit.routers import SHOP_ALIAS

MAX_LENGTH = 70  # leaves room for a number within the column's 80
MAX_CATEGORY_LENGTH = 50  # within 60
WITHOUT_NAME = "article"
CATEGORY_WITHOUT_NAME = "categorie"  # a name without any Latin letter
ATTEMPTS = 50  # each lost one means that somebody else's product was saved


class _GivenAwayMeanwhile(Exception):
    """Another product left this address just now, and its links must keep leading to it."""


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
                if belongs_to_another(product.slug, AddressKind.PRODUCT, product):
                    raise _GivenAwayMeanwhile
        except _GivenAwayMeanwhile:
            continue
        except IntegrityError as error:
            if "slug" not in broken_constraint(error) or attempt == ATTEMPTS:
                raise
        else:
            return


def unique_slug(name: str) -> str:
    """Return an address made of `name` that no product has or had; numbered when it is taken."""
    return _free(_base(name, MAX_LENGTH) or WITHOUT_NAME, Product, AddressKind.PRODUCT)


def unique_category_slug(name: str) -> str:
    """Return an address made of `name` that no category has, nor had while it is still there; numbered when it is taken."""
    return _free(_base(name, MAX_CATEGORY_LENGTH) or CATEGORY_WITHOUT_NAME, Category, AddressKind.CATEGORY)


def belongs_to_another(slug: str, kind: AddressKind, row: Product | Category) -> bool:
    """Say whether links under this address lead to something else than `row`, as that had it before; one statement."""
    others = FormerAddress.objects.filter(kind=kind, slug=slug).exclude(product=None, category=None)
    return others.exclude(**{f"{kind}_id": row.pk}).exists()


def _base(name: str, max_length: int) -> str:
    return slugify(name)[:max_length].strip("-")


def _free(base: str, model: type[Product] | type[Category], kind: AddressKind) -> str:
    led_on = FormerAddress.objects.filter(kind=kind, slug__startswith=base).exclude(product=None, category=None)
    taken = {
        *model.objects.filter(slug__startswith=base).values_list("slug", flat=True),
        *led_on.values_list("slug", flat=True),
    }
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)
