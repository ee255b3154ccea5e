"""What the shopkeeper sees of the catalog."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Coalesce, Concat

from catalog.models import Product, ProductImage, ProductKind, ProductStatus, StockLevel, Variant
from kit.tenancy import current_tenant

STATES = ("all", "published", "draft", "sold_out", "archived")
LANGUAGES = ("fr", "nl", "en", "de")


@dataclass(frozen=True)
class ProductRow:
    """A line of the list. Prices in gross cents; `state` is published, draft, sold_out or archived."""

    id: int
    name: str
    image: ProductImage | None
    price_from: int | None
    has_range: bool
    on_hand: int
    available: int
    is_unique: bool
    is_example: bool
    state: str
    missing_languages: tuple[str, ...]


class Fold(Func):
    """Lower case and without accents, as the database's own `ext.fold`."""

    function = "ext.fold"
    output_field = TextField()


def product_list(*, state: str = "all", query: str = "") -> QuerySet[Product]:
    """Return the products of a tab of the list, newest first, found by any of their names or article codes."""
    products = _in_state(Product.objects.all(), state)
    if query.strip():
        products = _matching(products, query.strip())
    stock = StockLevel.objects.filter(variant__product=OuterRef("pk")).order_by().values("variant__product")
    return products.annotate(
        price_from=Min("variants__price"),
        price_to=Max("variants__price"),
        in_stock=Coalesce(Subquery(stock.annotate(n=Sum("on_hand")).values("n"), output_field=IntegerField()), 0),
        held=Coalesce(Subquery(stock.annotate(n=Sum("reserved")).values("n"), output_field=IntegerField()), 0),
    ).order_by("-pk")


def product_rows(products: Sequence[Product]) -> list[ProductRow]:
    """Return the lines of one page of `product_list`; one query for the photographs."""
    leading: dict[int | None, ProductImage] = {}
    for image in ProductImage.objects.filter(product__in=products).exclude(state="refused"):
        leading.setdefault(image.product_id, image)
    return [_row(product, leading.get(product.pk)) for product in products]


def count_by_state() -> dict[str, int]:
    """Return how many products each tab holds."""
    return {state: _in_state(Product.objects.all(), state).count() for state in STATES}


def variants_of(product: Product) -> list[Variant]:
    """Return a product's variants in their order, with stock and values."""
    return list(product.variants.select_related("stock", "value_1", "value_2").all())


def waiting_photos(image_ids: Sequence[int]) -> list[ProductImage]:
    """Return photographs that wait without a product, in the order of `image_ids`."""
    found = ProductImage.objects.filter(product=None).in_bulk(list(image_ids))
    return [found[pk] for pk in image_ids if pk in found]


def usual_vat() -> tuple[int, bool]:
    """Return the VAT rate of the product made last and whether it is on the margin: a baker's next one is bread again."""
    return Product.objects.order_by("-pk").values_list("vat_rate", "is_margin").first() or (2100, False)


def usual_kind() -> str:
    """Return the kind of the product made last: a second-hand dealer's next one is one of a kind again."""
    return Product.objects.order_by("-pk").values_list("kind", flat=True).first() or ProductKind.STANDARD


def _in_state(products: QuerySet[Product], state: str) -> QuerySet[Product]:
    if state == "archived":
        return products.filter(status=ProductStatus.ARCHIVED)
    products = products.exclude(status=ProductStatus.ARCHIVED)
    if state == "sold_out":
        return products.filter(status=ProductStatus.PUBLISHED).exclude(pk__in=_with_stock())
    return products.filter(status=state) if state in (ProductStatus.PUBLISHED, ProductStatus.DRAFT) else products


def _with_stock() -> Any:
    return StockLevel.objects.filter(on_hand__gt=0).values("variant__product")


def _matching(products: QuerySet[Product], query: str) -> QuerySet[Product]:
    names: list[object] = []
    for language in LANGUAGES:
        names += [Coalesce(F(f"name_{language}"), Value("")), Value(" ")]
    folded = Fold(Value(query, output_field=TextField()))
    by_code = Variant.objects.filter(sku__icontains=query).values("product")
    return products.alias(all_names=Fold(Concat(*names, output_field=TextField()))).filter(
        Q(all_names__contains=folded) | Q(pk__in=by_code)
    )


def _row(product: Product, image: ProductImage | None) -> ProductRow:
    on_hand, held = product.in_stock, product.held  # type: ignore[attr-defined]
    state = str(product.status)
    if state == ProductStatus.PUBLISHED and on_hand == 0:
        state = "sold_out"
    return ProductRow(
        id=product.pk,
        name=product.name or "",
        image=image,
        price_from=product.price_from or None,  # type: ignore[attr-defined]
        has_range=product.price_from != product.price_to,  # type: ignore[attr-defined]
        on_hand=on_hand,
        available=on_hand - held,
        is_unique=product.kind == ProductKind.UNIQUE,
        is_example=product.is_example,
        state=state,
        missing_languages=tuple(lang for lang in current_tenant().languages if not getattr(product, f"name_{lang}")),
    )
