"""The picture beside a link to a product."""

from django.http import HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from catalog.selectors.product_page import product_page
from catalog.selectors.share import product_facts, product_link
from kit.clock import now
from shops.context import frame_of
from shops.storefront.share import picture_answer


@require_safe
def share_product(request: HttpRequest, version: str, slug: str) -> HttpResponseBase:
    """Answer the picture of a product that is online; what is not gets a bare 404."""
    page = product_page(slug, mine=dict, now=now())
    if page is None or not page.is_published:
        return HttpResponseNotFound(content_type="text/plain")
    frame = frame_of(request).remembered.frame
    return picture_answer(product_facts(page, frame), version=version, path=product_link(page, frame).path)
