"""Sizes, colours: what a customer chooses, and the variants that follow from it."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model

from catalog.locks import lock_stock, lock_variants
from catalog.log_kinds import name_of
from catalog.models import Option, OptionValue, Product, Reservation, Variant
from catalog.rules.variants import MAX_VARIANTS, OptionPlan, Pair, ValuePlan, combinations, heirs
from catalog.services.index_product import index_product
from catalog.services.stock import set_on_hand
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.services.changed_meanwhile import ChangedMeanwhile, not_as_seen
from shops.services.record_event import record_event


class TooManyVariants(Exception):
    """The options make more than MAX_VARIANTS variants. Shown to the shopkeeper."""


class VariantHeld(Exception):
    """A customer is paying for a variant that would go or become another. Shown to the shopkeeper, who tries again in a while."""


class VariantsWouldGo(Exception):
    """`variants` are in stock and would go. The shopkeeper is asked first."""

    def __init__(self, variants: list[Variant]) -> None:
        super().__init__(", ".join(str(variant.pk) for variant in variants))
        self.variants = variants


@transaction.atomic(using=SHOP_ALIAS)
def set_options(
    *, product_id: int, plans: Sequence[OptionPlan], may_remove: Collection[int] = (), user_id: int | None, now: dt.datetime
) -> None:
    """
    Give a product these options (at most two; one without a plan goes) and exactly the variants that follow from them.

    A value keeps its id under a new name, so its variants keep price, code and stock; a new one that is
    called as one that stays is that one. When an option comes or goes, each old variant becomes the
    first new one that says the same but for that option. The others cost as much as the first and are
    out of stock. `may_remove` are the ids of variants that may go though they are in stock. Locks the
    product, the stock rows of all its variants, then the variants that go. Safe to call twice.

    :raises ChangedMeanwhile: if a name is neither what was seen any more nor what is wanted
    :raises TooManyVariants: if that makes more than MAX_VARIANTS
    :raises VariantHeld: if a variant that would go or become another, also by a new name, is held for a customer
    :raises VariantsWouldGo: if a variant that would go is in stock and not in `may_remove`
    """
    product = Product.objects.select_for_update().get(pk=product_id)
    lock_stock(product.variants.values_list("pk", flat=True))  # from here on nobody can begin to hold what goes
    before = {_pair(variant): variant for variant in product.variants.select_related("stock", "value_1", "value_2")}
    options = _options_of(product, plans)
    _refuse_overwriting(product, options, plans)
    renamed = _renamed(product, plans)
    values = [_write_option(option, plan) for option, plan in zip(options, plans, strict=True)]
    wanted = combinations(*[*values, [], []][:2])
    if len(wanted) > MAX_VARIANTS:
        raise TooManyVariants
    becomes = heirs(list(before), wanted)
    _refuse_touching_what_is_held(product, [v for pair, v in before.items() if becomes.get(pair) != pair or renamed.intersection(pair)])
    _remove([variant for pair, variant in before.items() if pair not in becomes], may_remove)
    known = {new: before[old] for old, new in becomes.items()}
    price = next((variant.price for variant in before.values()), 0)
    for position, pair in enumerate(wanted):
        _place(product, pair, position, known.get(pair), price=price, user_id=user_id, now=now)
    _drop_unused(product, options, values)
    index_product(product.pk)
    record_event(kind="product_changed", product=name_of(product), product_id=product.pk, product_fields=["options"])


def _pair(variant: Variant) -> Pair:
    return variant.value_1_id, variant.value_2_id


def _options_of(product: Product, plans: Sequence[OptionPlan]) -> list[Option]:
    """Return the option of each plan: the one it names, else the one in its place, else a new one, not saved, in a free place."""
    there = list(product.options.all())
    named = {plan.id for plan in plans}
    by_id = {option.pk: option for option in there}
    by_place = {option.axis: option for option in there if option.pk not in named}
    free = [axis for axis in (1, 2) if axis not in {option.axis for option in there}]
    options = []
    for place, plan in enumerate(plans, start=1):
        known = by_id.get(plan.id) if plan.id else by_place.get(place)
        options.append(known or Option(product=product, axis=free.pop(0)))
    return options


def _refuse_overwriting(product: Product, options: Sequence[Option], plans: Sequence[OptionPlan]) -> None:
    values = {value.pk: value for value in OptionValue.objects.filter(option__product=product)}
    present: dict[tuple[type[Model], int], dict[str, Any]] = {}
    for option, plan in zip(options, plans, strict=True):
        present[Option, option.pk] = _not_as_seen(option, plan) if option.pk else {}
        present |= {(OptionValue, each.id): _not_as_seen(values[each.id], each) for each in plan.values if each.id in values}
    if present := {place: columns for place, columns in present.items() if columns}:
        raise ChangedMeanwhile(present)


def _not_as_seen(row: Option | OptionValue, plan: OptionPlan | ValuePlan) -> dict[str, Any]:
    return not_as_seen(row, wanted=_columns(plan.names), seen=_columns(plan.seen))


def _renamed(product: Product, plans: Sequence[OptionPlan]) -> set[int]:
    """Return the ids of values that are to be called something else in a language in which they have a name."""
    values = {value.pk: value for value in OptionValue.objects.filter(option__product=product)}
    return {
        value.pk
        for plan in plans
        for each in plan.values
        if (value := values.get(each.id or 0)) is not None
        for column, text in _columns(each.names).items()
        if getattr(value, column) not in ("", None, text)
    }


def _write_option(option: Option, plan: OptionPlan) -> list[int]:
    """Write one option and its values; returns the ids of the values in their order, the new ones last."""
    _rename(option, plan.names)
    stay = {value.pk: value for value in option.values.all() if value.pk not in plan.removed}
    for each in plan.values:
        value = stay.get(each.id) if each.id else _called(each, stay.values())
        if value is None and each.id is None:
            value = OptionValue(option=option, position=max((value.position for value in stay.values()), default=-1) + 1)
        if value is not None:
            _rename(value, each.names)
            stay[value.pk] = value
    return list(stay)


def _called(plan: ValuePlan, values: Iterable[OptionValue]) -> OptionValue | None:
    """Return the value that is called so in the shop's own language: a form sent twice adds a value once."""
    own = current_tenant().languages[0]
    return next((value for value in values if getattr(value, f"name_{own}") == plan.names.get(own)), None)


