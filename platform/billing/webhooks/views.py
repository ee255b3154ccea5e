"""Messages from Stripe about what shops pay us. The same care as for those about the shops' accounts (payments.webhooks)."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.services.receive_event import receive_event
from kit.clock import now
from payments.gateways.base import EventFacts
from payments.gateways.stripe import expects_live_events
from payments.webhooks.signed import answer_signed

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def stripe_platform(request: HttpRequest) -> HttpResponse:
    """Check and keep one event; the queue deals with it. The secret is this address's own: what was signed for another is refused."""
    return answer_signed(request, _take, secret=settings.STRIPE_PLATFORM_WEBHOOK_SECRET)


def _take(facts: EventFacts) -> None:
    if facts.is_live != expects_live_events() or facts.account_id:
        logger.warning("event %s ignored: live=%s account=%s", facts.id, facts.is_live, facts.account_id)
    else:
        receive_event(facts=facts, now=now())
