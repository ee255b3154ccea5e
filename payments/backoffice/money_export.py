"""
The movements of a period as a file for the accountant: one line each, then totals that equal the page's.

CSV as Excel in Belgium expects it: semicolons, decimal commas, marked as UTF-8. No text can become a
formula: what begins like one gets an apostrophe in CSV, and is written as text in XLSX.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from payments.backoffice.money_words import kind_words, rate_words, reason_words, way_words
from payments.rules.movements import MARGIN, Movement, sums, sums_by_rate, sums_by_way
from payments.rules.periods import Period
from payments.selectors.movements import Books

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM = "\ufeff"


class Cents(int):
    """An amount in cents: written with two decimals."""


Cell = str | dt.date | Cents | None


def as_csv(books: Books, period: Period) -> bytes:
    """Return the whole file; some kilobytes for each hundred movements."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (*_movement_rows(books), [], *_total_rows(books, period)):
        writer.writerow([_written(cell) for cell in row])
    return (BOM + out.getvalue()).encode()


def as_xlsx(books: Books, period: Period) -> bytes:
    """Return a workbook of two sheets: the movements, and the totals."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        formats = {
            "cents": book.add_format({"num_format": "#,##0.00"}),
            "day": book.add_format({"num_format": "dd/mm/yyyy"}),
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        }
        _fill(book.add_worksheet(_("Movements")[:31]), list(_movement_rows(books)), formats)
        _fill(book.add_worksheet(_("Totals")[:31]), list(_total_rows(books, period)), formats)
    return out.getvalue()


def _movement_rows(books: Books) -> Iterator[list[Cell]]:
    rates = [each.rate for each in sums_by_rate(books.movements)]
    vat_rates = [rate for rate in rates if rate != MARGIN]
    yield [
        _("Day"),
        _("Order"),
        _("What"),
        _("Way of payment"),
        _("Amount"),
        *(_("Sold at %(rate)s, VAT included") % {"rate": rate_words(rate)} for rate in vat_rates),
        *(_("VAT %(rate)s") % {"rate": rate_words(rate)} for rate in vat_rates),
        *([_("Margin scheme, without VAT")] if MARGIN in rates else []),
        _("Rounding of cash"),
        _("Not the price of an order"),
        _("Stripe’s fees"),
        _("Vitrine’s fees"),
        _("Left"),
        _("Payout"),
        _("At Stripe"),
        _("Note"),
    ]
    for each in books.movements:
        yield [
            each.day,
            each.number,
            kind_words(each.kind),
            way_words(each.way),
            Cents(each.amount),
            *(Cents(each.gross_by_rate.get(rate, 0)) for rate in vat_rates),
            *(Cents(each.vat_by_rate.get(rate, 0)) for rate in vat_rates),
            *([Cents(each.gross_by_rate.get(MARGIN, 0))] if MARGIN in rates else []),
            Cents(each.rounding),
            Cents(each.amount - each.sale),
            *_fees(each),
            Cents(each.net),
            each.payout,
            each.stripe_id,
            reason_words(each.reason) if each.reason else "",
        ]


def _fees(movement: Movement) -> tuple[Cell, Cell]:
    """Return both fees, nothing where Stripe's books do not show them yet."""
    if movement.stripe_fee is None or movement.platform_fee is None:
        return None, None
    return Cents(movement.stripe_fee), Cents(movement.platform_fee)


def _total_rows(books: Books, period: Period) -> Iterator[list[Cell]]:
    total, check = sums(books.movements), books.check
    yield [_("Totals"), period.first, period.last]
    yield [_("Came in"), Cents(total.came)]
    yield [_("Given back"), Cents(-total.back)]
    yield [_("Stripe’s fees"), Cents(-total.stripe_fee)]
    yield [_("Vitrine’s fees"), Cents(-total.platform_fee)]
    yield [_("Left"), Cents(total.left)]
    yield [_("Rounding of cash"), Cents(total.rounding)]
    yield []
    yield [_("Way of payment"), _("Came in"), _("Given back"), _("Fees"), _("Left")]
    for way, each in sums_by_way(books.movements).items():
        yield [way_words(way), Cents(each.came), Cents(-each.back), Cents(-each.fees), Cents(each.left)]
    yield []
    yield [_("VAT"), _("Sold, VAT included"), _("VAT"), _("Without VAT")]
    for share in sums_by_rate(books.movements):
        is_margin = share.rate == MARGIN
        yield [rate_words(share.rate), Cents(share.gross), None if is_margin else Cents(share.vat), None if is_margin else Cents(share.net)]
    yield []
    yield [_("Paid for orders"), Cents(check.paid)]
    yield [_("Given back of orders"), Cents(-check.refunded)]
    yield [_("Money that moved"), Cents(check.moved)]
    yield [_("Difference"), Cents(check.difference)]
    for difference in check.differences:
        yield [difference.number, Cents(difference.amount), reason_words(difference.reason)]


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Cents):
        sign, amount = "-" if cell < 0 else "", abs(cell)
        return f"{sign}{amount // 100},{amount % 100:02d}"
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return f"'{cell}" if cell.startswith(FORMULA_BEGINNINGS) else cell


def _fill(sheet: Any, rows: list[list[Cell]], formats: dict[str, Any]) -> None:
    sheet.set_column(0, 25, 14)
    sheet.freeze_panes(1, 0)
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, Cents):
                sheet.write_number(line, place, cell / 100, formats["cents"])
            elif isinstance(cell, dt.date):
                sheet.write_datetime(line, place, dt.datetime.combine(cell, dt.time()), formats["day"])
            elif cell:
                sheet.write_string(line, place, cell, formats["head"] if not line else None)
