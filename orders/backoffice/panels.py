"""What orders put into the backoffice's frame: the menu's number, and parts of the first page."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kit.clock import in_brussels
from kit.money import LOCALES
from orders.backoffice import board
from orders.models import Order
from orders.selectors.backoffice import orders_ready
from orders.selectors.takings import Takings, takings_until
from shops.backoffice.registry import MenuEntry, Panel, register_headline, register_menu_entry, register_panel
from tenants.permissions import May

BAR_HEIGHT = 88  # units of the drawing
BAR_STEP = 40


@dataclass(frozen=True)
class Slot:
    """Orders to prepare under one heading."""

    title: str
    orders: list[Order]


@dataclass(frozen=True)
class Bar:
    """One day of the drawing; `y` and `height` in its units."""

    x: int
    y: int
    height: int
    letter: str
    label: str
    amount: int
    is_now: bool


def register() -> None:
    """Put "Orders" into the menu and on the first page."""
    register_menu_entry(
        MenuEntry(
            key="orders",
            label=gettext_lazy("Orders"),
            url_name="bo_orders",
            icon="receipt-text",
            position=20,
            count=board.count_to_prepare,
            needs=May.SEE_ORDERS,
        )
    )
    register_headline(headline, needs=May.MOVE_ORDERS)
    register_panel(
        Panel(key="to_prepare", template="backoffice/orders/_to_prepare.html", position=10, load=load_to_prepare, needs=May.MOVE_ORDERS)
    )
    register_panel(Panel(key="waiting", template="backoffice/orders/_waiting.html", position=20, load=load_waiting, needs=May.MOVE_ORDERS))
    register_panel(
        Panel(
            key="takings",
            template="backoffice/orders/_takings.html",
            position=10,
            load=load_takings,
            needs=May.SEE_MONEY,
            column="secondary",
        )
    )


def headline(now: dt.datetime) -> str:
    """Return how many orders there are to prepare, in words; nothing when there are none."""
    count = board.count_to_prepare()
    return ngettext("%(count)d order to prepare", "%(count)d orders to prepare", count) % {"count": count} if count else ""


def load_to_prepare(*, now: dt.datetime) -> list[Slot]:
    today = in_brussels(now).date()
    return [Slot(_day_title(group.day, today), list(group.orders)) for group in board.to_prepare_by_day()]


def load_waiting(*, now: dt.datetime) -> Any:
    return list(orders_ready()[: board.BOARD_LIMIT]) or None


def load_takings(*, now: dt.datetime) -> dict[str, Any] | None:
    takings = takings_until(now)
    return {"takings": takings, "bars": _bars(takings)} if takings.orders else None


def _day_title(day: dt.date, today: dt.date) -> str:
    if day == today:
        return _("Today")
    if day == today - dt.timedelta(days=1):
        return _("Yesterday")
    return _format(day, "EEEE d MMMM").capitalize()


def _bars(takings: Takings) -> list[Bar]:
    bars = []
    for place, day in enumerate(takings.days):
        height = round(day.share * BAR_HEIGHT / 100)
        bars.append(
            Bar(
                x=place * BAR_STEP + 5,
                y=BAR_HEIGHT - height,
                height=height,
                letter=_format(day.date, "EEEEE").lower(),
                label=_format(day.date, "EEEE d MMMM"),
                amount=day.amount,
                is_now=day is takings.today,
            )
        )
    return bars


def _format(day: dt.date, pattern: str) -> str:
    return format_date(day, pattern, locale=LOCALES[(get_language() or "fr")[:2]])
