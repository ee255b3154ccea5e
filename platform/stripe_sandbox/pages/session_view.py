"""A Checkout Session as the pages show it."""

from dataclasses import dataclass

from stripe_sandbox import store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.pages.frame import money
from stripe_sandbox.services.expire_session import settle_expired


@dataclass(frozen=True)
class Line:
    name: str
    quantity: int
    amount: str


def find_session(session_id: str) -> StoredObject | None:
    """Return the session of a page's address, expired first if its time is up; None when there is none."""
    settle_expired()
    return StoredObject.objects.filter(kind="checkout.session", stripe_id=session_id).first()


def shop_name(session: StoredObject) -> str:
    """Return the name that the connected account shows its buyers."""
    account = store.peek(session.account) if session.account else None
    return (account.body["display_name"] if account else "") or "Vitrine"


def lines(session: StoredObject) -> list[Line]:
    """Return what is bought, in the order the shop gave it."""
    return [
        Line(line["description"], line["quantity"], money(line["amount_total"], line["currency"])) for line in session.state["line_items"]
    ]


def total(session: StoredObject) -> str:
    """Return the amount to pay, formatted in the spoken language."""
    return money(session.body["amount_total"], session.body["currency"])


def success_url(session: StoredObject) -> str:
    """Return the shop's page for a paid buyer; Stripe puts the session's id where the shop asked for it."""
    return str(session.body["success_url"]).replace("{CHECKOUT_SESSION_ID}", session.stripe_id)


def broken_off(session: StoredObject) -> str:
    """Return the code of the last attempt that the bank's page ended without payment, or ""."""
    intent = store.peek(session.body["payment_intent"] or "")
    error = (intent.body["last_payment_error"] if intent else None) or {}
    return error.get("code", "") if error.get("code", "").startswith("payment_intent_") else ""
