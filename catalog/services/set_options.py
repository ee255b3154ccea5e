"""Sizes, colours: what a customer chooses, and the variants that follow from it."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from catalog.locks import lock_stock
from catalog.models import Option, OptionValue, Product, Variant
from catalog.rules.variants import MAX_VARIANTS, OptionPlan, combinations
from catalog.services.index_product import index_product
from catalog.services.stock import set_on_hand
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant

Pair = tuple[int | None, int | None]  # ids of a value of the first and of the second option


class TooManyVariants(Exception):
    """The options make more than MAX_VARIANTS variants. Shown to the shopkeeper."""


class VariantHeld(Exception):
    """A customer is paying for a variant that would go. Shown to the shopkeeper, who tries again in a while."""


@transaction.atomic(using=SHOP_ALIAS)
def set_options(*, product_id: int, plans: Sequence[OptionPlan], user_id: int | None, now: dt.datetime) -> None:
    """
    Give a product these options (at most two) and exactly the variants that follow from them.

    A value is known again by its name in the shop's own language, so a variant that stays keeps its
    price, code and stock. When an option comes or goes, each old variant becomes the first new one
    that it resembles. The others cost as much as the first and are out of stock. Locks the product,
    then the stock rows of all its variants. Safe to call twice.

    :raises TooManyVariants: if that makes more than MAX_VARIANTS
    :raises VariantHeld: if a variant that would go is held in a checkout
    """
    product = Product.objects.select_for_update().get(pk=product_id)
    lock_stock(product.variants.values_list("pk", flat=True))  # from here on nobody can begin to hold what goes
    before = list(product.variants.select_related("stock"))
    values = [_write_option(product, axis, plan) for axis, plan in enumerate(plans, start=1)]
    wanted = combinations(*[*values, [], []][:2])
    if len(wanted) > MAX_VARIANTS:
        raise TooManyVariants
    kept = {(variant.value_1_id, variant.value_2_id): variant for variant in before}
    _adopt(kept, wanted)
    _remove([variant for pair, variant in kept.items() if pair not in wanted])
    for position, pair in enumerate(wanted):
        _place(product, pair, position, kept.get(pair), price=before[0].price if before else 0, user_id=user_id, now=now)
    _drop_unused_options(product, values)
    index_product(product.pk)


def _write_option(product: Product, axis: int, plan: OptionPlan) -> list[int]:
    """Write one option and its values; returns the ids of the values in their order."""
    own = current_tenant().languages[0]
    option, _created = Option.objects.update_or_create(product=product, axis=axis, defaults=_columns(plan.names))
    known = {getattr(value, f"name_{own}"): value for value in option.values.all()}
    ids = []
    for position, names in enumerate(plan.values):
        value = known.get(names[own]) or OptionValue(option=option)
        value.position = position
        for column, text in _columns(names).items():
            setattr(value, column, text)
        value.save()
        ids.append(value.pk)
    return ids


def _columns(names: dict[str, str]) -> dict[str, str]:
    return {f"name_{language}": text for language, text in names.items()}


def _adopt(kept: dict[Pair, Variant], wanted: list[Pair]) -> None:
    """Let each variant that would go become the first new one with the same value, or any where one side has no option."""
    for pair in [pair for pair in kept if pair not in wanted]:
        heir = next((new for new in wanted if new not in kept and (new[0] == pair[0] or None in (new[0], pair[0]))), None)
        if heir is not None:
            kept[heir] = kept.pop(pair)


def _remove(variants: list[Variant]) -> None:
    for variant in variants:
        if variant.reservations.exists():
            raise VariantHeld
        variant.delete()


def _place(
    product: Product,
    pair: Pair,
    position: int,
    variant: Variant | None,
    *,
    price: int,
    user_id: int | None,
    now: dt.datetime,
) -> None:
    is_new = variant is None
    variant = variant or Variant(product=product, price=price)
    variant.value_1_id, variant.value_2_id, variant.position = *pair, position
    variant.save()
    if is_new:
        set_on_hand(variant_id=variant.pk, on_hand=0, user_id=user_id, now=now)


def _drop_unused_options(product: Product, values: list[list[int]]) -> None:
    used = {pk for ids in values for pk in ids}
    OptionValue.objects.filter(option__product=product).exclude(pk__in=used).delete()
    Option.objects.filter(product=product, axis__gt=len(values)).delete()
