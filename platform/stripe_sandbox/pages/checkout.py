"""The hosted payment page."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from stripe_sandbox import addresses, clock
from stripe_sandbox.models import StoredObject
from stripe_sandbox.pages import session_view
from stripe_sandbox.pages.card_form import CardForm, test_cards
from stripe_sandbox.pages.frame import page, render_page, see_other, spoken
from stripe_sandbox.services.decline_payment import decline_payment
from stripe_sandbox.services.pay_session import SessionNotOpen, pay_session
from stripe_sandbox.services.start_payment import start_redirect
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
            return _form(session, CardForm.filled_with(request.GET.get("card", "")))
        try:
            return _attempt(request, session)
        except SessionNotOpen:
            session.refresh_from_db()
            return ended(session)


def not_found(request: HttpRequest) -> HttpResponse:
    """Answer an address that no session has."""
    with spoken(None, request):
        return render_page("not_found.html", {}, status=404)


def ended(session: StoredObject) -> HttpResponse:
    """Say that this session was paid, or that its time is up."""
    paid = session.body["status"] == "complete"
    back = session_view.success_url(session) if paid else session.body["cancel_url"]
    return render_page("ended.html", {"paid": paid, "back_url": back, "shop_name": session_view.shop_name(session)})


def _attempt(request: HttpRequest, session: StoredObject) -> HttpResponse:
    method = request.POST.get("method", "")
    if method not in session.body["payment_method_types"]:
        return _form(session, CardForm.from_post(request.POST), method_missing=True)
    if method == "card":
        return _pay_by_card(session, CardForm.from_post(request.POST))
    with transaction.atomic(using=DB):
        start_redirect(session.stripe_id, method, remember={"method": method})
    return see_other(addresses.path("bancontact", session.stripe_id))


def _pay_by_card(session: StoredObject, form: CardForm) -> HttpResponse:
    if not form.check(clock.now().date()):
        return _form(session, form)
    outcome, payer = form.outcome(), form.payer()
    with transaction.atomic(using=DB):
        if outcome.asks_3d_secure:
            start_redirect(session.stripe_id, "card", remember=vars(payer))
            return see_other(addresses.path("three_d_secure", session.stripe_id))
        if outcome.pays:
            return see_other(session_view.success_url(pay_session(session.stripe_id, payer)))
        decline_payment(session.stripe_id, payer, code=outcome.code, decline_code=outcome.decline_code)
    form.refuse(outcome)
    return _form(session, form)


def _form(session: StoredObject, form: CardForm, *, method_missing: bool = False) -> HttpResponse:
    methods = session.body["payment_method_types"]
    context = {
        "back_url": session.body["cancel_url"],
        "broken_off": session_view.broken_off(session) and not form.errors,
        "card_chosen": bool(form.number or form.errors) or methods == ["card"],
        "description": session.state["payment_intent_data"].get("description", ""),
        "form": form,
        "lines": session_view.lines(session),
        "method_missing": method_missing,
        "methods": methods,
        "shop_name": session_view.shop_name(session),
        "test_cards": test_cards(),
        "total": session_view.total(session),
    }
    failed = bool(form.errors) or method_missing
    leads_to = (session.body["success_url"], session.body["cancel_url"])
    return render_page("checkout.html", context, leads_to=leads_to, status=422 if failed else 200)
