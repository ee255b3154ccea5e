"""The shop check: a page, and a line on the first page."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kit.clock import now
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from shops.check import Result, check_shop
from shops.models import ShopSettings
from tenants.permissions import May


@backoffice_view(May.SET_IDENTITY)
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    return page(request, "backoffice/check/check.html", {"check": check_shop(now=now())}, nav_key="more")


def load_check(*, now: dt.datetime) -> Result | None:
    """Return the check for the first page; None before the launch, when the guide says what comes next."""
    if not ShopSettings.objects.exclude(launched_at=None).exists():
        return None
    return check_shop(now=now)
