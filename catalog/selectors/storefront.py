"""Products in a list, as the cards of the themes show them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import ProductKind
from catalog.rules.availability import FEW
from catalog.selectors._rows import Row, VariantFacts
from catalog.selectors.addresses import cart_lines_url, product_url
from kit.templatetags.formats import clock_time
from shops.selectors.frame_values import Photo


class QuickAdd(NamedTuple):
    """Where one tap puts a product in the cart, when there is nothing to choose."""

    url: str
    variant_id: int


@dataclass(frozen=True, slots=True)
class ProductCard:
    """
    A product in a list; see components/product_card.html. Money in gross cents.

    What is drawn is remembered by it, so its hash is quick: of what differs most, and the rest is compared.
    """

    url: str
    name: str
    hint: str
    price_from: int
    has_range: bool
    compare_at_price: int | None
    image: Photo | None
    is_unique: bool
    is_sold: bool
    is_out_of_stock: bool
    available: int
    held_until: dt.datetime | None
    is_mine: bool
    lot: str
    quick_add: QuickAdd | None
    category_id: int | None
    allergens: str
    unit_price_amount: int | None
    unit_price_unit: str

    def __hash__(self) -> int:
        return hash((self.url, self.price_from, self.available))

    @property
    def stock_note(self) -> str:
        """What is worth saying about the stock, in words; empty when nothing is."""
        return stock_words(self.available, is_unique=self.is_unique, held_until=self.held_until, is_mine=self.is_mine)

    @property
    def note(self) -> str:
        """The one thing worth saying below the price: sold, its stock, sold out, or else its hint."""
        return self.standing_note or self.hint

    @property
    def standing_note(self) -> str:
        """Sold, what is worth saying of its stock, or sold out; empty when there is plenty."""
        if self.is_sold:
            return _("Sold")
        return self.stock_note or (_("Sold out") if self.is_out_of_stock else "")


def stock_words(available: int, *, is_unique: bool, held_until: dt.datetime | None, is_mine: bool = False) -> str:
    """Say what a buyer should know about the stock before choosing; empty when there is plenty, or none."""
    if is_mine and is_unique:
        return _("Kept for you")
    if held_until is not None:
        if is_unique:
            return _("In someone’s hands, free at %(time)s") % {"time": clock_time(held_until)}
        return _("All in baskets right now, free at %(time)s") % {"time": clock_time(held_until)}
    if is_unique or not 0 < available <= FEW:
        return ""
    return ngettext("Only %(count)s left", "Only %(count)s left", available) % {"count": available}


def card_of(row: Row, variants: Sequence[VariantFacts], photos: Iterable[Photo]) -> ProductCard:
    """Return the card of one product row with its variants (at least one) and photographs."""
    is_unique = row["kind"] == ProductKind.UNIQUE
    buyable = [variant for variant in variants if variant.standing.available] or variants
    cheapest = min(buyable, key=lambda variant: variant.price)
    available = sum(variant.standing.available for variant in variants)
    is_gone = all(variant.standing.is_gone for variant in variants)
    has_range = any(variant.price != cheapest.price for variant in buyable)
    return ProductCard(
        url=product_url(row["slug"]),
        name=row["name"],
        hint=row["hint"],
        price_from=cheapest.price,
        has_range=has_range,
        compare_at_price=None if has_range else cheapest.compare_at_price,
        image=next(iter(photos), None),
        is_unique=is_unique,
        is_sold=is_unique and is_gone,
        is_out_of_stock=not available,
        available=available,
        held_until=None if available else min((v.standing.held_until for v in variants if v.standing.held_until), default=None),
        is_mine=any(variant.standing.is_mine for variant in variants),
        lot=cheapest.sku if is_unique else "",
        quick_add=QuickAdd(cart_lines_url(), cheapest.id) if len(variants) == 1 and available else None,
        category_id=row["category_id"],
        allergens=row["allergens"],
        unit_price_amount=None if has_range else cheapest.unit_price_amount,
        unit_price_unit="" if has_range else cheapest.unit_price_unit,
    )
