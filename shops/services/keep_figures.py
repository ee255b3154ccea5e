"""The counts of the last minute become rows of the shop."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import F

from kit.routers import SHOP_ALIAS
from kit.tenancy import bind, load_tenant
from shops.figures import store
from shops.figures.marks import KINDS
from shops.models import DailyFigure, KeptFigures

REMEMBERED = dt.timedelta(days=7)
logger = logging.getLogger(__name__)


def keep_figures(*, now: dt.datetime) -> int:
    """
    Add what Valkey counted to the days of each shop, and return how many batches there were.

    Safe to run twice and at the same time, and to die anywhere: a batch is written down with its name, and what was
    written down is not added again. A shop that fails does not stop the others. Not bound to a shop when called.
    """
    batches = store.take_batches()
    for batch in batches:
        try:
            _keep(batch, now=now)
        except Exception:
            logger.exception("the figures %s wait for the next time", batch)
    return len(batches)


def _keep(batch: str, *, now: dt.datetime) -> None:
    tenant_id, day, _name = batch.split(":")
    counts = store.counts_in(batch)
    try:
        tenant = load_tenant(int(tenant_id))
    except LookupError:
        counts = {}
    if counts:
        with bind(tenant), transaction.atomic(using=SHOP_ALIAS):
            _add(batch, dt.date.fromisoformat(day), counts, now=now)
    store.drop(batch)


def _add(batch: str, day: dt.date, counts: dict[str, int], *, now: dt.datetime) -> None:
    _row, is_new = KeptFigures.objects.get_or_create(batch=batch, defaults={"kept_at": now})
    if not is_new:
        return
    for kind, count in sorted(counts.items()):
        if kind in KINDS:
            DailyFigure.objects.bulk_create([DailyFigure(day=day, kind=kind)], ignore_conflicts=True)
            DailyFigure.objects.filter(day=day, kind=kind).update(count=F("count") + count)
    KeptFigures.objects.filter(kept_at__lt=now - REMEMBERED).delete()
