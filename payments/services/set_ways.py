"""The owner says how the shop is paid beside online."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.models import PaymentSettings
from payments.services.transfer_mails import write_account_mails
from shops.services.record_event import record_event


class NoWayLeft(Exception):
    """Customers could not pay at all. Shown beside the form."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What is said; the IBAN in capitals without spaces, both numbers in days."""

    at_collection: bool
    collection_days: int
    restock: bool
    by_transfer: bool
    iban: str
    holder: str
    transfer_days: int


def set_ways(*, ways: Ways, can_pay_online: bool, user: Any, now: dt.datetime) -> PaymentSettings:
    """
    Save how the shop is paid. Orders that wait for a transfer keep the account they were told.

    Another account is written into the log and told to every owner by mail. Safe to run twice.

    :raises NoWayLeft: if neither the counter, nor a transfer, nor an online payment is left
    """
    if not (ways.at_collection or ways.by_transfer or can_pay_online):
        raise NoWayLeft
    with transaction.atomic(using=SHOP_ALIAS):
        PaymentSettings.objects.get_or_create(pk=PaymentSettings.SINGLE_ROW)
        saved = PaymentSettings.objects.select_for_update().get(pk=PaymentSettings.SINGLE_ROW)
        changed = [name for name, value in asdict(ways).items() if getattr(saved, name) != value]
        for name in changed:
            setattr(saved, name, getattr(ways, name))
        if changed:
            saved.save()
            record_event(kind="ways_changed", ways=[name for name in changed if name not in ("iban", "holder")] or ["account"])
        if "iban" in changed and ways.iban:
            record_event(kind="bank_account_changed", end=ways.iban[-4:])
            write_account_mails(iban=ways.iban, by=str(getattr(user, "name", "") or getattr(user, "email", "")), now=now)
        return saved
