"""
The same calls against the sandbox and against the real Stripe, and what differs in the fields of the answers.

Only what an API key can do by itself: nobody opens a payment page here, so the answers are of unpaid things. Objects that
it makes in a test account are named "Vitrine contract" and are archived or left to expire.
"""

from collections.abc import Callable, Iterator
from typing import Any

import stripe

Answers = dict[str, dict[str, Any]]


def run(client: stripe.StripeClient) -> Answers:
    """Go through all scenarios; returns the answer of each step, an error's body when it was refused."""
    answers: Answers = {}
    for name, scenario in SCENARIOS.items():
        for step, answer in scenario(client.v1):
            answers[f"{name}: {step}"] = answer
    return answers


def differences(ours: Answers, theirs: Answers) -> list[str]:
    """Return one line for each field that only one side has, or that has another type there; null fits any type."""
    found = []
    for step in sorted(ours | theirs):
        mine, other = shape(ours.get(step, {})), shape(theirs.get(step, {}))
        found += [f"{step}: only the sandbox has {field}" for field in sorted(mine.keys() - other.keys())]
        found += [f"{step}: only Stripe has {field}" for field in sorted(other.keys() - mine.keys())]
        for field in sorted(mine.keys() & other.keys()):
            if mine[field] != other[field] and "null" not in (mine[field], other[field]):
                found.append(f"{step}: {field} is {mine[field]} in the sandbox, {other[field]} at Stripe")
    return found


def shape(value: Any, where: str = "") -> dict[str, str]:
    """Return the type of each field by its place; of a list, what its first item has."""
    if isinstance(value, dict) and not where.endswith("metadata"):
        found: dict[str, str] = {}
        for name, inside in value.items():
            found |= shape(inside, f"{where}.{name}" if where else name)
        return found
    if isinstance(value, list):
        return {where: "list"} | (shape(value[0], f"{where}[]") if value else {})
    return {where: {type(None): "null", bool: "boolean", str: "text", dict: "object"}.get(type(value), "number")}


def _checkout(v1: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    session = v1.checkout.sessions.create(params=_session())
    yield "create", _body(session)
    yield "retrieve", _body(v1.checkout.sessions.retrieve(session.id))
    yield "lines", _body(v1.checkout.sessions.line_items.list(session.id))
    yield "expire", _body(v1.checkout.sessions.expire(session.id))
    yield "expire again", _refusal(lambda: v1.checkout.sessions.expire(session.id))


def _refusals(v1: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "unknown parameter", _refusal(lambda: v1.checkout.sessions.create(params=_session(colour="blue")))
    yield "old parameter", _refusal(lambda: v1.checkout.sessions.create(params=_session(payment_method_types=["card"])))
    yield "missing parameter", _refusal(lambda: v1.checkout.sessions.create(params={"mode": "payment"}))
    yield "no such mode", _refusal(lambda: v1.checkout.sessions.create(params=_session(mode="buy")))
    yield "nobody's object", _refusal(lambda: v1.checkout.sessions.retrieve("cs_test_nobody"))
    yield "nothing to refund", _refusal(lambda: v1.refunds.create(params={"payment_intent": "pi_nobody"}))


def _billing(v1: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    customer = v1.customers.create(params={"email": "contract@example.com", "name": "Vitrine contract"})
    yield "customer", _body(customer)
    product = v1.products.create(params={"name": "Vitrine contract"})
    yield "product", _body(product)
    recurring = {"interval": "month"}
    price = v1.prices.create(params={"product": product.id, "currency": "eur", "unit_amount": 1500, "recurring": recurring})
    yield "price", _body(price)
    subscription = v1.subscriptions.create(params={"customer": customer.id, "items": [{"price": price.id}], "trial_period_days": 14})
    yield "subscription on trial", _body(subscription)
    yield "invoice", _body(v1.invoices.list(params={"subscription": subscription.id, "expand": ["data.payments"]}))
    yield "canceled", _body(v1.subscriptions.cancel(subscription.id))
    yield "archived", _body(v1.products.update(product.id, params={"active": False}))


def _money(v1: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "balance", _body(v1.balance.retrieve())


SCENARIOS: dict[str, Callable[[Any], Iterator[tuple[str, dict[str, Any]]]]] = {
    "checkout": _checkout,
    "refusals": _refusals,
    "billing": _billing,
    "money": _money,
}


def _session(**more: Any) -> dict[str, Any]:
    price = {"currency": "eur", "unit_amount": 780, "product_data": {"name": "Vitrine contract"}}
    good = {"mode": "payment", "line_items": [{"quantity": 1, "price_data": price}], "success_url": "https://example.com/"}
    return good | more


def _body(answer: Any) -> dict[str, Any]:
    body: dict[str, Any] = answer.to_dict()
    return body


def _refusal(call: Callable[[], Any]) -> dict[str, Any]:
    try:
        return _body(call())
    except stripe.StripeError as error:
        body: Any = error.json_body
        return body if isinstance(body, dict) else {}
