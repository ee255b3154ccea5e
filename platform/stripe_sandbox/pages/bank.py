"""The pages of the buyer's bank: Bancontact, iDEAL, Klarna, and 3-D Secure for a card."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from stripe_sandbox import addresses
from stripe_sandbox.models import StoredObject
from stripe_sandbox.pages import session_view
from stripe_sandbox.pages.checkout import ended, not_found
from stripe_sandbox.pages.frame import page, render_page, see_other, spoken
from stripe_sandbox.services.decline_payment import decline_payment
from stripe_sandbox.services.make_charge import Payer
from stripe_sandbox.services.pay_session import SessionNotOpen, pay_session
from stripe_sandbox.store import DB

NAMES = {"bancontact": "Bancontact", "card": "3-D Secure", "ideal": "iDEAL | Wero", "klarna": "Klarna"}


@page
def bank(request: HttpRequest, session_id: str, method: str) -> HttpResponse:
    return _bank(request, session_id, method)


@page
def three_d_secure(request: HttpRequest, session_id: str) -> HttpResponse:
    return _bank(request, session_id, "card")


def _bank(request: HttpRequest, session_id: str, method: str) -> HttpResponse:
    """Ask the buyer what the bank should answer; without a payment under way, go to the payment page."""
    session = session_view.find_session(session_id)
    if session is None:
        return not_found(request)
    with spoken(session.body["locale"], request):
        if session.body["status"] != "open":
            return ended(session)
        if session.state.get("payer", {}).get("method") != method:
            return see_other(addresses.path("pay", session_id))
        answer = request.POST.get("answer", "") if request.method == "POST" else ""
        try:
            return _answered(session, method, answer)
        except SessionNotOpen:
            session.refresh_from_db()
            return ended(session)


def _answered(session: StoredObject, method: str, answer: str) -> HttpResponse:
    payer = _payer(session)
    if answer in ("authorise", "authorise_and_close"):
        with transaction.atomic(using=DB):
            pay_session(session.stripe_id, payer)
        if answer == "authorise":
            return see_other(session_view.success_url(session))
        return _page("left.html", session, method, paid=True)
    if answer == "fail":
        code = "payment_intent_authentication_failure" if method == "card" else "payment_intent_payment_attempt_failed"
        with transaction.atomic(using=DB):
            decline_payment(session.stripe_id, payer, code=code)
        return see_other(addresses.path("pay", session.stripe_id))
    return _page("left.html" if answer == "leave" else "bank.html", session, method)


def _payer(session: StoredObject) -> Payer:
    known: dict[str, Any] = dict(session.state["payer"])
    if "expiry" in known:
        known["expiry"] = tuple(known["expiry"])
    return Payer(**known)


def _page(template: str, session: StoredObject, method: str, **context: Any) -> HttpResponse:
    context |= {
        "back_url": session.body["cancel_url"],
        "is_card": method == "card",
        "method": method,
        "method_name": NAMES[method],
        "pay_url": addresses.path("pay", session.stripe_id),
        "shop_name": session_view.shop_name(session),
        "total": session_view.total(session),
    }
    return render_page(template, context, leads_to=(session.body["success_url"], session.body["cancel_url"]))
