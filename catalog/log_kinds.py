"""The kinds of events of products, stock and categories; registered in CatalogConfig.ready()."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import Product, ProductImage, Variant
from kit.tenancy import current_tenant
from shops.history import register_kinds, register_labels

KINDS = {
    "product_added": _("Product added: %(product)s"),
    "product_copied": _("Product copied: %(product)s"),
    "product_changed": _("Product changed: %(product)s (%(product_fields)s)"),
    "price_changed": _("New price of %(product)s: %(after_amount)s instead of %(before_amount)s"),
    "product_published": _("Online now: %(product)s"),
    "product_withdrawn": _("No longer online: %(product)s"),
    "product_archived": _("Archived: %(product)s"),
    "product_moved": _("New address of %(product)s: %(after)s"),
    "examples_deleted": _("Examples of the first day deleted: %(count)s"),
    "stock_counted": _("Stock of %(product)s counted: %(after)s instead of %(before)s"),
    "sold_in_shop": _("Sold over the counter: %(product)s"),
    "category_added": _("Category added: %(category)s"),
    "category_changed": _("Category changed: %(category)s"),
    "category_address_changed": _("New address of %(category)s: %(after)s"),
    "category_moved": _("Category moved: %(category)s"),
    "category_removed": _("Category removed: %(category)s"),
}
FIELDS = {
    "category": _("category"),
    "facts": _("facts"),
    "defects": _("what is not perfect"),
    "photos": _("photos"),
    "options": _("options and variants"),
    "compare_at_price": _("former price"),
    "sku": _("article code"),
}


def register() -> None:
    """Say what happens to what is sold, and what its columns are called."""
    register_kinds("products", KINDS)
    labels = {field.name: field.verbose_name for table in (ProductImage, Variant, Product) for field in table._meta.concrete_fields}  # noqa: SLF001
    register_labels("product_fields", {**labels, **FIELDS})


def name_of(row: Any) -> str:
    """Return what a product or a category is called in the shop's own language, as the log names it."""
    return str(getattr(row, f"name_{current_tenant().languages[0]}") or row.name or row.slug)


def variant_name(variant: Variant) -> str:
    """Return what a variant is called, with its options."""
    return " ".join(filter(None, [name_of(variant.product), variant.option_text]))
