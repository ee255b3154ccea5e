"""The bill of one period of a subscription: https://docs.stripe.com/api/invoices."""

from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import emit_event
from stripe_sandbox.services.tax import Tax, taxes_on

KIND = "invoice"


def make_invoice(subscription: StoredObject, *, reason: str, is_trial: bool = False) -> StoredObject:
    """
    Bill the subscription's current period, finalized at once (Stripe leaves a renewal as a draft for an hour).

    A period of trial costs nothing and its invoice is paid from the start. `reason` is Stripe's `billing_reason`.
    """
    invoice_id = ids.new_id("in_")
    items = subscription.body["items"]["data"]
    lines = [_line(invoice_id, subscription, item, is_trial=is_trial) for item in items]
    subtotal = sum(line["subtotal"] for line in lines)
    net = subtotal - (0 if is_trial else _discount(subscription, subtotal))
    taxes = taxes_on(net, subscription.state.get("tax_rates", []), account=subscription.account)
    total = net + sum(tax.amount for tax in taxes)
    customer = store.find("customer", subscription.body["customer"], account=subscription.account)
    body = examples.example(
        "invoice",
        id=invoice_id,
        account_country="BE",
        account_name="Vitrine",
        amount_due=total,
        amount_remaining=total,
        auto_advance=True,
        billing_reason=reason,
        created=clock.epoch(),
        currency=subscription.body["currency"],
        customer=customer.stripe_id,
        customer_email=customer.body["email"],
        customer_name=customer.body["name"],
        effective_at=clock.epoch(),
        lines={"object": "list", "data": lines, "has_more": False, "url": f"/v1/invoices/{invoice_id}/lines"},
        metadata={},
        number=_number(customer),
        parent=_parent(subscription),
        period_end=clock.epoch(),
        period_start=items[0]["current_period_start"],
        status="open",
        subtotal=subtotal,
        subtotal_excluding_tax=subtotal,
        total=total,
        total_discount_amounts=[],
        total_excluding_tax=net,
        total_taxes=[_total_tax(tax) for tax in taxes],
    )
    body["status_transitions"] |= {"finalized_at": clock.epoch()}
    body.pop("payments")
    invoice = store.create(body, account=subscription.account, state={"payments": []})
    store.save(subscription, latest_invoice=invoice_id)
    emit_event("invoice.created", invoice.body, account=invoice.account)
    emit_event("invoice.finalized", invoice.body, account=invoice.account)
    return invoice


def subscription_of(invoice: StoredObject) -> StoredObject:
    """Return the subscription that an invoice bills, locked."""
    stripe_id = invoice.body["parent"]["subscription_details"]["subscription"]
    return store.find("subscription", stripe_id, account=invoice.account, lock=True)


def _line(invoice_id: str, subscription: StoredObject, item: dict[str, Any], *, is_trial: bool) -> dict[str, Any]:
    amount = 0 if is_trial else item["price"]["unit_amount"] * item["quantity"]
    price = {"price": item["price"]["id"], "product": item["price"]["product"]}
    return examples.example(
        "line_item",
        id=ids.new_id("il_"),
        amount=amount,
        currency=subscription.body["currency"],
        description="Trial period" if is_trial else f"{item['quantity']} × {item['price']['nickname'] or item['price']['id']}",
        discountable=True,
        invoice=invoice_id,
        period={"start": item["current_period_start"], "end": item["current_period_end"]},
        pricing={"price_details": price, "type": "price_details", "unit_amount_decimal": item["price"]["unit_amount_decimal"]},
        quantity=item["quantity"],
        subscription=subscription.stripe_id,
        subtotal=amount,
    )


def _total_tax(tax: Tax) -> dict[str, Any]:
    return {
        "amount": tax.amount,
        "tax_behavior": "exclusive",
        "tax_rate_details": {"tax_rate": tax.rate["id"]},
        "taxability_reason": "standard_rated",
        "taxable_amount": tax.taxable,
        "type": "tax_rate_details",
    }


def _parent(subscription: StoredObject) -> dict[str, Any]:
    details = {"metadata": subscription.body["metadata"], "subscription": subscription.stripe_id}
    return {"quote_details": None, "subscription_details": details, "type": "subscription_details"}


def _discount(subscription: StoredObject, subtotal: int) -> int:
    """Take the coupon off; one for `once` is used up by the first invoice that costs something."""
    coupon = store.peek(subscription.state.get("coupon", ""))
    if coupon is None or not subtotal:
        return 0
    if coupon.body["duration"] == "once":
        subscription.state = {**subscription.state, "coupon": ""}
        store.save(subscription)
    off = coupon.body["amount_off"]
    return min(off if off is not None else int(subtotal * coupon.body["percent_off"] / 100 + 0.5), subtotal)


def _number(customer: StoredObject) -> str:
    """Number the customer's invoices in a row: A1B2C3D4-0001."""
    count = customer.body["next_invoice_sequence"] or 1
    store.save(customer, next_invoice_sequence=count + 1)
    return f"{customer.body['invoice_prefix']}-{count:04}"
