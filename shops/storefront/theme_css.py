"""A shop's own colour and fonts as a style sheet: no inline style, and kept by the browser."""

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from shops.rules.look import Look, look_named, look_sheet, sheet_name

ONE_YEAR = 31_536_000


@lru_cache(maxsize=2048)
def sheet_url(look: Look) -> str:
    """Return where the sheet of a look is served; empty when the theme's own sheet says it all."""
    return "" if look.is_plain else reverse("shop_look", urlconf="config.urls_shop", kwargs={"digest": sheet_name(look, url_of=static)})


@require_safe
def shop_look(request: HttpRequest, digest: str) -> HttpResponse:
    """Answer the sheet that its name describes: the same for every shop, so it reads nothing. Of a former release: briefly kept."""
    try:
        look = look_named(digest)
    except ValueError as error:
        raise Http404 from error
    response = HttpResponse(look_sheet(look, url_of=static), content_type="text/css")
    is_current = digest == sheet_name(look, url_of=static)
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable" if is_current else "public, max-age=60"
    return response
