"""What the payment company keeps. Its list prices for cards and Bancontact in the euro area, from memory; only the shape matters."""

FLAT = {"bancontact": 35, "ideal": 29, "sepa_debit": 35}


def processing_fee(amount: int, method: str) -> int:
    """
    Return Stripe's own fee in cents; never more than the amount.

    1.5 % + 25 c for a card, 2.99 % + 35 c for Klarna, a flat fee for the banks' methods.
    """
    if method in FLAT:
        return min(FLAT[method], amount)
    per_mille_tenths, fixed = (299, 35) if method == "klarna" else (150, 25)
    return min((amount * per_mille_tenths + 5000) // 10_000 + fixed, amount)


def proportional_fee(*, fee: int, fee_refunded: int, amount: int, amount_refunded: int) -> int:
    """
    Return how much of an application fee goes back, in cents, now that `amount_refunded` of `amount` went back.

    Proportional, and all of the rest with the last refund: docs.stripe.com/connect/direct-charges#issue-refunds.
    """
    owed = fee if amount_refunded >= amount else fee * amount_refunded // amount
    return max(owed - fee_refunded, 0)
