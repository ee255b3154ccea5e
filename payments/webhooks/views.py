"""Messages from Stripe about the shops' accounts."""

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kit.clock import now
from kit.tenancy import TenantRef, bind
from payments.gateways.base import EventFacts
from payments.gateways.stripe import expects_live_events
from payments.selectors.webhook_shop import shop_of_account
from payments.services.receive_event import receive_event
from payments.webhooks.signed import answer_signed

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def stripe_connect(request: HttpRequest) -> HttpResponse:
    """Check and keep one event; the queue deals with it."""
    return answer_signed(request, _take)


def _take(facts: EventFacts) -> None:
    shop = _shop_for(facts)
    if shop is not None:
        with bind(shop):
            receive_event(facts=facts, now=now())


def _shop_for(facts: EventFacts) -> TenantRef | None:
    """Return the shop that an event belongs to, or None when we have no business with it."""
    if facts.is_live != expects_live_events():
        logger.warning("event %s ignored: live=%s", facts.id, facts.is_live)
        return None
    shop = shop_of_account(facts.account_id)
    if shop is None:
        logger.warning("event %s (%s) ignored: nobody has account %s", facts.id, facts.type, facts.account_id)
    return shop