def _rename(row: Option | OptionValue, names: dict[str, str]) -> None:
    for column, text in _columns(names).items():
        setattr(row, column, text)
    if names or row.pk is None:
        row.save()


def _columns(names: dict[str, str]) -> dict[str, str]:
    return {f"name_{language}": text for language, text in names.items()}


def _refuse_touching_what_is_held(product: Product, variants: Iterable[Variant]) -> None:
    """A hold that has run out counts too: until it is given back, a late payment may still find it."""
    held = set(Reservation.objects.filter(variant__product=product).values_list("variant_id", flat=True))
    if any(variant.pk in held for variant in variants):
        raise VariantHeld


def _remove(variants: list[Variant], may_remove: Collection[int]) -> None:
    in_stock = [variant for variant in variants if (stock := getattr(variant, "stock", None)) is not None and stock.on_hand]
    if any(variant.pk not in may_remove for variant in in_stock):
        raise VariantsWouldGo(in_stock)
    lock_variants(variant.pk for variant in variants)  # before the lines of carts that go with them: see keep_variant
    for variant in variants:
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


def _drop_unused(product: Product, options: Sequence[Option], values: list[list[int]]) -> None:
    """Delete the values and options that no variant has any more, and close the gap that an option left."""
    used = {pk for ids in values for pk in ids}
    OptionValue.objects.filter(option__product=product).exclude(pk__in=used).delete()
    product.options.exclude(pk__in=[option.pk for option in options]).delete()
    for axis, option in enumerate(options, start=1):
        if option.axis != axis:
            Option.objects.filter(pk=option.pk).update(axis=axis)
