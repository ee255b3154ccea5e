"""
Orders, and what happens to their money at Stripe while messages are lost, late, doubled and out of order.

Each step of a story is a deed after which messages wait; `tell` lets it happen and returns how it ends.
"""

import datetime as dt
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.core import mail
from django.db import transaction

from kit.clock import now
from orders.models import Order
from orders.services.cancel_order import cancel_order
from orders.services.expire_order import expire_unpaid_orders
from payments.models import Dispute, PaymentAttempt, Refund, StripeAccount
from payments.rules.refunds import Wish
from payments.services.reconcile import reconcile_attempts
from payments.services.refund_order import refund_order
from payments.services.send_refunds import send_refund
from shops.background import run_chores
from stripe_sandbox import dashboard
from stripe_sandbox.models import Delivery, StoredObject
from stripe_sandbox.services.emit_event import NOBODY
from stripe_sandbox.services.expire_session import expire_session
from stripe_sandbox.services.open_dispute import answer_dispute
from stripe_sandbox.store import DB
from tests.conftest import Cast
from tests.factories.catalog import make_variant, stock_of
from tests.factories.orders import make_awaiting_order
from tests.payments.world import ACCOUNTS, World, attempt_of

ON_HAND = 1000
DEBIT = {"method": "sepa_debit", "holder": "Camille Peeters"}
SLOW_YES, SLOW_NO = "AT321904300235473204", "AT051904300235473205"
REFUND_WAITS = "4000000000005126"


@dataclass
class Story:
    """One order, and what happens to it at Stripe; each step is a deed after which messages wait."""

    world: World
    shop: Cast
    order: Order
    page: str

    @property
    def session(self) -> StoredObject:
        with self.shop.entered():
            return StoredObject.objects.get(stripe_id=attempt_of(self.order).stripe_session_id)

    def card(self, number: str = "4242424242424242") -> None:
        self.world.pay(self.page, number=number)

    def debit(self, iban: str) -> None:
        self.world.pay(self.page, **DEBIT, iban=iban)

    def bank_answers(self, *, yes: bool) -> None:
        dashboard.end_payment(self.session.stripe_id, succeeds=yes)

    def page_ends(self) -> None:
        with transaction.atomic(using=DB):
            expire_session(self.session.stripe_id, account=ACCOUNTS["bakery"], cause=NOBODY)

    def shop_cancels(self) -> None:
        with self.shop.entered():
            cancel_order(order_id=self.order.pk, user=self.shop.owner, reason="broken", now=now())

    @property
    def charge(self) -> str:
        with self.shop.entered():
            intent = attempt_of(self.order).stripe_payment_intent_id
        return StoredObject.objects.get(kind="charge", body__payment_intent=intent).stripe_id

    def shop_refunds(self, amount: int) -> None:
        """Do what the page does: promise in one transaction, then ask Stripe."""
        with self.shop.entered():
            self.order.refresh_from_db()
            said = {"reason": "goodwill", "words": "", "seen": self.order.refunded_amount, "form_key": secrets.token_hex(16)}
            for row in refund_order(order_id=self.order.pk, wish=Wish(amount=amount), user=None, now=now(), **said):
                send_refund(refund_id=row.pk, now=now())

    def dashboard_refunds(self, amount: int) -> None:
        dashboard.refund(self.charge, amount)

    def refund_ends(self, status: str) -> None:
        dashboard.end_refund(self._newest("refund"), status)

    def contest(self, *, is_inquiry: bool = False) -> None:
        dashboard.dispute(self.charge, is_inquiry=is_inquiry)

    def shop_answers(self) -> None:
        with transaction.atomic(using=DB):
            answer_dispute(StoredObject.objects.get(stripe_id=self._newest("dispute")), {}, submit=True, cause=NOBODY)

    def dispute_ends(self, status: str) -> None:
        dashboard.end_dispute(self._newest("dispute"), status)

    def _newest(self, kind: str) -> str:
        return StoredObject.objects.filter(kind=kind, body__charge=self.charge).latest("pk").stripe_id


Step = Callable[[Story], object]
STORIES: dict[str, list[Step]] = {
    "card": [lambda story: story.card()],
    "declined, then card": [lambda story: story.card("4000000000000002"), lambda story: story.card()],
    "debit, the bank says yes": [lambda story: story.debit(SLOW_YES), lambda story: story.bank_answers(yes=True)],
    "debit, the bank says no": [lambda story: story.debit(SLOW_NO), lambda story: story.bank_answers(yes=False)],
    "nobody pays": [lambda story: story.page_ends()],
    "paid, then canceled by the shop": [lambda story: story.card(), lambda story: (chores(story), story.shop_cancels(), chores(story))],
}


def paid(number: str = "4242424242424242") -> list[Step]:
    return [lambda story: story.card(number), lambda story: days_pass(story)]


def contested(*steps: Step, is_inquiry: bool = False) -> list[Step]:
    return [
        *paid(),
        lambda story: story.contest(is_inquiry=is_inquiry),
        lambda story: days_pass(story),
        *steps,
        lambda story: days_pass(story),
    ]


