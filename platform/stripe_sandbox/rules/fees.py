"""What the payment company keeps. Its list prices for cards and Bancontact in the euro area, from memory; only the shape matters."""


def processing_fee(amount: int, method: str) -> int:
    """Return Stripe's own fee in cents: 1.5 % + 25 c for a card, 35 c for Bancontact; never more than the amount."""
    fee = 35 if method == "bancontact" else (amount * 15 + 500) // 1000 + 25
    return min(fee, amount)


def proportional_fee(*, fee: int, fee_refunded: int, amount: int, amount_refunded: int) -> int:
    """
    Return how much of an application fee goes back, in cents, now that `amount_refunded` of `amount` went back.

    Proportional, and all of the rest with the last refund: docs.stripe.com/connect/direct-charges#issue-refunds.
    """
    owed = fee if amount_refunded >= amount else fee * amount_refunded // amount
    return max(owed - fee_refunded, 0)
