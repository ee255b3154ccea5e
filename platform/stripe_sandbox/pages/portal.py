"""The customer portal: change the card, end a subscription or keep it, resume a paused one."""

from typing import Any

from babel.dates import format_date
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from stripe_sandbox import clock, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.models import StoredObject
from stripe_sandbox.pages.checkout import not_found
from stripe_sandbox.pages.frame import money, page, render_page, see_other, spoken
from stripe_sandbox.pages.pay_form import PayForm, test_cards
from stripe_sandbox.services.change_subscription import resume_subscription, update_subscription
from stripe_sandbox.services.emit_event import NOBODY
from stripe_sandbox.services.keep_card import card_of, keep_card
from stripe_sandbox.services.pay_invoice import collect_invoice
from stripe_sandbox.services.settle_due import settle_due
from stripe_sandbox.store import DB


@page
def portal(request: HttpRequest, session_id: str) -> HttpResponse:
    """Show a customer's subscriptions, card and invoices; take one change and show them again."""
    settle_due()
    session = StoredObject.objects.filter(kind="billing_portal.session", stripe_id=session_id).first()
    if session is None:
        return not_found(request)
    with spoken(session.body["locale"], request):
        form = PayForm.filled_with(request.GET.get("card", ""))
        if request.method == "POST":
            form = PayForm.from_post(request.POST)
            form.method = "card"
            problem = _changed(session, request.POST.get("answer", ""), request.POST.get("subscription", ""), form)
            if not problem and not form.errors:
                return see_other(request.path)
            return _page(session, form, problem)
        return _page(session, form)


def _changed(session: StoredObject, answer: str, subscription_id: str, form: PayForm) -> str:
    """Do what was asked; returns a sentence when it could not be done."""
    try:
        with transaction.atomic(using=DB):
            if answer == "card":
                _change_card(session, form)
                return ""
            subscription = store.find("subscription", subscription_id, account=session.account, lock=True)
            if subscription.body["customer"] == session.body["customer"]:
                _change_subscription(subscription, answer)
    except ApiError as error:
        return _("Your card was declined.") if error.status == 402 else error.message
    return ""


def _change_card(session: StoredObject, form: PayForm) -> None:
    """Keep a new card, and try it on what is still owed."""
    if not form.check(clock.now().date(), asks_email=False):
        return
    outcome = form.outcome()
    if not (outcome.pays or outcome.attaches):
        form.refuse(outcome)
        return
    customer = store.find("customer", session.body["customer"], account=session.account, lock=True)
    keep_card(customer, form.payer(), declines=not outcome.pays)
    owed = StoredObject.objects.of("invoice", session.account).filter(body__customer=customer.stripe_id, body__status="open")
    for invoice in owed.select_for_update().order_by("id"):
        collect_invoice(invoice)


def _change_subscription(subscription: StoredObject, answer: str) -> None:
    if answer == "cancel":
        update_subscription(subscription, {"cancel_at_period_end": True}, cause=NOBODY)
    elif answer == "keep":
        update_subscription(subscription, {"cancel_at_period_end": False}, cause=NOBODY)
    elif answer == "resume":
        resume_subscription(subscription)


def _page(session: StoredObject, form: PayForm, problem: str = "") -> HttpResponse:
    customer = session.body["customer"]
    subscriptions = StoredObject.objects.of("subscription", session.account).filter(body__customer=customer)
    invoices = StoredObject.objects.of("invoice", session.account).filter(body__customer=customer)
    context = {
        "form": form,
        "invoices": [_invoice(row.body) for row in invoices[:24]],
        "problem": problem,
        "return_url": session.body["return_url"],
        "subscriptions": [_subscription(row) for row in subscriptions],
        "test_cards": test_cards(),
    }
    status = 422 if form.errors or problem else 200
    return render_page("portal.html", context, leads_to=(session.body["return_url"],), status=status)


def _subscription(row: StoredObject) -> dict[str, Any]:
    item, card = row.body["items"]["data"][0], card_of(row)
    product = store.peek(item["price"]["product"])
    return {
        "amount": money(item["price"]["unit_amount"] * item["quantity"], row.body["currency"]),
        "card": card.body["card"] if card else None,
        "ends": row.body["cancel_at_period_end"],
        "id": row.stripe_id,
        "interval": item["price"]["recurring"]["interval"],
        "name": product.body["name"] if product else item["price"]["nickname"] or item["price"]["id"],
        "period_end": _date(item["current_period_end"]),
        "status": row.body["status"],
    }


def _invoice(body: dict[str, Any]) -> dict[str, str]:
    return {
        "date": _date(body["created"]),
        "number": body["number"],
        "status": body["status"],
        "total": money(body["total"], body["currency"]),
    }


def _date(epoch: int) -> str:
    return str(format_date(clock.moment_of(epoch).date(), "long", locale=translation.get_language() or "en"))
