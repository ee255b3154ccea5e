"""What the guide shows of the backoffice and of the pages around a payment: orders that nobody placed."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

HOUR = dt.timedelta(hours=1)
# Pages of templates/storefront/payment/ with what each is told beside the order.
PAYMENT_PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "waiting": ("waiting", {}),
    "unpaid": ("unpaid", {"can_pay_online": True, "can_pay_at_collection": True, "to_pay": 2470}),
    "unpaid-gone": ("unpaid", {"refusal": "gone"}),
    "unpaid-closed": ("unpaid", {"refusal": "not_connected"}),
    "unavailable": ("unavailable", {"can_pay_online": True, "can_pay_at_collection": True, "to_pay": 2470}),
    "money-back-late": ("money_back", {"reason": "paid_late"}),
    "money-back-twice": ("money_back", {"reason": "paid_twice"}),
    "money-back-canceled": ("money_back", {"reason": "paid_after_cancel"}),
    "money-back-differs": ("money_back", {"reason": "amount_differs"}),
}


@dataclass(frozen=True)
class Line:
    """A line of a sample order, as the shelf calls it."""

    quantity: int
    shelf_title: str
    shelf_option_text: str = ""


@dataclass(frozen=True)
class Lines:
    """Stands for the manager of an order's lines."""

    listed: tuple[Line, ...]

    def all(self) -> tuple[Line, ...]:
        return self.listed


@dataclass(frozen=True)
class SampleOrder:
    """What lists and payment pages read of an order."""

    number: str
    name: str
    payment_status: str = "unpaid"
    is_pickup: bool = True
    is_test: bool = False
    is_partly_refunded: bool = False
    is_disputed: bool = False
    note: str = ""
    total_amount: int = 2470
    secret: str = "sample"  # noqa: S105 -- part of an address
    hold_expires_at: dt.datetime | None = None
    lines: Lines = field(default_factory=lambda: Lines((Line(2, "Croissant"), Line(1, "Pain au levain", "800 g"))))


@dataclass(frozen=True)
class Slot:
    """A day of the list of what is to prepare."""

    title: str
    orders: tuple[SampleOrder, ...]


ORDERS = (
    SampleOrder("1047", "Léa Janssens", note="Je passe vers midi."),
    SampleOrder("1048", "Maximiliane Vandenbroucke-Delacroix van Steenberghe", payment_status="paid", is_pickup=False),
    SampleOrder("1049", "Tom", payment_status="awaiting"),
    SampleOrder("1050", "Aïssatou", payment_status="refunded"),
    SampleOrder("1052", "Inès", payment_status="paid", is_partly_refunded=True, is_disputed=True),
    SampleOrder("1051", "Odile", is_test=True),
)


def slots() -> list[Slot]:
    return [Slot("Aujourd’hui", ORDERS[:2]), Slot("Demain", ORDERS[2:])]


def awaiting(now: dt.datetime) -> SampleOrder:
    """Return an order whose payment is still awaited for a while."""
    return SampleOrder("1049", "Tom", payment_status="awaiting", hold_expires_at=now + HOUR / 2)
