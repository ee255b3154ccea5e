"""The shopkeeper changes what a product says, costs and how many there are."""

import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from catalog.locks import lock_category, lock_stock
from catalog.log_kinds import name_of, variant_name
from catalog.models import Product, ProductImage, ProductStatus, StockLevel, Variant
from catalog.rules.examples import HINTS
from catalog.rules.lines import Line, in_languages, with_hidden_languages
from catalog.rules.publication import missing_for_publication
from catalog.services._slugs import save_with_slug
from catalog.services.add_category import category_called
from catalog.services.index_product import index_product
from catalog.services.publish_product import NotReadyToPublish, readiness_of
from catalog.services.stock import set_on_hand
from kit.database import broken_constraint
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.history import base_columns
from shops.services.changed_meanwhile import ChangedMeanwhile, not_as_seen
from shops.services.record_event import record_event


class SkuTaken(Exception):
    """Another variant of the shop has this article code; `sku` says which. Shown to the shopkeeper."""

    def __init__(self, sku: str) -> None:
        super().__init__(sku)
        self.sku = sku


@dataclass(frozen=True, kw_only=True)
class VariantChange:
    """
    New figures of one variant: `columns` by name, such as {"price": 1250}, in gross cents, and how many there are.

    What is not named stays, and so does the stock when `on_hand` is None. `seen` is what the page showed of these.
    """

    variant_id: int
    columns: dict[str, Any] = field(default_factory=dict)
    on_hand: int | None = None
    seen: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ProductChanges:
    """
    What changes: `columns` by name, such as {"vat_rate": 600, "name_fr": "Pain"}; figures of variants; what photos show.

    `new_category` is the name of a category that may not exist yet, and then counts instead of the column.
    `facts` and `defects` replace those of before, see catalog.rules.lines; None leaves them. `alts` are columns by
    image id: {7: {"alt_fr": "..."}}. What is not named stays.

    `seen`, `seen_lines` (of "facts" and "defects") and `seen_alts` are what the page showed of these; what it did not
    show is written whatever it is now.
    """

    columns: dict[str, Any] = field(default_factory=dict)
    new_category: str = ""
    facts: tuple[Line, ...] | None = None
    defects: tuple[Line, ...] | None = None
    variants: tuple[VariantChange, ...] = ()
    alts: dict[int, dict[str, str]] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)
    seen_lines: dict[str, tuple[Line, ...]] = field(default_factory=dict)
    seen_alts: dict[int, dict[str, str]] = field(default_factory=dict)


@transaction.atomic(using=SHOP_ALIAS)
def update_product(*, product_id: int, changes: ProductChanges, user_id: int | None, now: dt.datetime) -> Product:
    """
    Apply the changes. The address stays, but for a draft that had no name to make one of.

    A category that is gone is no category. Locks the category, the product, then the stock rows of all its variants.
    Safe to call twice with the same changes.

    :raises ChangedMeanwhile: if something is neither what was seen any more nor what is wanted
    :raises SkuTaken: if another variant has one of the article codes
    :raises catalog.services.stock.HeldByCheckout: if customers hold more than a new count
    :raises catalog.services.add_category.TooManyCategories: if the new category would be one too many
    :raises NotReadyToPublish: if a product that is online would lack what customers need
    """
    columns = _with_category(changes)
    product = Product.objects.select_for_update().get(pk=product_id)
    levels = lock_stock(product.variants.values_list("pk", flat=True))  # all at once and in id order, whatever changes after it
    _refuse_overwriting(product, changes, levels)
    had_name = bool(_own_name(product))
    changed = _changed(product, columns, changes)
    if product.is_example:
        _make_their_own(product)
    for column, value in columns.items():
        setattr(product, column, value)
    _write_lines(product, changes)
    if not had_name and product.published_at is None and _own_name(product):
        save_with_slug(product, _own_name(product))
    else:
        product.save()
    for change in sorted(changes.variants, key=lambda change: change.columns.get("sku", "")):  # codes too are taken in one order
        _update_variant(product, change, user_id=user_id, now=now)
    for image_id, columns in changes.alts.items():
        ProductImage.objects.filter(pk=image_id, product=product).update(**columns)
    if product.status == ProductStatus.PUBLISHED:
        _refuse_if_unfit(product)
    index_product(product.pk)
    if changed:
        record_event(kind="product_changed", product=name_of(product), product_id=product.pk, product_fields=changed)
    return product


def _make_their_own(product: Product) -> None:
    """An example that the shopkeeper changes is an example no more."""
    product.is_example = False
    for code, word in HINTS.items():
        if getattr(product, f"hint_{code}") == word:
            setattr(product, f"hint_{code}", "")


