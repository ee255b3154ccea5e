"""The hosted payment page."""

import datetime as dt
from dataclasses import asdict

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from stripe_sandbox import addresses, clock
from stripe_sandbox.models import StoredObject
from stripe_sandbox.pages import session_view
from stripe_sandbox.pages.frame import page, render_page, see_other, spoken
from stripe_sandbox.pages.pay_form import PayForm, test_accounts, test_cards
from stripe_sandbox.rules.methods import BY_CODE
from stripe_sandbox.services.decline_payment import decline_payment
from stripe_sandbox.services.make_charge import Payer
from stripe_sandbox.services.pay_session import SessionNotOpen, await_bank, pay_session
from stripe_sandbox.services.start_payment import start_redirect
from stripe_sandbox.services.subscribe import needs_card, subscribe
from stripe_sandbox.store import DB


@page
def pay(request: HttpRequest, session_id: str) -> HttpResponse:
    """Show what is to be paid and how; take one attempt to pay."""
    session = session_view.find_session(session_id)
    if session is None:
        return not_found(request)
    with spoken(session.body["locale"], request):
        if session.body["status"] != "open":
            return ended(session)
        if request.method != "POST":
            filled = request.GET.get("card", "") or request.GET.get("account", "")
            return _form(session, PayForm.filled_with(filled))
        try:
            return _attempt(session, PayForm.from_post(request.POST))
        except SessionNotOpen:
            session.refresh_from_db()
            return ended(session)


def not_found(request: HttpRequest) -> HttpResponse:
    """Answer an address that no session has."""
    with spoken(None, request):
        return render_page("not_found.html", {}, status=404)


def ended(session: StoredObject) -> HttpResponse:
    """Say that this session was paid, that a slow bank has not answered yet, or that its time is up."""
    paid = session.body["status"] == "complete"
    context = {
        "back_url": session_view.success_url(session) if paid else session.body["cancel_url"],
        "paid": paid,
        "shop_name": session_view.shop_name(session),
        "waits": paid and session.deadline_at is not None and session.body["payment_status"] == "unpaid",
    }
    return render_page("ended.html", context)


def _attempt(session: StoredObject, form: PayForm) -> HttpResponse:
    asks_card = session.body["mode"] == "payment" or needs_card(session)
    if asks_card and form.method not in session_view.methods(session):
        return _form(session, form, method_missing=True)
    form.method = form.method if asks_card else ""
    if not form.check(clock.now().date(), asks_email=session_view.asks_email(session)):
        return _form(session, form)
    if session.body["mode"] == "subscription":
        return _subscribe(session, form)
    asked = BY_CODE[form.method].asks
    if asked == "card":
        return _pay_by_card(session, form)
    with transaction.atomic(using=DB):
        if asked == "iban":
            outcome = form.bank_outcome()
            await_bank(session.stripe_id, form.payer(), succeeds=outcome.succeeds, after=dt.timedelta(seconds=outcome.seconds))
            return see_other(session_view.success_url(session))
        start_redirect(session.stripe_id, form.method, remember=asdict(form.payer()))
    return see_other(addresses.path(form.method, session.stripe_id))


def _subscribe(session: StoredObject, form: PayForm) -> HttpResponse:
    """Begin a subscription. A card that refuses every charge is good enough for a trial, as at Stripe."""
    if not needs_card(session):
        return _subscribed(session, None)
    outcome = form.outcome()
    if outcome.pays or (outcome.attaches and not session.body["amount_total"]):
        return _subscribed(session, form.payer(), declines=not outcome.pays)
    form.refuse(outcome)
    return _form(session, form)


def _subscribed(session: StoredObject, payer: Payer | None, *, declines: bool = False) -> HttpResponse:
    with transaction.atomic(using=DB):
        subscribe(session.stripe_id, payer, declines=declines)
    return see_other(session_view.success_url(session))


def _pay_by_card(session: StoredObject, form: PayForm) -> HttpResponse:
    outcome, payer = form.outcome(), form.payer()
    with transaction.atomic(using=DB):
        if outcome.asks_3d_secure:
            start_redirect(session.stripe_id, "card", remember=asdict(payer))
            return see_other(addresses.path("three_d_secure", session.stripe_id))
        if outcome.pays:
            return see_other(session_view.success_url(pay_session(session.stripe_id, payer)))
        decline_payment(session.stripe_id, payer, code=outcome.code, decline_code=outcome.decline_code)
    form.refuse(outcome)
    return _form(session, form)


def _form(session: StoredObject, form: PayForm, *, method_missing: bool = False) -> HttpResponse:
    is_free = session.body["mode"] == "subscription" and not needs_card(session)
    methods = [] if is_free else session_view.methods(session)
    context = {
        **session_view.summary(session),
        "asks_email": session_view.asks_email(session),
        "broken_off": session_view.broken_off(session) and not form.errors,
        "chosen": form.method if form.method in methods else next(iter(methods), ""),
        "email": session_view.email(session),
        "form": form,
        "is_free": is_free,
        "method_missing": method_missing,
        "methods": [BY_CODE[code] for code in methods],
        "test_accounts": test_accounts() if "sepa_debit" in methods else [],
        "test_cards": test_cards() if "card" in methods else [],
    }
    failed = bool(form.errors) or method_missing
    leads_to = (session.body["success_url"], session.body["cancel_url"])
    return render_page("checkout.html", context, leads_to=leads_to, status=422 if failed else 200)
