"""
Messages from Stripe about the shops' accounts.

200 says "we have it" or "not for us": never an error for what we do not want. 400 is for what
Stripe did not sign, and then nothing is kept. The signature's secret is ours, never chosen by
what the message says.
"""

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kit.clock import now
from kit.tenancy import TenantRef, bind
from payments.gateways.base import BadSignature, EventFacts, GatewayUnavailable
from payments.gateways.stripe import expects_live_events, read_event
from payments.selectors.webhook_shop import shop_of_account
from payments.services.receive_event import receive_event
from payments.webhooks.body import body_of

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def stripe_connect(request: HttpRequest) -> HttpResponse:
    """Check and keep one event; the queue deals with it. No exception mail for what strangers post here."""
    body = body_of(request)
    if body is None:
        return HttpResponse("too large", status=413, content_type="text/plain")
    try:
        facts = read_event(body, request.headers.get("Stripe-Signature"))
    except (BadSignature, GatewayUnavailable) as error:
        logger.warning("webhook refused: %s", error)
        return HttpResponse("not signed by Stripe", status=400, content_type="text/plain")
    shop = _shop_for(facts)
    if shop is not None:
        with bind(shop):
            receive_event(facts=facts, now=now())
    return HttpResponse("ok", content_type="text/plain")


def _shop_for(facts: EventFacts) -> TenantRef | None:
    """Return the shop that an event belongs to, or None when we have no business with it."""
    if facts.is_live != expects_live_events():
        logger.warning("event %s ignored: live=%s", facts.id, facts.is_live)
        return None
    shop = shop_of_account(facts.account_id)
    if shop is None:
        logger.warning("event %s (%s) ignored: nobody has account %s", facts.id, facts.type, facts.account_id)
    return shop
