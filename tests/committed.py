"""Fixtures for what needs real commits, real threads, or a broker that is not there."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import kombu.pools
import pytest
from django.db import connections

from catalog.models import Product, Variant
from config.celery import app as celery_app
from kit.tenancy import PLATFORM, bind
from orders.models import Cart, Customer, Order, PaymentSettings
from payments.models import BankPayment
from shops.models import OutboxMessage, ShippingKind, ShippingMethod
from tenants.models import Session
from tests.conftest import Cast

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def dead_broker() -> Iterator[None]:
    """The queue is away: nothing answers at its address."""
    before = celery_app.conf.broker_url
    _point_celery_at(NOBODY_LISTENS)
    yield
    _point_celery_at(before)


def _point_celery_at(url: str) -> None:
    kombu.pools.reset()
    celery_app._pool = celery_app.amqp._producer_pool = None
    celery_app.conf.broker_url = url


@pytest.fixture
def open_shop(committed_db: None, dead_broker: None, bakery: Cast) -> Iterator[Cast]:
    """The bakery, with what the test writes committed, and taken away at the end."""
    _sweep(bakery)
    yield bakery
    _sweep(bakery)
    for alias in connections:
        connections[alias].close()


def _sweep(shop: Cast) -> None:
    with shop.entered():
        for model in (BankPayment, PaymentSettings, Order, Cart, Customer, Variant, Product, OutboxMessage):
            model.objects.all().delete()
        ShippingMethod.objects.filter(kind=ShippingKind.DELIVERY).delete()
        with connections["default"].cursor() as cursor:
            cursor.execute("DELETE FROM public.tenants_wakeup WHERE tenant_id = %s", [shop.ref.id])
    with bind(PLATFORM):
        Session.objects.all().delete()


@pytest.fixture
def at_once(open_shop: Cast) -> Callable[[list[Callable[[], Any]]], list[Any]]:
    """Run calls at the same moment, each on a connection of its own; returns what each returned or raised, in their order."""

    def run(calls: list[Callable[[], Any]]) -> list[Any]:
        connections["default"].close()  # its place in the pool is needed
        start = Barrier(len(calls))

        def work(call: Callable[[], Any]) -> Any:
            start.wait(timeout=20)
            try:
                with bind(open_shop.ref):
                    return call()
            except Exception as error:
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(work, calls))

    return run
