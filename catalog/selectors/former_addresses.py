"""Where something is now that had another address before."""

from catalog.models import Category, FormerAddress, Product, ProductStatus
from catalog.models.former_address import AddressKind


def product_moved_to(slug: str) -> str | None:
    """
    Return the slug of the product that is meant by an address no product has: a former one, or one in capitals; else None.

    Drafts are nobody's business. Two statements at most.
    """
    known = Product.objects.exclude(status=ProductStatus.DRAFT)
    former = known.filter(former_addresses__kind=AddressKind.PRODUCT, former_addresses__slug=slug.lower())
    if slug != slug.lower() and known.filter(slug=slug.lower()).exists():
        return slug.lower()
    return former.values_list("slug", flat=True).first()


def category_moved_to(slug: str) -> str | None:
    """Return the slug of the category that is meant by an address no category has; None when there is none. Two statements at most."""
    if slug != slug.lower() and Category.objects.filter(slug=slug.lower()).exists():
        return slug.lower()
    former = Category.objects.filter(former_addresses__kind=AddressKind.CATEGORY, former_addresses__slug=slug.lower())
    return former.values_list("slug", flat=True).first()


def category_is_gone(slug: str) -> bool:
    """Say whether a removed category had this address; one statement."""
    return FormerAddress.objects.filter(kind=AddressKind.CATEGORY, slug=slug.lower(), category=None).exists()
