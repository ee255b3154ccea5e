"""What can be paid online at all."""

SMALLEST_AMOUNT = 50  # cents: Stripe's lowest charge in euro (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts)

LARGEST_AMOUNT = 99_999_999  # cents: eight digits, the most Stripe takes (same page)


def can_be_paid_online(amount: int) -> bool:
    """Say whether the payment page accepts an amount of cents."""
    return SMALLEST_AMOUNT <= amount <= LARGEST_AMOUNT
