"""The shop's home page in a look that is chosen but not saved, for the people of the shop alone."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from catalog.storefront.views import render_home
from kit.tenancy import current_tenant
from shops.backoffice.access import backoffice_view
from shops.backoffice.forms.look import chosen_look
from shops.context import preview_frame
from tenants.permissions import May


@csp_replace({"frame-ancestors": [SELF]})
@backoffice_view(May.SET_UP_SHOP)
@xframe_options_sameorigin
@require_http_methods(["GET", "HEAD", "POST"])
def look_preview(request: HttpRequest) -> HttpResponse:
    """Draw the home page as the form would have it; what is no colour or theme is taken as saved. Writes nothing."""
    with translation.override(current_tenant().languages[0]):
        look = chosen_look(request.POST if request.method == "POST" else request.GET)
        request.page_frame = preview_frame(request, look)  # type: ignore[attr-defined]
        response = render_home(request, is_preview=True)
    response["X-Robots-Tag"] = "noindex"
    return response
