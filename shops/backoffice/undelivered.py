"""Messages that the platform gave up sending: a panel of the first page, and its button."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kit.clock import now
from kit.http import see_other
from shops.backoffice.access import backoffice_view
from shops.models import OutboxMessage
from shops.outbox import label_of
from shops.services.retry_messages import retry_messages
from tenants.permissions import May

MOST = 10


@dataclass(frozen=True)
class Undelivered:
    """A message that nobody got: what it was, and for whom."""

    label: str
    about: str
    created_at: dt.datetime


def load_undelivered(*, now: dt.datetime) -> list[Undelivered] | None:
    """Return the messages given up last, newest first; None when there are none."""
    found = OutboxMessage.objects.given_up(now=now).order_by("-pk")[:MOST]
    return [
        Undelivered(str(label_of(message.kind)), str(message.payload.get("about", "")), message.created_at) for message in found
    ] or None


@backoffice_view(May.MOVE_ORDERS)
@require_POST
def retries(request: HttpRequest) -> HttpResponse:
    if retry_messages(now=now()):
        messages.success(request, _("They are being sent again."))
    return see_other("bo_today")
