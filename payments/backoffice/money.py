"""The page "Money": what came in, what it cost, when it is on the account, and the export for the accountant."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kit.clock import in_brussels, now
from kit.http import UNPROCESSABLE, see_other
from payments.backoffice.money_export import CSV, XLSX, as_csv, as_xlsx
from payments.backoffice.money_form import read_period
from payments.backoffice.money_words import PERIODS, rate_words, reason_words, way_words
from payments.rules.movements import MARGIN, Movement, Sums, sums, sums_by_day, sums_by_rate, sums_by_way
from payments.rules.periods import Period
from payments.selectors.movements import books_of
from payments.selectors.payouts import arrived_in, freshness, payouts_of, underway
from payments.services.read_ledger import look_again
from shops.backoffice.access import BackofficeRequest, backoffice_view
from shops.backoffice.frame import page
from tenants.permissions import May

WIDTH, HEIGHT = 720, 120  # units of the drawing
GAP = 0.25  # of a bar's place


@dataclass(frozen=True)
class Bar:
    """What came in on one day, in units of the drawing, written as SVG wants numbers in any language."""

    x: str
    y: str
    width: str
    height: str
    is_now: bool


@backoffice_view(May.SEE_MONEY)
@require_safe
def money(request: BackofficeRequest) -> HttpResponse:
    return _show(request)


@backoffice_view(May.SEE_MONEY)
@require_POST
def reading(request: BackofficeRequest) -> HttpResponse:
    """Ask Stripe what is new."""
    if look_again(now=now()):
        messages.success(request, _("Stripe was asked: these are its latest figures."))
    else:
        messages.warning(request, _("Stripe does not answer right now. These are the figures we have; try again in a few minutes."))
    return see_other("bo_money")


@backoffice_view(May.EXPORT)
@require_safe
def export(request: BackofficeRequest) -> HttpResponse:
    """Give the movements of the period as a file; what the page adds up, its last lines add up."""
    period, form = read_period(request.GET, today=in_brussels(now()).date())
    if form.is_bound and form.errors:
        return _show(request)
    make, kind = (as_xlsx, XLSX) if request.GET.get("format") == "xlsx" else (as_csv, CSV)
    ending = "xlsx" if kind == XLSX else "csv"
    answer = HttpResponse(make(books_of(period), period), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{period.first.isoformat()}_{period.last.isoformat()}.{ending}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _show(request: BackofficeRequest) -> HttpResponse:
    today = in_brussels(now()).date()
    period, form = read_period(request.GET, today=today)
    books, payouts = books_of(period), list(payouts_of(period))
    is_wrong = form.is_bound and bool(form.errors)
    context = {
        "form": form,
        "period": period,
        "periods": [(name, words, name == period.name and not is_wrong) for name, words in PERIODS.items()],
        "query": _query(period),
        "total": sums(books.movements),
        "underway": underway(now=now()),
        "freshness": freshness(),
        "payouts": payouts,
        "arrived": arrived_in(payouts),
        "check": books.check,
        "differences": [(each, reason_words(each.reason)) for each in books.check.differences],
        **_tables(books.movements, period, today=today),
    }
    return page(request, "backoffice/money/page.html", context, nav_key="more", status=UNPROCESSABLE if is_wrong else 200)


def _query(period: Period) -> str:
    if period.name != "days":
        return urlencode({"period": period.name})
    return urlencode({"period": "days", "first": period.first.isoformat(), "last": period.last.isoformat()})


def _tables(movements: list[Movement], period: Period, *, today: dt.date) -> dict[str, Any]:
    by_way, by_day, by_rate = sums_by_way(movements), sums_by_day(movements), sums_by_rate(movements)
    columns = {way: way_words(way) for way, total in by_way.items() if total.came}
    rows = [
        (day, ways[""], [(words, ways[way].came if way in ways else 0) for way, words in columns.items()]) for day, ways in by_day.items()
    ]
    return {
        "ways": [(way_words(way), total) for way, total in by_way.items()],
        "columns": list(columns.values()),
        "days": rows[::-1],
        "best_day": max(rows, key=lambda row: row[1].came, default=None),
        "rates": [(rate_words(each.rate), each, each.rate == MARGIN) for each in by_rate],
        "vat": sum(each.vat for each in by_rate),
        "bars": _bars({day: ways[""] for day, ways in by_day.items()}, period, today=today),
        "width": WIDTH,
        "height": HEIGHT,
    }


def _bars(by_day: dict[dt.date, Sums], period: Period, *, today: dt.date) -> list[Bar]:
    """Draw what came in on each day of the period, when there is more than one day to compare."""
    days = [period.first + dt.timedelta(days=offset) for offset in range((period.last - period.first).days + 1)]
    best = max((total.came for total in by_day.values()), default=0)
    if len(days) == 1 or best <= 0:
        return []
    place = WIDTH / len(days)
    bars = []
    for number, day in enumerate(days):
        came = by_day[day].came if day in by_day else 0
        height = (HEIGHT - 4) * max(came, 0) / best
        bars.append(Bar(f"{number * place:.2f}", f"{HEIGHT - height:.2f}", f"{place * (1 - GAP):.2f}", f"{height:.2f}", day == today))
    return bars
