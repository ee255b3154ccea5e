"""A Checkout Session as the pages show it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stripe_sandbox import store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.pages.frame import money
from stripe_sandbox.rules.methods import BY_CODE
from stripe_sandbox.services.open_session import active_capabilities
from stripe_sandbox.services.settle_due import settle_due


@dataclass(frozen=True)
class Line:
    name: str
    quantity: int
    amount: str
    each: str


def find_session(session_id: str) -> StoredObject | None:
    """Return the session of a page's address, expired first if its time is up; None when there is none."""
    settle_due()
    return StoredObject.objects.filter(kind="checkout.session", stripe_id=session_id).first()


def shop_name(session: StoredObject) -> str:
    """Return the name that the connected account shows its buyers."""
    account = store.peek(session.account) if session.account else None
    return (account.body["display_name"] if account else "") or "Vitrine"


def lines(session: StoredObject) -> list[Line]:
    """Return what is bought, in the order the shop gave it."""
    return [_line(line) for line in session.state["line_items"]]


def _line(item: dict[str, Any]) -> Line:
    amount, each = money(item["amount_total"], item["currency"]), money(item["price"]["unit_amount"], item["currency"])
    return Line(item["description"], item["quantity"], amount, each)


def total(session: StoredObject) -> str:
    """Return the amount to pay, formatted in the spoken language."""
    return money(session.body["amount_total"], session.body["currency"])


def success_url(session: StoredObject) -> str:
    """Return the shop's page for a paid buyer; Stripe puts the session's id where the shop asked for it."""
    return str(session.body["success_url"]).replace("{CHECKOUT_SESSION_ID}", session.stripe_id)


def email(session: StoredObject) -> str:
    """Return the address that the shop gave, or its customer's; "" when the page has to ask."""
    customer = store.peek(session.body["customer"] or "")
    return session.body["customer_email"] or (customer.body["email"] if customer else "") or ""


def asks_email(session: StoredObject) -> bool:
    """Say whether the buyer has to type an address: Stripe's page insists on one."""
    return not email(session)


def summary(session: StoredObject) -> dict[str, Any]:
    """Return what stands beside each form: the shop, what is bought and for how much."""
    details, currency = session.body["total_details"] or {}, session.body["currency"]
    discount, tax = details.get("amount_discount", 0), details.get("amount_tax", 0)
    is_subscription, is_free = session.body["mode"] == "subscription", session.body["amount_total"] == 0
    pay = _("Start the trial") if is_free else _("Subscribe for {total}") if is_subscription else _("Pay {total}")
    return {
        "back_url": session.body["cancel_url"],
        "button": pay.format(total=total(session)),
        "description": session.state.get("payment_intent_data", {}).get("description", ""),
        "discount": money(-discount, currency) if discount else "",
        "lines": lines(session),
        "shop_name": shop_name(session),
        "tax": money(tax, currency) if tax else "",
        "terms": _terms(session) if is_subscription else "",
        "total": total(session),
        "total_label": _("To pay today") if is_subscription else _("To pay"),
    }


def _terms(session: StoredObject) -> str:
    """Say what a subscription costs, and from when."""
    price = session.state["line_items"][0]["price"]
    each = money(session.state.get("amount_each_time", session.body["amount_subtotal"]), session.body["currency"])
    words = {"month": _("{amount} a month"), "year": _("{amount} a year"), "week": _("{amount} a week"), "day": _("{amount} a day")}
    cost = words[price["recurring"]["interval"]].format(amount=each)
    days = int(session.state["subscription_data"].get("trial_period_days") or 0)
    if not days:
        return cost
    return ngettext("{days} day free, then {cost}", "{days} days free, then {cost}", days).format(days=days, cost=cost)


def methods(session: StoredObject) -> list[str]:
    """Return the methods that the page can still take: a capability may have gone since the session was opened."""
    active = set(active_capabilities(session.account))
    return [code for code in session.body["payment_method_types"] if BY_CODE[code].capability in active]


def broken_off(session: StoredObject) -> str:
    """Return the code of the last attempt that the bank's page ended without payment, or ""."""
    intent = store.peek(session.body["payment_intent"] or "")
    error = (intent.body["last_payment_error"] if intent else None) or {}
    return error.get("code", "") if error.get("code", "").startswith("payment_intent_") else ""
