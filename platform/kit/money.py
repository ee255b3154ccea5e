"""
Money as the shop counts it: gross prices in integer cents of the euro.

One rounding rule for the whole project, half up, applied once per line.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import format_currency

CURRENCY = "EUR"
MAX_AMOUNT = 99_999_999  # cents; nothing in a neighbourhood shop costs a million euro
LOCALES = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_IE", "de": "de_BE"}


def divide_half_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator as an integer, halves away from zero. `denominator` is positive."""
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return quotient if numerator >= 0 else -quotient


def vat_included(gross: int, vat_rate: int) -> int:
    """
    Return the VAT inside a gross amount, in cents.

    `vat_rate` in hundredths of a percent: 2100 is 21 %. Belgian prices include VAT (law.md L1).
    """
    return divide_half_up(gross * vat_rate, 10_000 + vat_rate)


# Currencies whose smallest unit is not a hundredth (ISO 4217; docs.stripe.com/currencies#zero-decimal and #three-decimal).
ZERO_DECIMALS = frozenset(["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"])
THREE_DECIMALS = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])


def smallest_units(amount: Decimal, currency: str) -> int:
    """
    Return an amount in the smallest units of its currency, half away from zero, as Stripe counts them: 12.50 EUR is 1250.

    Of a currency with three decimals Stripe takes only whole hundredths, in thousandths: 5.124 KWD is 5120.
    """
    code = currency.upper()
    if code in ZERO_DECIMALS:
        return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
    hundredths = int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
    return hundredths * 10 if code in THREE_DECIMALS else hundredths


@lru_cache(maxsize=4096)
def format_money(cents: int, language: str) -> str:
    """Return an amount of cents as a Belgian reader of `language` writes it: 1290 -> "12,90 €"."""
    return format_currency(cents / 100, CURRENCY, locale=LOCALES.get(language[:2], "fr_BE"))
