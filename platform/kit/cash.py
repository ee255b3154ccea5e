"""
Paying in cash: the total is rounded to five cents.

Code de droit économique, art. VI.7/1 (law of 2 May 2019, in force since 1 December 2019): the total
that a consumer pays in cash, in the physical presence of both, is rounded to the nearest multiple of
five cents when it is more than five cents; 1, 2, 6 and 7 go down, 3, 4, 8 and 9 go up (SPF Economie,
"Arrondi des paiements en euro"). The rounding is shown on the receipt as a line of its own. Other
means may be rounded only by a shop that rounds all of them and says so; ours rounds cash alone.

VAT (circular 2019/C/123 of 27 November 2019): strictly the rounding belongs to the taxable amount,
with a tolerance (point 3.1). The VAT we show stays that of the unrounded amounts; the rounding is
kept apart on the order, so that an accountant can do either.
"""

STEP = 5


def cash_rounding(total: int) -> int:
    """Return what is added to a total of `total` cents when it is paid in cash: -2 to 2; nothing up to five cents."""
    if total <= STEP:
        return 0
    over = total % STEP
    return STEP - over if over > STEP // 2 else -over


def cash_total(total: int) -> int:
    """Return what is paid in cash for a total of `total` cents."""
    return total + cash_rounding(total)
