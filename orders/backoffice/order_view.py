"""What an order's page says, worked out from the order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kit.storage import media_url
from kit.templatetags.formats import money
from orders.events import note_words
from orders.models import Order, OrderEvent, OrderEventKind, OrderLine, PaidWith, PaymentMethod
from orders.rules.transitions import Step, may, next_step


@dataclass(frozen=True)
class PickLine:
    """A line to tick off while it is put into the bag."""

    line: OrderLine
    thumb_url: str

    @property
    def letter(self) -> str:
        return self.line.shelf_title[:1].upper()


@dataclass(frozen=True)
class NextStep:
    """
    The one big button: what it says and where it goes, by URL name.

    `choices` are the buttons when there is a choice: the value of `name` with each, and its words.
    """

    label: str
    url_name: str
    note: str
    name: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class HistoryLine:
    """One line of an order's history in words."""

    title: str
    event: OrderEvent
    detail: str


@dataclass(frozen=True)
class MoneyPart:
    """A part of an order's page that an upper app adds: `template` is drawn with `part`, which `load(order=...)` returns."""

    template: str
    load: Callable[..., Any]


_money_parts: list[MoneyPart] = []


def register_money_part(part: MoneyPart) -> None:
    """Add a part under what an order costs; from AppConfig.ready(). One whose `load` returns None is left out."""
    _money_parts.append(part)


def money_parts(order: Order) -> list[dict[str, Any]]:
    """Return the parts to draw on an order's page, in the order they were registered."""
    loaded = [(part.template, part.load(order=order)) for part in _money_parts]
    return [{"template": template, "part": part} for template, part in loaded if part is not None]


def pick_lines(order: Order) -> list[PickLine]:
    """Return the lines of an order with a small photograph where there is one."""
    return [PickLine(line, media_url(line.picture_files[0]["jpeg"]) if line.picture_files else "") for line in order.lines.all()]


def next_step_of(order: Order) -> NextStep | None:
    """Return what to do next with an order, None when nothing is left to do."""
    step = next_step(order=order.status, payment=order.payment_status, fulfillment=order.fulfillment_status)
    if step == Step.MARK_READY:
        return NextStep(_("Mark as ready"), "bo_order_readiness", _("%(name)s gets an e-mail.") % {"name": order.first_name})
    if step == Step.HAND_OVER and order.payment_status == "unpaid":
        note = _("Take the money first.")
        return NextStep(_("Paid and handed over"), "bo_order_handover", note, name="paid_with", choices=ways_at_the_counter(order))
    if waits_for_transfer(order):
        label = _("%(amount)s received") % {"amount": money(order.transfer.missing_amount)}
        return NextStep(label, "bo_order_transfer", _("When it stands on your account."), name="whole", choices=(("1", label),))
    if step == Step.HAND_OVER:
        return NextStep(_("Handed over"), "bo_order_handover", _("Paid already."))
    return None


def ways_at_the_counter(order: Order) -> tuple[tuple[str, str], ...]:
    """Return how an order may be paid at the counter or the door, with the amount of each: cash is rounded to five cents."""
    return (
        (PaidWith.CARD, _("Card: %(amount)s") % {"amount": money(order.total_amount)}),
        (PaidWith.CASH, _("Cash: %(amount)s") % {"amount": money(order.cash_amount)}),
    )


def waits_for_transfer(order: Order) -> bool:
    """Say whether an order waits for money on the shop's account."""
    return order.payment_method == PaymentMethod.BANK_TRANSFER and order.payment_status == "awaiting" and not order.is_canceled


def can_refund(order: Order) -> bool:
    """Say whether something of an order's money is with the shop and may go back."""
    return not order.is_test and order.payment_status in ("paid", "refunded") and order.refunded_amount < order.paid_amount


def can_cancel(order: Order) -> bool:
    """Say whether an order may still be canceled."""
    return may(Step.CANCEL, order=order.status, payment=order.payment_status, fulfillment=order.fulfillment_status)


def status_of(order: Order) -> tuple[str, str]:
    """Return where an order stands as one word: a code for its colour, and the word."""
    if order.is_canceled:
        return "canceled", _("Cancelled")
    if waits_for_transfer(order):
        return "pending", _("Waits for a transfer")
    if order.payment_status == "awaiting":
        return "pending", _("Being paid")
    if order.fulfillment_status == "handed_over":
        return "collected", _("Handed over")
    return ("ready", _("Ready")) if order.fulfillment_status == "ready" else ("to_prepare", _("To prepare"))


def payment_of(order: Order) -> tuple[str, str]:
    """Return how an order stands with money: a code for the colour, and the words."""
    if order.is_test:
        return "draft", _("Test order")
    if order.payment_status == "paid":
        return "paid", _("Partly given back") if order.is_partly_refunded else _paid_words(order)
    if order.payment_status == "refunded":
        return "canceled", _("Refunded")
    if order.payment_status == "awaiting":
        return "pending", _("Transfer awaited") if order.payment_method == PaymentMethod.BANK_TRANSFER else _("Being paid")
    return "unpaid", _("To be paid at the counter") if order.is_pickup else _("To be paid on delivery")


def payment_in_full(order: Order) -> tuple[str, str]:
    """Return what `payment_of` does, and with what an order was paid online when its history knows."""
    tone, words = payment_of(order)
    if tone == "paid" and order.payment_method == PaymentMethod.ONLINE:
        paid = [event for event in order.events.all() if event.kind == OrderEventKind.PAID]
        words = (paid and note_words(paid[-1].data)) or words
    return tone, words


def _paid_words(order: Order) -> str:
    known = {PaidWith.CASH.value: _("Paid in cash"), PaidWith.CARD.value: _("Paid by card")}
    return known.get(order.paid_with) or (_("Paid by transfer") if order.payment_method == PaymentMethod.BANK_TRANSFER else _("Paid"))


def history_of(order: Order, *, with_notes: bool = True) -> list[HistoryLine]:
    """Return an order's history, oldest first; without what people wrote in their own words when not `with_notes`."""
    return [HistoryLine(_title(event), event, _detail(event)) for event in order.events.all() if with_notes or "text" not in event.data]


def _detail(event: OrderEvent) -> str:
    words = note_words(event.data)
    return money(event.data["amount"]) if event.kind == OrderEventKind.MONEY_CAME and not words else words


def _title(event: OrderEvent) -> str:
    return str(OrderEventKind(event.kind).label) if event.kind in OrderEventKind.values else event.kind
