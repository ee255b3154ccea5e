"""A price changed in the admin is told to Stripe by itself, and the row says whether it was."""

import pytest
from django.test import Client

from billing import tasks
from kit.tenancy import PLATFORM, bind
from payments.gateways.stripe import platform_stripe
from tenants.models import Plan
from tests.billing.conftest import Office
from tests.billing.test_admin import admin  # noqa: F401


@pytest.fixture
def plus(office: Office):
    with bind(PLATFORM):
        before = Plan.objects.values().get(code="plus")
    yield before["id"]
    with bind(PLATFORM):
        Plan.objects.filter(pk=before["id"]).update(**before)


def save(admin: Client, pk: int, **changes: str):  # noqa: F811
    with bind(PLATFORM):
        plan = Plan.objects.get(pk=pk)
    names = {f"name_{code}": name for code, name in plan.names.items()}
    numbers = {name: str(getattr(plan, name)) for name in ("price_amount", "trial_days", "fee_basis_points", "position")}
    data = {"code": plan.code, "lookup_key": plan.lookup_key, "is_public": "on", **names, **numbers}
    return admin.post(f"/admin/tenants/plan/{pk}/change/", data | changes, follow=True)


def amount_at_stripe() -> int:
    with bind(PLATFORM), platform_stripe() as v1:
        [price] = v1.prices.list(params={"lookup_keys": ["plan-plus"], "active": True}).data
    return int(price.unit_amount)


def on_its_row(admin: Client, pk: int) -> str:  # noqa: F811
    return admin.get(f"/admin/tenants/plan/{pk}/change/").text


def test_saving_a_price_tells_stripe(admin: Client, office: Office, plus: int):  # noqa: F811
    answer = save(admin, plus, price_amount="4500")

    assert answer.status_code == 200
    assert amount_at_stripe() == 4500
    assert "Stripe takes this price" in on_its_row(admin, plus)
    assert "former price until they change their plan" in on_its_row(admin, plus)


def test_price_that_the_queue_lost_is_found_by_beat(admin: Client, office: Office, plus: int, monkeypatch):  # noqa: F811
    with monkeypatch.context() as away:
        away.setattr("kit.tasks.enqueue", lambda *args, **options: False)
        save(admin, plus, price_amount="4500")
        waiting = on_its_row(admin, plus)
        refused = office.choose("plus")

    tasks.look_after()
    calls = len(office.world.calls("POST"))
    tasks.look_after()

    assert "not told yet" in waiting
    assert refused.status_code == 422
    assert amount_at_stripe() == 4500
    assert len(office.world.calls("POST")) == calls


def test_price_waits_while_stripe_is_out_of_order(admin: Client, office: Office, plus: int):  # noqa: F811
    office.world.door.trouble = lambda call: "broken"
    answer = save(admin, plus, price_amount="4500")
    office.world.door.trouble = lambda call: ""

    tasks.sync_plans()

    assert (answer.status_code, amount_at_stripe()) == (200, 4500)


def test_who_pays_the_former_price_reads_it_until_they_change(admin: Client, office: Office, plus: int):  # noqa: F811
    office.end_trial()
    office.subscribe("plus")
    save(admin, plus, price_amount="4500")
    office.come_back()

    page = office.keeper.get("/backoffice/subscription/").text
    shown = admin.get(f"/admin/billing/subscription/{office.row.pk}/change/").text

    now_part = page.split('id="plans"')[0]
    assert (office.row.price_amount, "€39.00" in now_part, "€45.00" in now_part) == (3900, True, False)
    assert "39,00" in shown


def test_lowering_in_the_middle_of_a_run_is_not_lost(office: Office, plus: int):
    """A plan saved while Stripe is told of the former price is not taken for told."""
    from billing import catalogue

    def change_meanwhile(call, answer) -> None:
        if call.method == "POST" and call.path == "/v1/prices":
            with bind(PLATFORM):
                plan = Plan.objects.get(pk=plus)
                if plan.price_amount == 4500:
                    plan.price_amount, plan.amount_at_stripe = 4700, None
                    plan.save()

    with bind(PLATFORM):
        Plan.objects.filter(pk=plus).update(price_amount=4500, amount_at_stripe=None)
        office.world.door.change = change_meanwhile
        catalogue.sync_what_changed()
        is_known = Plan.objects.get(pk=plus).is_known_to_stripe
        catalogue.sync_what_changed()

    assert (is_known, amount_at_stripe()) == (False, 4700)


def test_page_of_a_former_price_is_closed_and_the_next_one_asks_what_is_shown(admin: Client, office: Office, plus: int):  # noqa: F811
    office.end_trial()
    former = office.choose("plus")["Location"]
    save(admin, plus, price_amount="2900")

    page = office.choose("plus")["Location"]
    again = office.choose("plus")["Location"]

    assert page == again != former
    assert office.pay(former).status_code != 303
    office.pay(page)
    office.come_back()
    assert office.row.price_amount == 2900
