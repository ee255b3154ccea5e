"""The bakery on its trial, our plans at the sandbox, and messages to the platform's own address."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import settings as django_settings

from billing.catalogue import sync_plans
from billing.models import BillingEvent, Subscription
from billing.services.begin_trial import begin_trial
from billing.services.look_after import look_after_subscriptions
from kit.clock import now
from kit.tenancy import PLATFORM, bind
from payments.gateways.stripe import platform_stripe
from shops.models import Invitation, OutboxMessage
from stripe_sandbox.services.advance_clock import advance_clock
from stripe_sandbox.services.deliver_events import deliver_all
from tenants.hosts import forget_hosts
from tenants.models import Plan, Tenant, TenantStatus
from tests.backoffice_tools import sign_in
from tests.conftest import Cast
from tests.forms import forms_of
from tests.payments import conftest as payments_conftest
from tests.payments.world import World

world = payments_conftest.world

SECRET = "whsec_platform_tests"
WEBHOOK = "/webhooks/stripe/platform/"


@dataclass
class Office:
    """What an owner, Stripe and time do to what the bakery owes us."""

    world: World
    shop: Cast
    keeper: Any

    @property
    def row(self) -> Subscription:
        with bind(PLATFORM):
            return Subscription.objects.select_related("tenant__plan").get(tenant_id=self.shop.ref.id)

    @property
    def status(self) -> tuple[str, bool, bool]:
        """The shop's status, and for which reasons it is closed: by staff, unpaid."""
        with bind(PLATFORM):
            tenant = Tenant.objects.get(pk=self.shop.ref.id)
        return tenant.status, tenant.is_held, tenant.is_unpaid

    def choose(self, plan: str = "basic", deed: str = "pay", **fields: str) -> Any:
        return self.keeper.post("/backoffice/subscription/plan/", {"plan": plan, "deed": deed, **fields})

    def change(self, plan: str) -> Any:
        """Read what a change costs, and agree to it."""
        asked = self.keeper.get("/backoffice/subscription/change/", {"plan": plan})
        [form] = [form for form in forms_of(asked) if form.action.endswith("/subscription/plan/")]
        return self.choose(**{**form.fields, "deed": "change"})

    def pay(self, url: str, **fields: str) -> httpx.Response:
        return self.world.pay(url, **fields)

    def subscribe(self, plan: str = "basic", **fields: str) -> None:
        """Choose a plan, pay at Stripe and come back."""
        answer = self.choose(plan)
        assert answer.status_code == 303, answer.text
        paid = self.pay(answer["Location"], **fields)
        assert paid.status_code == 303, paid.text
        self.come_back()

    def come_back(self) -> Any:
        return self.keeper.get("/backoffice/subscription/return/")

    def portal(self, answer: str, **fields: str) -> httpx.Response:
        """Go through Stripe's portal."""
        page = self.keeper.post("/backoffice/subscription/portal/")
        assert page.status_code == 303, page.text
        sent = {"answer": answer, "subscription": self.row.stripe_subscription_id, **fields}
        path = urlsplit(page["Location"]).path
        return self.world.browser.post(path, data=sent, headers={"Host": django_settings.STRIPE_SANDBOX_HOST})

    def storefront(self) -> int:
        return self.world.get("/en/").status_code

    def at_stripe(self) -> list[Any]:
        with bind(PLATFORM), platform_stripe() as v1:
            return list(v1.subscriptions.list(params={"customer": self.row.stripe_customer_id, "status": "all"}).data)

    def pass_time(self, **span: float) -> None:
        """Let time pass at Stripe; its messages wait."""
        with bind(PLATFORM):
            advance_clock(dt.timedelta(**span))

    def end_trial(self) -> None:
        """Let our own trial be over, and somebody look."""
        with bind(PLATFORM):
            Subscription.objects.filter(tenant_id=self.shop.ref.id).update(trial_ends_at=now() - dt.timedelta(minutes=1))
        self.look()

    def close(self) -> None:
        """Let trial and grace be over, and the shop closed."""
        self.end_trial()
        with bind(PLATFORM):
            Subscription.objects.filter(tenant_id=self.shop.ref.id).update(grace_until=now() - dt.timedelta(minutes=1))
        self.look()

    def look(self, **later: float) -> None:
        """Let beat come by, now or later."""
        with bind(PLATFORM):
            look_after_subscriptions(now=now() + dt.timedelta(**later))

    def mails(self) -> list[str]:
        """What the owners were told, in order."""
        with self.shop.entered():
            rows = OutboxMessage.objects.filter(kind="subscription_notice").order_by("pk")
            return [row.payload["notice"] for row in rows]

    def deliver(self) -> None:
        with bind(PLATFORM):
            deliver_all()


def _work_off(task: Any, *args: Any, **_options: Any) -> bool:
    """Do what the platform handed to the queue in the process that did it."""
    if task.name.startswith("billing."):
        task(*args)
        return True
    return payments_conftest._work_off(task, *args)


@pytest.fixture
def office(world: World, bakery: Cast, settings: Any, monkeypatch: Any) -> Iterator[Office]:
    monkeypatch.setattr("kit.tasks.enqueue", _work_off)
    settings.STRIPE_PLATFORM_WEBHOOK_SECRET = SECRET
    settings.STRIPE_SANDBOX_PLATFORM_WEBHOOK_URL = f"{world.origin}{WEBHOOK}"
    with bind(PLATFORM):
        sync_plans()
        begin_trial(tenant=Tenant.objects.get(pk=bakery.ref.id), now=now(), plan=Plan.objects.get(code="basic"))
    forget_hosts()
    world.door.calls.clear()
    yield Office(world, bakery, sign_in(bakery))
    with bakery.entered():
        Invitation.objects.all().delete()
    with bind(PLATFORM):
        Subscription.objects.all().delete()
        BillingEvent.objects.all().delete()
        Tenant.objects.filter(pk=bakery.ref.id).update(
            status=TenantStatus.ACTIVE, is_held=False, is_unpaid=False, suspended_at=None, plan=None
        )
        Plan.objects.update(lookup_key="", amount_at_stripe=None)
    forget_hosts()
