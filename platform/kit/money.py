"""
Money as the shop counts it: gross prices in integer cents of the euro.

One rounding rule for the whole project, half up, applied once per line.
"""

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


@lru_cache(maxsize=4096)
def format_money(cents: int, language: str) -> str:
    """Return an amount of cents as a Belgian reader of `language` writes it: 1290 -> "12,90 €"."""
    return format_currency(cents / 100, CURRENCY, locale=LOCALES.get(language[:2], "fr_BE"))
