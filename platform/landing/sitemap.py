"""The sitemap of the platform's own pages. Each shop has its own, under its own host."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from kit import xml
from kit.urls import public_origin

PAGES = ("landing:home", "landing:pricing", "landing:open", "landing:text listing", "landing:text accessibility")
KEPT_SECONDS = 86_400
URLS = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List each public page in each language."""
    body = "".join(xml.document(URLS, (entry for page in PAGES for entry in _entries(page)), "</urlset>\n"))
    headers = {"Cache-Control": f"public, max-age={KEPT_SECONDS}"}
    return HttpResponse(body, content_type="application/xml; charset=utf-8", headers=headers)


def _entries(page: str) -> list[str]:
    urls = {code: public_origin(settings.BASE_DOMAIN) + _path(page, code) for code, _name in settings.LANGUAGES}
    others = "".join(f'<xhtml:link rel="alternate" hreflang="{code}" href="{xml.text(url)}"/>' for code, url in urls.items())
    return [f"<url>{xml.element('loc', url)}{others}</url>\n" for url in urls.values()]


def _path(page: str, code: str) -> str:
    name, *arguments = page.split()
    with override(code):
        return reverse(name, urlconf="config.urls_platform", args=arguments)
