"""The setup guide: at most six steps from an empty shop to an open one, on the first page and on a page of its own."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kit.clock import now
from kit.http import see_other
from kit.tenancy import current_tenant
from kit.urls import public_origin
from shops import launch
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from shops.models import ShopSettings
from shops.preview import preview_token
from shops.services.close_guide import close_guide
from tenants.permissions import May


@dataclass(frozen=True)
class Guide:
    """The steps as a page shows them; what is done is read from the data, nothing is ticked off by hand."""

    steps: list[launch.Step]
    is_launched: bool

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> launch.Step | None:
        return next((step for step in self.steps if not step.is_done), None)


def load_guide(*, now: dt.datetime) -> Guide | None:
    """Return the guide for the first page; None once it was put away or has nothing left to say."""
    settings = ShopSettings.objects.get(pk=ShopSettings.SINGLE_ROW)
    if settings.launched_at is not None and settings.guide_closed_at is not None:
        return None
    guide = Guide(launch.steps(), settings.launched_at is not None)
    return guide if guide.next else None


@backoffice_view(May.SET_IDENTITY)
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    settings = ShopSettings.objects.get(pk=ShopSettings.SINGLE_ROW)
    context = {"guide": Guide(launch.steps(), settings.launched_at is not None), "preview_url": preview_url()}
    return page(request, "backoffice/guide/guide.html", context, nav_key="today")


@backoffice_view(May.SET_IDENTITY)
@require_POST
def closing(request: HttpRequest) -> HttpResponse:
    close_guide(now=now())
    return see_other("bo_today")


def preview_url() -> str:
    """Return the address that lets anyone look around the bound shop before it opens."""
    return public_origin(current_tenant().hostname) + reverse("preview", kwargs={"token": preview_token()})
