"""What can be paid online at all."""

SMALLEST_AMOUNT = 50  # cents: Stripe's lowest charge in euro (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts)


def can_be_paid_online(amount: int) -> bool:
    """Say whether the payment page accepts an amount of cents."""
    return amount >= SMALLEST_AMOUNT
