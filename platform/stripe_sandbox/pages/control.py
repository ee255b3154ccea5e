"""
The tester's desk: the clock, troubles with webhooks and the API, and what people do outside the API.

A page for people. Processes post the same forms, or JSON, to `/sandbox/control/<deed>` and get JSON when they ask
for it with `Accept: application/json`. In English only: it is a tool for who works on the platform.
"""

import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse

from stripe_sandbox import addresses, clock, destinations, switches
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.models import ApiFault, Delivery, StoredObject
from stripe_sandbox.pages.deeds import DEEDS
from stripe_sandbox.pages.frame import money, page, render_page, see_other, spoken
from stripe_sandbox.rules.options import PAYOUTS, REFUNDS
from stripe_sandbox.rules.troubles import SIGNATURES
from stripe_sandbox.services.settle_due import settle_due

STEPS = ((60, "1 minute"), (3600, "1 hour"), (86_400, "1 day"), (7 * 86_400, "1 week"), (31 * 86_400, "1 month"))


@page
def control(request: HttpRequest) -> HttpResponse:
    """Show the desk."""
    settle_due()
    with spoken("en", request):
        return render_page("control.html", {**_orders(), **_objects(), "problem": request.GET.get("problem", "")[:300]})


@page
def clock_page(request: HttpRequest) -> HttpResponse:
    """`POST /sandbox/clock` with `advance` in seconds moves the clock; GET tells the time."""
    if request.method == "POST":
        return do(request, "advance")
    return JsonResponse({"now": clock.iso(), "ahead": int(clock.ahead().total_seconds())})


@page
def do(request: HttpRequest, deed: str) -> HttpResponse:
    """Do one thing, and go back to the desk or answer in JSON."""
    if deed not in DEEDS or request.method != "POST":
        return JsonResponse({"error": f"POST one of {', '.join(DEEDS)}"}, status=404)
    wants_json = "json" in request.headers.get("Accept", "") or request.content_type == "application/json"
    try:
        made = DEEDS[deed](_fields(request))
    except ApiError as error:
        return _refused(error.message, wants_json)
    except (KeyError, ValueError) as error:
        return _refused(f"{type(error).__name__}: {error}", wants_json)
    return JsonResponse(made) if wants_json else see_other(addresses.path("control"))


def _fields(request: HttpRequest) -> dict[str, Any]:
    if request.content_type == "application/json":
        sent = json.loads(request.body or b"{}")
        return sent if isinstance(sent, dict) else {}
    return request.POST.dict()


def _refused(problem: str, wants_json: bool) -> HttpResponse:
    if wants_json:
        return JsonResponse({"error": problem}, status=400)
    return see_other(f"{addresses.path('control')}?{urlencode({'problem': problem[:300]})}")


def _orders() -> dict[str, Any]:
    """Return what is ordered at the moment."""
    known = destinations.all_destinations()
    return {
        "ahead": clock.ahead(),
        "deliveries": Delivery.objects.order_by("-id")[:12],
        "destinations": [(one.name, one.url, switches.trouble(one.name)) for one in known],
        "fault_kinds": ApiFault.Kind.choices,
        "faults": ApiFault.objects.filter(remaining__gt=0).order_by("id"),
        "now": clock.iso(),
        "options": switches.options(),
        "payouts_ways": PAYOUTS,
        "refunds_ways": REFUNDS,
        "signatures": SIGNATURES,
        "steps": STEPS,
        "trouble": known and switches.trouble(known[0].name),
        "waiting": Delivery.objects.filter(status=Delivery.Status.WAITING).count(),
    }


def _objects() -> dict[str, Any]:
    """Return the objects on which somebody may act, newest first."""
    rows = StoredObject.objects.order_by("-id")
    accounts = rows.filter(kind="v2.core.account", body__closed=False)
    return {
        "accounts": [{"id": row.stripe_id, "body": row.body, "connected": row.state.get("connected", True)} for row in accounts[:20]],
        "charges": [_shown(row) for row in rows.filter(kind="charge", body__paid=True)[:12]],
        "disputes": [_shown(row) for row in rows.filter(kind="dispute", body__status__regex="response|review")[:12]],
        "payouts": [_shown(row) for row in rows.filter(kind="payout", body__status="in_transit")[:12]],
        "refunds": [_shown(row) for row in rows.filter(kind="refund", body__status__in=["pending", "requires_action"])[:12]],
        "slow": [_shown(row) for row in _slow_sessions()[:12]],
    }


def _slow_sessions() -> Any:
    complete = StoredObject.objects.filter(kind="checkout.session", body__status="complete", body__payment_status="unpaid")
    return complete.filter(deadline_at__isnull=False).order_by("-id")


def _shown(row: StoredObject) -> dict[str, Any]:
    amount = row.body.get("amount", row.body.get("amount_total", 0))
    return {"id": row.stripe_id, "account": row.account or "platform", "amount": money(amount, row.body["currency"]), "body": row.body}
