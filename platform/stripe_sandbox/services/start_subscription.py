"""A subscription begins, with a trial or with its first invoice: https://docs.stripe.com/api/subscriptions."""

import datetime as dt
from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.rules.periods import period_end
from stripe_sandbox.services.emit_event import emit_event
from stripe_sandbox.services.make_invoice import make_invoice
from stripe_sandbox.services.tax import rates_of

TOLD_BEFORE = dt.timedelta(days=3)  # customer.subscription.trial_will_end


def start_subscription(
    customer: StoredObject, prices: list[tuple[dict[str, Any], int]], data: dict[str, Any], *, coupon: str = ""
) -> tuple[StoredObject, StoredObject]:
    """
    Start a subscription of these prices and quantities; returns it with its first invoice, which is not charged yet.

    `data` are `subscription_data` of a session or the parameters of `POST /v1/subscriptions`. The status is `trialing`
    or, until the first invoice is paid, `incomplete`.
    """
    start = clock.now()
    trial_end = trial_end_of(data, start)
    end = trial_end or end_of_period(prices[0][0], start, start.day)
    subscription_id, tax_rates = ids.new_id("sub_"), list(data.get("default_tax_rates") or [])
    body = examples.example(
        "subscription",
        id=subscription_id,
        billing_cycle_anchor=clock.epoch(trial_end or start),
        billing_mode={"type": "flexible", "flexible": {"proration_discounts": "included"}, "updated_at": clock.epoch()},
        created=clock.epoch(),
        currency=prices[0][0]["currency"],
        customer=customer.stripe_id,
        default_tax_rates=rates_of(tax_rates, account=customer.account),
        description=data.get("description"),
        items=_items(subscription_id, prices, start, end),
        metadata=store.merged({}, data.get("metadata")),
        start_date=clock.epoch(),
        status="trialing" if trial_end else "incomplete",
        trial_end=clock.epoch(trial_end) if trial_end else None,
        trial_settings=_trial_settings(data),
        trial_start=clock.epoch() if trial_end else None,
    )
    deadline = max(trial_end - TOLD_BEFORE, start) if trial_end else end
    state = {"coupon": coupon, "anchor_day": (trial_end or start).day, "tax_rates": tax_rates}
    row = store.create(body, account=customer.account, state=state, deadline_at=deadline)
    emit_event("customer.subscription.created", row.body, account=customer.account)
    return row, make_invoice(row, reason="subscription_create", is_trial=trial_end is not None)


def trial_end_of(data: dict[str, Any], start: dt.datetime) -> dt.datetime | None:
    """Return when the trial ends; None without one."""
    if data.get("trial_end") and str(data["trial_end"]) != "now":
        return clock.moment_of(int(data["trial_end"]))
    days = int(data.get("trial_period_days") or 0)
    return start + dt.timedelta(days=days) if days else None


def end_of_period(price: dict[str, Any], start: dt.datetime, anchor_day: int) -> dt.datetime:
    """Return when a period of this price that begins at `start` ends."""
    recurring = price["recurring"]
    return period_end(start, recurring["interval"], recurring["interval_count"], anchor_day)


def next_period(subscription: StoredObject, start: dt.datetime) -> None:
    """Move all items of a subscription to the period that begins at `start`, and come back when it ends."""
    items = subscription.body["items"]
    end = end_of_period(items["data"][0]["price"], start, subscription.state["anchor_day"])
    moved = [{**item, "current_period_start": clock.epoch(start), "current_period_end": clock.epoch(end)} for item in items["data"]]
    subscription.deadline_at = end
    store.save(subscription, items={**items, "data": moved})


def _items(subscription_id: str, prices: list[tuple[dict[str, Any], int]], start: dt.datetime, end: dt.datetime) -> dict[str, Any]:
    items = [
        examples.example(
            "subscription_item",
            id=ids.new_id("si_"),
            created=clock.epoch(),
            current_period_end=clock.epoch(end),
            current_period_start=clock.epoch(start),
            plan=plan_of(price),
            price=price,
            quantity=quantity,
            subscription=subscription_id,
            tax_rates=[],
        )
        for price, quantity in prices
    ]
    return {"object": "list", "data": items, "has_more": False, "url": f"/v1/subscription_items?subscription={subscription_id}"}


def plan_of(price: dict[str, Any]) -> dict[str, Any]:
    """Return the price in the shape that it had before there were prices; Stripe still sends it along."""
    return examples.example(
        "plan",
        id=price["id"],
        active=price["active"],
        amount=price["unit_amount"],
        amount_decimal=price["unit_amount_decimal"],
        billing_scheme=price["billing_scheme"],
        created=price["created"],
        currency=price["currency"],
        interval=price["recurring"]["interval"],
        interval_count=price["recurring"]["interval_count"],
        metadata=price["metadata"],
        product=price["product"],
        usage_type="licensed",
    )


def _trial_settings(data: dict[str, Any]) -> dict[str, Any]:
    asked = (data.get("trial_settings") or {}).get("end_behavior") or {}
    return {"end_behavior": {"missing_payment_method": asked.get("missing_payment_method", "create_invoice")}}
