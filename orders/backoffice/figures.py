"""The page "Visitors": how many came and what came of it, without having recognised anybody."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kit.clock import now
from kit.templatetags.formats import day as day_name
from kit.tenancy import current_tenant
from kit.urls import public_origin
from orders.selectors.figures import ORDERS, Series, figures_until
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from shops.backoffice.registry import MoreLink, register_more_link
from shops.models import DailyFigure, FigureKind
from tenants.permissions import May

STRETCHES = (7, 30, 90)
WIDTH, HEIGHT = 720, 120  # units of the drawing
GAP = 0.25  # of a bar's place
EXPLAINED = {
    FigureKind.VISITS: gettext_lazy("People who looked in, each once a day."),
    FigureKind.PRODUCTS: gettext_lazy("How often the page of a product was opened."),
    FigureKind.EMPTY_SEARCHES: gettext_lazy("Somebody wanted something that the shop does not have, or calls otherwise."),
    FigureKind.BASKETS: gettext_lazy("Somebody put a first thing in a basket."),
    ORDERS: gettext_lazy("Orders that were placed and not cancelled."),
}
NAMES: dict[str, Any] = {**dict(FigureKind.choices), ORDERS: gettext_lazy("Orders")}


@dataclass(frozen=True)
class Bar:
    """One day of the drawing, in its units, written as SVG wants numbers in any language."""

    x: str
    y: str
    width: str
    height: str
    is_now: bool


@dataclass(frozen=True)
class Chart:
    """One kind of figure: its words, its drawing, and its days for the table."""

    key: str
    name: str
    explained: str
    total: int
    trend: str
    summary: str  # what the drawing shows, in a sentence
    bars: list[Bar]
    series: Series


def register() -> None:
    """Put "Visitors" on the page "More"."""
    register_more_link(
        MoreLink(
            key="figures",
            label=gettext_lazy("Visitors"),
            hint=gettext_lazy("How many came, looked and ordered"),
            url_name="bo_figures",
            icon="chart-column",
            position=30,
            needs=May.SET_UP_SHOP,
        )
    )


@backoffice_view(May.SET_UP_SHOP)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    wished = request.GET.get("days", "")
    days = next((stretch for stretch in STRETCHES if str(stretch) == wished), STRETCHES[1])
    charts = [_chart(series) for series in figures_until(now(), days=days)]
    rows = [(date, [chart.series.days[place][1] for chart in charts]) for place, (date, _count) in enumerate(charts[0].series.days)]
    has_any = any(chart.total for chart in charts if chart.key != ORDERS)
    context = {
        "charts": charts if has_any else [chart for chart in charts if chart.total],
        "rows": rows[::-1],
        "stretches": [(stretch, stretch == days) for stretch in STRETCHES],
        "first": charts[0].series.days[0][0],
        "has_any": has_any,
        "has_ever": has_any or DailyFigure.objects.exists(),
        "shop_url": public_origin(current_tenant().hostname) + "/",
    }
    return page(request, "backoffice/figures.html", context, nav_key="more")


def _chart(series: Series) -> Chart:
    return Chart(
        key=series.kind,
        name=str(NAMES[series.kind]),
        explained=str(EXPLAINED[series.kind]),
        total=series.total,
        trend=_trend(series),
        summary=_summary(series),
        bars=_bars(series),
        series=series,
    )


def _bars(series: Series) -> list[Bar]:
    place = WIDTH / len(series.days)
    width = f"{place * (1 - GAP):.2f}"
    bars = []
    for number, (_day, count) in enumerate(series.days):
        height = (HEIGHT - 4) * count / series.best if series.best else 0
        is_now = number == len(series.days) - 1
        bars.append(Bar(f"{number * place:.2f}", f"{HEIGHT - height:.2f}", width, f"{height:.2f}", is_now))
    return bars


def _trend(series: Series) -> str:
    """Compare with as many days before, in words; nothing where there is nothing to compare with."""
    if not series.before:
        return ""
    share = round(100 * (series.total - series.before) / series.before)
    if share == 0:
        return _("as many as before")
    return (
        _("%(percent)s%% more than before") % {"percent": share}
        if share > 0
        else _("%(percent)s%% fewer than before") % {"percent": -share}
    )


def _summary(series: Series) -> str:
    if not series.best:
        return _("None in %(days)s days.") % {"days": len(series.days)}
    best = max(series.days, key=lambda each: each[1])
    values = {"total": series.total, "days": len(series.days), "best": best[1], "day": day_name(best[0])}
    return _("%(total)s in %(days)s days; the most on %(day)s: %(best)s.") % values
