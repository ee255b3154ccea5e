"""
Account numbers for SEPA Direct Debit in test mode: https://docs.stripe.com/payments/sepa-debit/accept-a-payment.

Any other number is refused, as nobody should type a real one.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class IbanOutcome:
    """What the bank answers, after so many seconds; `later` as in `rules.cards.CardOutcome`."""

    succeeds: bool = True
    seconds: int = 10
    later: str = ""


TEST_IBANS = {
    "AT611904300234573201": IbanOutcome(),
    "AT321904300235473204": IbanOutcome(seconds=180),
    "AT861904300235473202": IbanOutcome(succeeds=False),
    "AT051904300235473205": IbanOutcome(succeeds=False, seconds=180),
    "AT591904300235473203": IbanOutcome(later="dispute"),
}


def compact(text: str) -> str:
    """Return an IBAN as it was typed without its spaces, in capitals."""
    return "".join(text.split()).upper()


def is_iban(iban: str) -> bool:
    """Say whether a compact IBAN has the right shape and check digits (ISO 13616, modulo 97)."""
    if not (15 <= len(iban) <= 34 and iban.isascii() and iban.isalnum() and iban[:2].isalpha() and iban[2:4].isdecimal()):
        return False
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1