MONEY_BACK: dict[str, list[Step]] = {
    "two parts go back": [
        *paid(),
        lambda story: story.shop_refunds(700),
        lambda story: story.shop_refunds(900),
        lambda story: days_pass(story),
    ],
    "two parts, then all the rest in the dashboard": [
        *paid(),
        lambda story: story.shop_refunds(700),
        lambda story: story.dashboard_refunds(700),
        lambda story: story.dashboard_refunds(1180),
        lambda story: days_pass(story),
    ],
    "given back in the dashboard": [*paid(), lambda story: story.dashboard_refunds(500), lambda story: days_pass(story)],
    "a refund waits and fails": [
        *paid(REFUND_WAITS),
        lambda story: story.shop_refunds(700),
        lambda story: story.refund_ends("failed"),
        lambda story: days_pass(story),
    ],
    "a refund waits and arrives": [
        *paid(REFUND_WAITS),
        lambda story: story.shop_refunds(700),
        lambda story: story.refund_ends("succeeded"),
        lambda story: days_pass(story),
    ],
    "a refund of the dashboard waits and fails": [
        *paid(REFUND_WAITS),
        lambda story: story.dashboard_refunds(700),
        lambda story: days_pass(story),
        lambda story: story.refund_ends("failed"),
        lambda story: days_pass(story),
    ],
    "a refund had arrived, and the bank sends it back": [
        *paid(),
        lambda story: story.shop_refunds(700),
        lambda story: days_pass(story),
        lambda story: story.refund_ends("failed"),
        lambda story: days_pass(story),
    ],
    "contested, answered and won": contested(lambda story: story.shop_answers(), lambda story: story.dispute_ends("won")),
    "contested, answered and lost": contested(lambda story: story.shop_answers(), lambda story: story.dispute_ends("lost")),
    "the bank only asks": contested(lambda story: story.dispute_ends("warning_closed"), is_inquiry=True),
    "contested, called off, won": contested(lambda story: story.shop_cancels(), lambda story: story.dispute_ends("won")),
    "a part went back, then contested and lost": [
        *paid(),
        lambda story: story.shop_refunds(700),
        lambda story: story.contest(),
        lambda story: days_pass(story),
        lambda story: story.dispute_ends("lost"),
        lambda story: days_pass(story),
    ],
}


def chores(story: Story) -> None:
    """Let beat come by much later, so that nothing waits for its time; what needs no message is found."""
    with story.shop.entered():
        later = now() + dt.timedelta(minutes=20)
        reconcile_attempts(now=later)
        run_chores(now=later)


def days_pass(story: Story) -> None:
    """Let the shop look at its account, and what that asks for be done: nothing there waits for a message."""
    with story.shop.entered():
        for hours in (7, 8):
            StripeAccount.objects.update(looked_at=None)
            run_chores(now=now() + dt.timedelta(hours=hours))


def waiting_messages(known: set[int]) -> list[str]:
    """Return what Stripe has to tell since the last time."""
    new = list(Delivery.objects.filter(destination="connect").exclude(pk__in=known).order_by("pk"))
    known.update(delivery.pk for delivery in new)
    return [delivery.payload for delivery in new]


def tell(world: World, steps: list[Step], shop: Cast, chance: random.Random | None) -> tuple[object, ...]:
    """
    Let a story happen and return how it ends. Without `chance` every message comes once and at once.

    With it, after each step come some of all the messages so far: none, some twice, the last first.
    """
    with shop.entered():
        variant = make_variant(price=1290, on_hand=ON_HAND)
        order = make_awaiting_order((variant, 2), now=now())
    story = Story(world, shop, order, world.start(order))
    known = set(Delivery.objects.values_list("pk", flat=True))
    told: list[str] = []
    mail.outbox.clear()
    for step in steps:
        step(story)
        told += waiting_messages(known)
        for message in told if chance is None else chance.choices(told, k=chance.randint(0, len(told) + 2)) if told else []:
            assert world.webhook(message).status_code == 200
    chores(story)
    told += waiting_messages(known)
    return ending(story, variant)


def ending(story: Story, variant: object) -> tuple[object, ...]:
    """Return all that a customer, a shopkeeper or an accountant could see of it."""
    with story.shop.entered():
        expire_unpaid_orders(now=now() + dt.timedelta(hours=4))
        order = Order.objects.get(pk=story.order.pk)
        attempts = list(PaymentAttempt.objects.filter(order=order).values_list("state", "amount"))
        refunds = sorted(Refund.objects.filter(attempt__order=order).values_list("state", "amount", "reason"))
        disputes = list(Dispute.objects.filter(attempt__order=order).values_list("status", "amount"))
        money = (order.refunded_amount, order.returning_amount, order.owed_amount, order.lost_amount, order.is_disputed)
        mails = sorted(message.subject.replace(order.number or "", "N") for message in mail.outbox)
        kinds = sorted(order.events.values_list("kind", flat=True))
        return order.status, order.payment_status, attempts, refunds, disputes, money, mails, kinds, stock_of(variant)  # type: ignore[arg-type]
