"""A statement of account is uploaded: what it shows is used, once, however often and in whatever format it comes."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.locks import lock_order
from orders.models import BankTransfer
from payments.models import BankPayment, BankPaymentSource
from payments.rules.statements.lines import Credit, Statement, keys_of
from payments.rules.suggest import Candidate, suggestions
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
    counts = Counter(others=statement.others)
    keys = keys_of(statement.credits)
    known = set(BankPayment.objects.filter(line_key__in=keys).values_list("line_key", flat=True))
    waiting = candidates()
    mentioned = {reference for credit in statement.credits for reference in credit.references}
    order_ids = dict(BankTransfer.objects.filter(reference__in=mentioned).values_list("reference", "order_id"))
    for credit, key in zip(statement.credits, keys, strict=True):
        order_id = next((order_ids[reference] for reference in credit.references if reference in order_ids), None)
        if key in known:
            counts["known"] += 1
        elif order_id is not None:
            counts[_use(_payment(credit, key), order_id, user=user, now=now)] += 1
        else:
            counts[_keep_to_match(_payment(credit, key), waiting)] += 1
    with transaction.atomic(using=SHOP_ALIAS):
        log_event(kind="statement_taken", matched=counts["matched"], left=counts["to_match"])
    return Taken(**counts)


def _payment(credit: Credit, key: str) -> BankPayment:
    words = {name: getattr(credit, name)[:length] for name, length in LENGTHS.items()}
    return BankPayment(source=BankPaymentSource.STATEMENT, line_key=key, amount=credit.amount, received_on=credit.booked_on, **words)


@transaction.atomic(using=SHOP_ALIAS)
def _use(payment: BankPayment, order_id: int, *, user: Any, now: dt.datetime) -> str:
    """Use an amount for the order it names. Under the order's lock it is asked again whether another upload was quicker."""
    order = lock_order(order_id)
    if BankPayment.objects.filter(line_key=payment.line_key).exists():
        return "known"
    take_for_order(payment, order, user=user, now=now)
    settle_transfers(order_id=order.pk, now=now)
    return "matched"


def _keep_to_match(payment: BankPayment, waiting: list[Candidate]) -> str:
    """Keep an amount only when some order may have asked for it. Two uploads at once keep it once."""
    if not suggestions(waiting, amount=payment.amount, payer=payment.payer_name, words=payment.communication):
        return "others"
    BankPayment.objects.bulk_create([payment], ignore_conflicts=True)
    return "to_match"
