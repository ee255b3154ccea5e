"""A shop's own colour as a style sheet: no inline style, and kept by the browser."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from shops.models import ShopSettings
from shops.rules.colors import theme_css, theme_version

ONE_YEAR = 31_536_000


@require_safe
def shop_colors(request: HttpRequest, digest: str) -> HttpResponse:
    """Answer the bound shop's colours; an address of former colours answers the present ones, briefly kept."""
    color = ShopSettings.objects.values_list("brand_color", flat=True).first()
    if not color:
        raise Http404
    response = HttpResponse(theme_css(color), content_type="text/css")
    is_current = digest == theme_version(color)
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable" if is_current else "public, max-age=60"
    return response
