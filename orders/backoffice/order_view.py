"""What an order's page says, worked out from the order."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kit.storage import media_url
from orders.events import note_words
from orders.models import Order, OrderEvent, OrderEventKind, OrderLine
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
    """The one big button: what it says and where it goes, by URL name."""

    label: str
    url_name: str
    note: str


@dataclass(frozen=True)
class HistoryLine:
    """One line of an order's history in words."""

    title: str
    event: OrderEvent
    detail: str


def pick_lines(order: Order) -> list[PickLine]:
    """Return the lines of an order with a small photograph where there is one."""
    return [PickLine(line, media_url(line.picture_files[0]["jpeg"]) if line.picture_files else "") for line in order.lines.all()]


def next_step_of(order: Order) -> NextStep | None:
    """Return what to do next with an order, None when nothing is left to do."""
    step = next_step(order=order.status, payment=order.payment_status, fulfillment=order.fulfillment_status)
    if step == Step.MARK_READY:
        return NextStep(_("Mark as ready"), "bo_order_readiness", _("%(name)s gets an e-mail.") % {"name": order.first_name})
    if step == Step.HAND_OVER and order.payment_status == "unpaid":
        return NextStep(_("Paid and handed over"), "bo_order_handover", _("Take the money first."))
    if step == Step.HAND_OVER:
        return NextStep(_("Handed over"), "bo_order_handover", _("Paid already."))
    return None


def can_cancel(order: Order) -> bool:
    """Say whether an order may still be canceled."""
    return may(Step.CANCEL, order=order.status, payment=order.payment_status, fulfillment=order.fulfillment_status)


def status_of(order: Order) -> tuple[str, str]:
    """Return where an order stands as one word: a code for its colour, and the word."""
    if order.is_canceled:
        return "canceled", _("Cancelled")
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
        return "paid", _("Paid")
    if order.payment_status == "refunded":
        return "canceled", _("Refunded")
    if order.payment_status == "awaiting":
        return "pending", _("Being paid")
    return "unpaid", _("To be paid at the counter") if order.is_pickup else _("To be paid on delivery")


def history_of(order: Order, *, with_notes: bool = True) -> list[HistoryLine]:
    """Return an order's history, oldest first; without what people wrote in their own words when not `with_notes`."""
    return [
        HistoryLine(_title(event), event, note_words(event.data)) for event in order.events.all() if with_notes or "text" not in event.data
    ]


def _title(event: OrderEvent) -> str:
    if event.kind == OrderEventKind.CANCELED:
        return _("Cancelled")  # the model's label is spelt as in Stripe, and a migration keeps it
    return str(OrderEventKind(event.kind).label) if event.kind in OrderEventKind.values else event.kind
