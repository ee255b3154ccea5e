"""What a product needs before customers may see it. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What is known of a product: its name in the shop's own language, gross prices in cents, stock in all."""

    name: str
    prices: Sequence[int]
    is_unique: bool
    on_hand: int


def missing_for_publication(product: Readiness) -> list[str]:
    """
    Return what is missing, as codes in the order in which one would mend it; empty when it may go online.

    name, variant, price (each variant costs something), one_piece (a unique piece has one variant with one in stock).
    """
    missing = []
    if not product.name.strip():
        missing.append("name")
    if not product.prices:
        missing.append("variant")
    if any(price <= 0 for price in product.prices):
        missing.append("price")
    if product.is_unique and (len(product.prices) > 1 or product.on_hand != 1):
        missing.append("one_piece")
    return missing