def _with_category(changes: ProductChanges) -> dict[str, Any]:
    if changes.new_category:
        return {**changes.columns, "category_id": lock_category(category_called(name=changes.new_category).pk)}
    if "category_id" in changes.columns:
        return {**changes.columns, "category_id": lock_category(changes.columns["category_id"])}
    return changes.columns


def _changed(product: Product, columns: dict[str, Any], changes: ProductChanges) -> list[str]:
    """Return the names of what changes in the product itself, as its log calls them; prices and counts are told by themselves."""
    names = [column for column, value in columns.items() if (getattr(product, column) or "") != (value or "")]
    names += [name for name in ("facts", "defects") if getattr(changes, name) is not None]
    names += [column for texts in changes.alts.values() for column in texts]
    names += [column for change in changes.variants for column in change.columns if column != "price"]
    return base_columns(names)


def _write_lines(product: Product, changes: ProductChanges) -> None:
    own = current_tenant().languages[0]
    if changes.facts is not None:
        product.facts = with_hidden_languages(changes.facts, product.facts, own=own)
    if changes.defects is not None:
        before = [{"text": defect} for defect in product.defects]
        product.defects = [line["text"] for line in with_hidden_languages(changes.defects, before, own=own)]


def _refuse_overwriting(product: Product, changes: ProductChanges, levels: dict[int, StockLevel]) -> None:
    """Compare what is there now with what the page showed; the product's lock keeps its variants and photographs as they are."""
    present: dict[tuple[type[Model], int], dict[str, Any]] = {
        (Product, product.pk): not_as_seen(product, wanted=changes.columns, seen=changes.seen) | _lines_not_as_seen(product, changes)
    }
    variants, images = product.variants.in_bulk(), product.images.in_bulk()
    for change in changes.variants:
        if change.variant_id in variants:
            different = not_as_seen(variants[change.variant_id], wanted=change.columns, seen=change.seen)
            if change.on_hand is not None and change.variant_id in levels:
                different |= not_as_seen(levels[change.variant_id], wanted={"on_hand": change.on_hand}, seen=change.seen)
            present[Variant, change.variant_id] = different
    for image_id, columns in changes.alts.items():
        if image_id in images:
            present[ProductImage, image_id] = not_as_seen(images[image_id], wanted=columns, seen=changes.seen_alts.get(image_id, {}))
    if present := {place: columns for place, columns in present.items() if columns}:
        raise ChangedMeanwhile(present)


def _lines_not_as_seen(product: Product, changes: ProductChanges) -> dict[str, Any]:
    present = {"facts": product.facts, "defects": [{"text": defect} for defect in product.defects]}
    said = partial(in_languages, languages=current_tenant().languages)
    return {
        name: present[name]
        for name, wanted in (("facts", changes.facts), ("defects", changes.defects))
        if wanted is not None and name in changes.seen_lines and said(present[name]) not in (said(changes.seen_lines[name]), said(wanted))
    }


def _own_name(product: Product) -> str:
    return getattr(product, f"name_{current_tenant().languages[0]}") or ""


def _update_variant(product: Product, change: VariantChange, *, user_id: int | None, now: dt.datetime) -> None:
    if change.columns:
        _write_figures(product, change, now=now)
    if change.on_hand is not None and product.variants.filter(pk=change.variant_id).exists():
        set_on_hand(variant_id=change.variant_id, on_hand=change.on_hand, user_id=user_id, now=now)


def _write_figures(product: Product, change: VariantChange, *, now: dt.datetime) -> None:
    sku = change.columns.get("sku", "")
    if sku and Variant.objects.filter(sku=sku).exclude(pk=change.variant_id).exists():
        raise SkuTaken(sku)
    before = Variant.objects.select_related("product", "value_1", "value_2").filter(pk=change.variant_id, product=product).first()
    if before is None:
        return
    try:
        with transaction.atomic(using=SHOP_ALIAS):
            Variant.objects.filter(pk=before.pk).update(**change.columns, updated_at=now)
    except IntegrityError as error:  # another product took the code at this very moment
        if "sku" not in broken_constraint(error):
            raise
        raise SkuTaken(sku) from error
    if change.columns.get("price", before.price) != before.price:
        amounts = {"before_amount": before.price, "after_amount": change.columns["price"]}
        record_event(kind="price_changed", product=variant_name(before), product_id=product.pk, **amounts)


def _refuse_if_unfit(product: Product) -> None:
    """A unique piece that was sold stays online as sold; all else that publishing asks for must stay true."""
    missing = [code for code in missing_for_publication(readiness_of(product)) if code != "one_piece" or not _was_sold(product)]
    if missing:
        raise NotReadyToPublish(missing)


def _was_sold(product: Product) -> bool:
    levels = StockLevel.objects.filter(variant__product=product)
    return product.variants.count() == 1 and all(level.on_hand == 0 for level in levels)
