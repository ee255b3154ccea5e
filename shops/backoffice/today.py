"""The first page: what there is to do now."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kit.clock import now
from kit.urls import shop_url
from shops.backoffice.access import BackofficeRequest, backoffice_view
from shops.backoffice.frame import page
from shops.backoffice.registry import Panel, headline, panels
from tenants.permissions import May


@dataclass(frozen=True)
class FilledPanel:
    """A panel with what it shows."""

    panel: Panel
    content: Any

    @property
    def template(self) -> str:
        return self.panel.template

    @property
    def column(self) -> str:
        return self.panel.column


@backoffice_view(May.WORK_HERE)
@require_safe
def today(request: BackofficeRequest) -> HttpResponse:
    moment = now()
    filled = [FilledPanel(panel, content) for panel in panels(request.may) if (content := panel.load(now=moment)) is not None]
    context = {
        "now": moment,
        "greeting": _greeting(request.user.get_short_name() if request.user.name else "", headline(moment, request.may)),
        "primary": [panel for panel in filled if panel.column == "primary"],
        "secondary": [panel for panel in filled if panel.column == "secondary"],
        "shop_address": shop_url("front_door"),
    }
    return page(request, "backoffice/today.html", context, nav_key="today")


def _greeting(first_name: str, todo: str) -> str:
    hello = _("Hello %(name)s") % {"name": first_name} if first_name else _("Hello")
    return f"{hello}, {todo}" if todo else hello
