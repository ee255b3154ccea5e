"""A shop that asked to be woken is woken, also when the first call was lost."""

import datetime as dt

import pytest

from kit.clock import now
from kit.tasks import TENANT_HEADER
from shops import background
from shops.tasks import run_chores
from tenants.models import WakeUp
from tenants.tasks import RING_AGAIN_AFTER, ring_due_shops


@pytest.fixture
def asked(bakery, platform_scope):
    return WakeUp.objects.create(tenant=bakery.tenant, due_at=now() - dt.timedelta(seconds=1))


def test_a_wake_up_stays_until_its_work_is_done(bakery, asked):
    assert ring_due_shops.apply().get() == 1
    asked.refresh_from_db()
    assert asked.rung_at is not None
    assert asked.due_at > now() + RING_AGAIN_AFTER / 2

    run_chores.apply(headers={TENANT_HEADER: bakery.ref.id}).get()

    assert not WakeUp.objects.filter(pk=asked.pk).exists()


def test_a_wake_up_falls_due_again_when_the_work_failed(bakery, asked, monkeypatch):
    def broken(**_: object) -> None:
        raise RuntimeError("the mail server is away")

    monkeypatch.setitem(background._chores, "broken", broken)
    ring_due_shops.apply().get()

    run_chores.apply(headers={TENANT_HEADER: bakery.ref.id}).get()

    assert WakeUp.objects.filter(pk=asked.pk).exists()


def test_a_later_wake_up_is_not_answered_by_earlier_work(bakery, platform_scope):
    later = WakeUp.objects.create(tenant=bakery.tenant, due_at=now() + dt.timedelta(minutes=20))

    run_chores.apply(headers={TENANT_HEADER: bakery.ref.id}).get()

    assert WakeUp.objects.filter(pk=later.pk).exists()
