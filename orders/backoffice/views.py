"""The orders: the list, one of them, and what is done to it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.clock import now
from kit.http import UNPROCESSABLE, see_other
from orders.backoffice import board, order_view
from orders.backoffice.forms import CancelForm, NoteForm
from orders.backoffice.words import EMPTY, TABS
from orders.models import Order, PaidWith
from orders.payment_methods import is_looked_up
from orders.rules.transitions import NotPossibleNow
from orders.selectors.backoffice import order_detail
from orders.services.add_note import add_note
from orders.services.cancel_order import cancel_order
from orders.services.hand_over import hand_over
from orders.services.mark_ready import mark_ready
from shops.backoffice.access import BackofficeRequest, backoffice_view
from shops.backoffice.frame import page
from tenants.permissions import May

PER_PAGE = 25
MAX_QUERY = 80


@backoffice_view(May.SEE_ORDERS)
@require_safe
def orders(request: BackofficeRequest) -> HttpResponse:
    tab = request.GET.get("tab", "to_prepare")
    query = request.GET.get("q", "")[:MAX_QUERY]
    tab = tab if tab in TABS else "to_prepare"
    listed = Paginator(board.order_list(tab=tab, query=query, by_contact=May.SEE_CONTACTS in request.may), PER_PAGE).get_page(
        request.GET.get("page")
    )
    counts = board.count_by_tab()
    context = {
        "listed": listed,
        "rows": [
            {"order": order, "status": order_view.status_of(order), "payment": order_view.payment_of(order)} for order in listed.object_list
        ],
        "tabs": [{"key": key, "label": label, "count": counts[key], "is_current": key == tab} for key, label in TABS.items()],
        "tab": tab,
        "query": query,
        "empty_text": EMPTY[tab],
    }
    return page(request, "backoffice/orders/list.html", context, nav_key="orders")


@backoffice_view(May.SEE_ORDERS)
@require_safe
def order(request: BackofficeRequest, number: str) -> HttpResponse:
    return _show(request, _order(number), NoteForm())


@backoffice_view(May.MOVE_ORDERS)
@require_POST
def readiness(request: HttpRequest, number: str) -> HttpResponse:
    return _step(request, number, mark_ready, _("%(name)s’s order is ready. An e-mail is on its way."))


@backoffice_view(May.MOVE_ORDERS)
@require_POST
def handover(request: HttpRequest, number: str) -> HttpResponse:
    wish = request.POST.get("paid_with", "")
    paid_with = wish if wish in PaidWith.values else ""
    return _step(request, number, partial(hand_over, paid_with=paid_with), _("%(name)s’s order is done."))


@backoffice_view(May.CANCEL_ORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: HttpRequest, number: str) -> HttpResponse:
    found = _order(number)
    form = CancelForm(request.POST or None)
    if not order_view.can_cancel(found):
        return _already(request, found)
    if request.method != "POST" or not form.is_valid():
        status = UNPROCESSABLE if request.method == "POST" else 200
        form = form if request.method != "POST" else CancelForm(request.POST)
        context = {"order": found, "form": form, "is_looked_up": is_looked_up(found)}
        return page(request, "backoffice/orders/cancel.html", context, nav_key="orders", status=status)
    with translation.override(found.language):
        reason = form.text()
    try:
        cancel_order(order_id=found.pk, user=request.user, reason=reason, now=now())
    except NotPossibleNow:
        return _already(request, found)
    messages.success(request, _("Cancelled. What was ordered is back in stock."))
    return see_other("bo_order", number=found.number)


@backoffice_view(May.MOVE_ORDERS)
@require_POST
def notes(request: BackofficeRequest, number: str) -> HttpResponse:
    found = _order(number)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=UNPROCESSABLE)
    add_note(order_id=found.pk, user=request.user, text=form.cleaned_data["text"], now=now())
    return see_other(reverse("bo_order", kwargs={"number": found.number}) + "#history")


def _step(request: HttpRequest, number: str, service: Callable[..., Any], done: str) -> HttpResponse:
    """Take one step with an order. That a colleague was quicker is no mistake: it is said, and shown."""
    found = _order(number)
    try:
        service(order_id=found.pk, user=request.user, now=now())
    except NotPossibleNow:
        return _already(request, found)
    messages.success(request, done % {"name": found.name})
    return see_other(_back_to(request) or reverse("bo_order", kwargs={"number": found.number}))


def _already(request: HttpRequest, found: Order) -> HttpResponse:
    found.refresh_from_db()
    _code, word = order_view.status_of(found)
    messages.info(request, _("Nothing changed: order %(number)s stands at “%(status)s”.") % {"number": found.number, "status": word})
    return see_other("bo_order", number=found.number)


def _back_to(request: HttpRequest) -> str:
    wish = request.POST.get("next", "")
    return wish if url_has_allowed_host_and_scheme(wish, allowed_hosts=None) and wish.startswith("/backoffice/") else ""


def _order(number: str) -> Order:
    try:
        return order_detail(number)
    except Order.DoesNotExist as error:
        raise Http404 from error


def _show(request: BackofficeRequest, found: Order, note_form: NoteForm, *, status: int = 200) -> HttpResponse:
    context = {
        "order": found,
        "lines": order_view.pick_lines(found),
        "status": order_view.status_of(found),
        "payment": order_view.payment_in_full(found),
        "next_step": order_view.next_step_of(found),
        "may_take_step": (May.SEE_MONEY if order_view.waits_for_transfer(found) else May.MOVE_ORDERS) in request.may,
        "can_refund": order_view.can_refund(found),
        "can_cancel": order_view.can_cancel(found),
        "history": order_view.history_of(found, with_notes=May.SEE_CONTACTS in request.may),
        "past_orders": board.orders_of_customer(found.customer_id),
        "money_parts": order_view.money_parts(found),
        "note_form": note_form,
    }
    return page(request, "backoffice/orders/detail.html", context, nav_key="orders", status=status)
