"""The price by kilogram, litre or piece (law.md L6)."""

from kit.money import divide_half_up

PRICED_BY = {"g": "kg", "ml": "l", "piece": "piece"}
GRAMS_IN_A_KILOGRAM = 1000


def unit_price_of(*, price: int, quantity: int | None, unit: str) -> tuple[int | None, str]:
    """Return (gross cents, "kg" | "l" | "piece") of `quantity` `unit` sold for `price`; (None, "") without a content."""
    if not quantity or unit not in PRICED_BY:
        return None, ""
    return divide_half_up(price * (1 if unit == "piece" else GRAMS_IN_A_KILOGRAM), quantity), PRICED_BY[unit]
