"""
Stripe's public test cards and what each does: https://docs.stripe.com/testing (stripe.md part 5).

A number that is nobody's test card is declined, as Stripe does in test mode.
"""

import datetime as dt
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class CardOutcome:
    """
    What the bank answers. `field` is where the page shows a refusal; all empty when it pays.

    `later` is what comes after a payment: `dispute`, `inquiry`, `refund_fail`, `refund_pending`, or `available` (the
    money is on the available balance at once). A card that only `attaches` may be kept, but every charge is refused.
    """

    code: str = ""
    decline_code: str = ""
    field: str = "number"
    asks_3d_secure: bool = False
    later: str = ""
    attaches: bool = False

    @property
    def pays(self) -> bool:
        return not self.code


PAYS = CardOutcome()
NOT_A_TEST_CARD = CardOutcome("card_declined", "test_mode_live_card")
OUTCOMES = {
    "4242424242424242": PAYS,
    "4000000000000002": CardOutcome("card_declined", "generic_decline"),
    "4000000000009995": CardOutcome("card_declined", "insufficient_funds"),
    "4000000000000069": CardOutcome("expired_card", "expired_card", field="expiry"),
    "4000000000000127": CardOutcome("incorrect_cvc", "incorrect_cvc", field="cvc"),
    "4000000000000119": CardOutcome("processing_error", "processing_error"),
    "4000002500003155": CardOutcome(asks_3d_secure=True),
}
LATER = {  # pay like any other card; what they are for happens afterwards
    "4000000000000077": CardOutcome(later="available"),
    "4000000000000259": CardOutcome(later="dispute"),
    "4000000000001976": CardOutcome(later="inquiry"),
    "4000000000005126": CardOutcome(later="refund_fail"),
    "4000000000007726": CardOutcome(later="refund_pending"),
    "4000000000000341": CardOutcome("card_declined", "generic_decline", attaches=True),
}


def outcome_of(number: str) -> CardOutcome:
    """Return what happens when this card (digits only) is charged."""
    return OUTCOMES.get(number) or LATER.get(number) or NOT_A_TEST_CARD


def is_test_card(number: str) -> bool:
    """Say whether a number (digits only) is one of Stripe's that we know."""
    return number in OUTCOMES or number in LATER


def digits(text: str) -> str:
    """Return the digits of what was typed; spaces and hyphens are welcome."""
    return re.sub(r"[\s-]", "", text)


def is_card_number(number: str) -> bool:
    """Say whether digits form a card number: 12 to 19 of them, with the check digit of ISO/IEC 7812 (Luhn)."""
    if not re.fullmatch(r"[0-9]{12,19}", number):
        return False
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def expiry_of(text: str) -> tuple[int, int] | None:
    """Return (month, year) of "12/30", "12 30", "1230" or "12/2030"; None when it is none of these."""
    match = re.fullmatch(r"\s*(\d{1,2})\s*/?\s*(\d{2}|\d{4})\s*", text)
    if match is None or not 1 <= int(match[1]) <= 12:
        return None
    year = int(match[2])
    return int(match[1]), year if year > 99 else 2000 + year


def is_past(expiry: tuple[int, int], today: dt.date) -> bool:
    """Say whether a card is past its month; it is good until the last day of it."""
    month, year = expiry
    return (year, month) < (today.year, today.month)


def brand_of(number: str) -> str:
    """Return Stripe's name of the card's network."""
    return {"4": "visa", "5": "mastercard", "2": "mastercard", "3": "amex"}.get(number[:1], "unknown")
