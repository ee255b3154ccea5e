"""A statement of account is uploaded: what it shows is used, once, however often and in whatever format it comes."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.locks import lock_order
from orders.models import BankTransfer, Order
from payments.models import BankPayment, BankPaymentSource
from payments.rules.statements.lines import Credit, Statement, keys_of
from payments.rules.suggest import suggestions
from payments.selectors.transfers import candidates, known_ibans
from payments.services.match_payment import take_for_order
from payments.services.settle_transfers import settle_transfers
from shops.services.record_event import record_event as log_event

LENGTHS = {"payer_name": 120, "payer_iban": 34, "communication": 300}


class OtherAccount(Exception):
    """The statement is of an account that this shop never gave to its customers. `iban` as the file says it."""

    def __init__(self, iban: str) -> None:
        super().__init__(iban)
        self.iban = iban


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a statement, in lines: used for an order, to be looked at, known from before, and nothing to do with orders."""

    matched: int = 0
    to_match: int = 0
    known: int = 0
    others: int = 0


def take_statement(*, statement: Statement, user: Any, now: dt.datetime) -> Taken:
    """
    Use each line whose communication is one of ours, and keep those that may be for an order, for a person to say.

    All other lines, such as what went out and what no order can have asked for, are not stored. Each
    line has a transaction of its own: what was used stays used. Safe to run twice, also with a file that overlaps.

    :raises OtherAccount: if the file is of an account that the shop never gave to customers
    """
    mine = known_ibans()
    if mine and statement.accounts and not statement.accounts & mine:
        raise OtherAccount(sorted(statement.accounts)[0])
    counts = {"matched": 0, "to_match": 0, "known": 0, "others": statement.others}
    for credit, key in zip(statement.credits, keys_of(statement.credits), strict=True):
        counts[_take(credit, key, user=user, now=now)] += 1
    with transaction.atomic(using=SHOP_ALIAS):
        log_event(kind="statement_taken", matched=counts["matched"], left=counts["to_match"])
    return Taken(**counts)


@transaction.atomic(using=SHOP_ALIAS)
def _take(credit: Credit, key: str, *, user: Any, now: dt.datetime) -> str:
    transfer = BankTransfer.objects.filter(reference__in=credit.references).order_by("pk").first() if credit.references else None
    order = lock_order(transfer.order_id) if transfer is not None else None
    payment = BankPayment(source=BankPaymentSource.STATEMENT, line_key=key, amount=credit.amount, received_on=credit.booked_on)
    for name, length in LENGTHS.items():
        setattr(payment, name, getattr(credit, name)[:length])
    if BankPayment.objects.filter(line_key=key).exists():
        return "known"
    if order is None:
        return _keep_to_match(payment)
    return _use(payment, order, user=user, now=now)


def _use(payment: BankPayment, order: Order, *, user: Any, now: dt.datetime) -> str:
    take_for_order(payment, order, user=user, now=now)
    settle_transfers(order_id=order.pk, now=now)
    return "matched"


def _keep_to_match(payment: BankPayment) -> str:
    """Keep an amount only when some order may have asked for it. Two uploads at once keep it once."""
    if not suggestions(candidates(), amount=payment.amount, payer=payment.payer_name, words=payment.communication):
        return "others"
    BankPayment.objects.bulk_create([payment], ignore_conflicts=True)
    return "to_match"
