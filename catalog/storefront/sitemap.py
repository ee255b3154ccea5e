"""
The shop's sitemap: an index, the pages, and the products in parts.

Each address stands there once for each language, with all its translations. A part is far below the
50,000 addresses and 50 MB that are allowed. What is read is read before the answer begins; only
the writing is streamed, so a part of any size costs the same few statements and no memory.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from catalog.selectors.addresses import category_url, product_url
from catalog.selectors.published import PublishedProduct, published_part, published_shelves
from kit import xml
from shops.context import PageFrame, frame_of

PRODUCTS_IN_A_PART = 2500  # four languages make 10,000 addresses of it, about 12 MB
MOST_PARTS = 10_000
KEPT_SECONDS = 3600
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
URLS = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n'
)

Path = Callable[[], str]  # the page's path in the active language


@dataclass(frozen=True, slots=True)
class _Site:
    """What is needed to write addresses when no shop is bound any more."""

    origin: str
    languages: tuple[str, ...]
    default: str

    @classmethod
    def of(cls, shop: PageFrame) -> "_Site":
        return cls(shop.origin, shop.languages, shop.default_language)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the parts; one statement."""
    shop, shelves = frame_of(request), published_shelves()
    parts = ["/sitemap/pages.xml", *(f"/sitemap/products-{number + 1}.xml" for number in range(-(-shelves.count // PRODUCTS_IN_A_PART)))]
    entries = [f"<sitemap>{xml.element('loc', shop.origin + part)}{_lastmod(shelves.changed_at)}</sitemap>\n" for part in parts]
    return _answer(xml.document(INDEX, entries, "</sitemapindex>\n"))


@require_safe
def sitemap_of_pages(request: HttpRequest) -> HttpResponse:
    """List the home page and the lists of products; one statement."""
    shop, shelves = frame_of(request), published_shelves()
    whole: list[tuple[Path, dt.datetime | None]] = [(partial(reverse, "home"), shelves.changed_at)]
    if shelves.count:
        whole.append((partial(reverse, "products"), shelves.changed_at))
    whole.append((partial(reverse, "accessibility"), None))
    whole.append((partial(reverse, "cookies"), None))
    whole += [(partial(category_url, link.slug), shelves.by_category.get(link.id)) for link in shop.categories]
    entries = [entry for path, changed_at in whole for entry in _entries(_Site.of(shop), path, changed_at)]
    return _answer(xml.document(URLS, entries, "</urlset>\n"))


@require_safe
def sitemap_of_products(request: HttpRequest, part: int) -> HttpResponse:
    """List one part of the products; two statements, however many there are."""
    products = published_part(start=(part - 1) * PRODUCTS_IN_A_PART, size=PRODUCTS_IN_A_PART) if 0 < part < MOST_PARTS else []
    if not products:
        raise Http404
    return _answer(xml.document(URLS, _product_entries(_Site.of(frame_of(request)), products), "</urlset>\n"))


def _answer(pieces: Iterable[str]) -> HttpResponse:
    response = StreamingHttpResponse(pieces, content_type="application/xml; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response  # type: ignore[return-value]


def _product_entries(site: _Site, products: Iterable[PublishedProduct]) -> Iterator[str]:
    """Yield entries while the answer is sent: no shop is bound any more, so nothing here may read."""
    for product in products:
        yield from _entries(site, partial(product_url, product.slug), product.changed_at, product.images)


def _entries(site: _Site, path: Path, changed_at: dt.datetime | None, images: Iterable[str] = ()) -> Iterator[str]:
    """Yield the entry of a page in each language; all of them name each other."""
    urls = {code: site.origin + _in_language(code, path) for code in site.languages}
    others = "".join(_alternate(code, url) for code, url in urls.items()) if len(urls) > 1 else ""
    others += _alternate("x-default", urls[site.default]) if others else ""
    pictures = "".join(f"<image:image>{xml.element('image:loc', site.origin + image)}</image:image>" for image in images)
    for url in urls.values():
        yield f"<url>{xml.element('loc', url)}{_lastmod(changed_at)}{others}{pictures}</url>\n"


def _in_language(code: str, path: Path) -> str:
    with override(code):
        return path()


def _alternate(code: str, url: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{code}" href="{xml.text(url)}"/>'


def _lastmod(changed_at: dt.datetime | None) -> str:
    return xml.element("lastmod", changed_at.astimezone(dt.UTC).isoformat(timespec="seconds")) if changed_at else ""
