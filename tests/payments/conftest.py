"""The bakery and the bookshop, each with a ready account, beside a running sandbox."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.apps import apps
from django.db import transaction

from kit.clock import now
from kit.tenancy import PLATFORM, bind
from orders.models import Order
from payments.gateways.stripe import client
from payments.services.connect_account import connect_account, refresh_account
from payments.services.process_event import process_event
from shops.models import OutboxMessage, ShippingMethod
from stripe_sandbox import models as sandbox_models
from stripe_sandbox.fixtures import ready_account
from tenants.hosts import forget_hosts
from tenants.models import Alarm, ExternalAccount, Tenant, WakeUp
from tests.conftest import Cast
from tests.factories.orders import make_awaiting_order
from tests.payments.world import ACCOUNTS, SECRET, Door, Serving, World


@pytest.fixture
def world(committed_db: None, bakery: Cast, bookshop: Cast, settings: Any, monkeypatch: Any) -> Iterator[World]:
    """Everything runs; messages wait until a test calls `deliver`, and are then looked into at once."""
    monkeypatch.setattr("kit.tasks.enqueue", _work_off)
    monkeypatch.setattr(client, "HURRIED_SECONDS", 0.8)
    monkeypatch.setattr(client, "PATIENT_SECONDS", 0.8)
    door = Door()
    with Serving(door) as origin, httpx.Client(base_url=origin, headers={"Accept-Language": "en"}) as browser:
        settings.STRIPE_SECRET_KEY = "sk_test_sandbox"
        settings.STRIPE_WEBHOOK_SECRET = SECRET
        settings.STRIPE_API_BASE = settings.STRIPE_SANDBOX_PAGES_URL = origin
        settings.STRIPE_SANDBOX_WEBHOOK_URL = f"{origin}/webhooks/stripe/connect/"
        settings.STRIPE_SANDBOX_DELIVER_AT_ONCE = False
        for shop in (bakery, bookshop):
            _speak(shop, "fr,nl,en")
        _connect(bakery, ACCOUNTS["bakery"])
        _connect(bookshop, ACCOUNTS["bookshop"])
        door.calls.clear()
        yield World(origin, door, browser)
    _clean_up(bakery, bookshop)


@pytest.fixture
def order(world: World, bakery: Cast) -> Order:
    """An order that waits to be paid online."""
    with bakery.entered():
        return make_awaiting_order(now=now())


@pytest.fixture
def session_id(world: World, order: Order) -> str:
    """The order's payment page, already paid on; nobody has told us."""
    url = world.start(order)
    world.pay(url)
    return url.rsplit("/", 1)[1]


@pytest.fixture(autouse=True)
def _each_call_names_an_account_of_a_shop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Trap 43, in each test of payments: every call of API v1 names an account that a shop has or had."""
    world = request.getfixturevalue("world") if "world" in request.fixturenames else None
    yield
    if world is not None:
        assert [call for call in world.calls(path="/v1/") if call.account not in accounts_of_shops()] == []


def accounts_of_shops() -> set[str]:
    """Return every account that a shop has or had: each call of API v1 for a shop names one of them (stripe.md, trap 43)."""
    with bind(PLATFORM):
        return set(ExternalAccount.objects.values_list("external_id", flat=True))


def _work_off(task: Any, *args: Any, **_options: Any) -> bool:
    """Deal with a message in the process that got it; for all other tasks the queue is silent, beat would find the work."""
    if task.name == "payments.tasks.process_event":
        process_event(event_pk=args[0], now=now())
    return True


def _connect(shop: Cast, account_id: str) -> None:
    ready_account(account_id, display_name=shop.ref.name)
    with shop.entered():
        connect_account(stripe_account_id=account_id)
        refresh_account(stripe_account_id=account_id, now=now())
        OutboxMessage.objects.all().delete()  # "customers can pay online" is no news to a test


def _speak(shop: Cast, languages: str) -> None:
    """Let a shop offer these languages; English, so that tests may read it."""
    with bind(PLATFORM):
        Tenant.objects.filter(pk=shop.tenant.pk).update(languages=languages)
    forget_hosts()


def _clean_up(*shops: Cast) -> None:
    """Take away all that was committed; what belongs to a fresh shop stays."""
    ours = [model for app in ("payments", "orders", "catalog") for model in apps.get_app_config(app).get_models()]
    for shop in shops:
        with shop.entered(), transaction.atomic():
            for model in (*ours, OutboxMessage):
                model._base_manager.all()._raw_delete("default")
            ShippingMethod.objects.filter(kind="delivery").delete()
        _speak(shop, shop.tenant.languages)
    with bind(PLATFORM):
        for model in (Alarm, ExternalAccount, WakeUp, *apps.get_app_config(sandbox_models.__name__.split(".")[0]).get_models()):
            model._base_manager.all().delete()
