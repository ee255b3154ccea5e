"""
The products as Google Merchant Center and others read them: RSS 2.0 with the elements of namespace g.

After Google's product data specification (support.google.com/merchants/answer/7052112). The price
is the one that is asked. A former price is never sent as such: a sale price wants a prior price that
was counted over thirty days (law.md L7), and the shop keeps none yet.
"""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from catalog.selectors.feed import FeedItem, feed_part
from catalog.storefront.structured_data import COUNTRY, amount
from kit import xml
from kit.clock import now
from kit.money import CURRENCY
from kit.tenancy import TenantRef, bind, current_tenant
from shops.context import frame_of
from shops.rules.headlines import one_space, shortened
from shops.selectors.frame_values import ShopFrame

AT_ONCE = 500  # products; what is in memory while a large feed is sent
KEPT_SECONDS = 900
OPENING = '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
CLOSING = "</channel>\n</rss>\n"
TITLE_MOST, DESCRIPTION_MOST, CATEGORY_MOST, ATTRIBUTE_MOST = 150, 5000, 750, 100
MOST_DELIVERIES = 20


@require_safe
def product_feed(request: HttpRequest) -> HttpResponse:
    """Send every product that is online, in the language of the address; three statements for each AT_ONCE of them."""
    shop = frame_of(request)
    head = "".join(
        [xml.element("title", shop.name), xml.element("link", shop.origin + shop.home_url), xml.element("description", shop.summary), "\n"]
    )
    frame, origin = shop.remembered.frame, shop.origin
    parts = _parts(current_tenant(), get_language() or "fr", frame, origin)
    response = StreamingHttpResponse(xml.document(OPENING + head, parts, CLOSING), content_type="application/rss+xml; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response["X-Robots-Tag"] = "noindex"
    return response  # type: ignore[return-value]


def _parts(tenant: TenantRef, language: str, frame: ShopFrame, origin: str) -> Iterator[str]:
    """Yield the items while the answer is sent. The shop is bound for the reading only, never across a yield."""
    moment, after, is_more = now(), 0, True
    while is_more:
        with bind(tenant), override(language):
            items, after = feed_part(after=after, size=AT_ONCE, now=moment)
        yield "".join(_item(item, frame, origin) for item in items)
        is_more = after > 0


def _item(item: FeedItem, frame: ShopFrame, origin: str) -> str:
    lead, *others = item.images
    said = [
        ("g:id", item.id),
        ("g:title", shortened(one_space(item.title), TITLE_MOST)),
        ("g:description", shortened(item.description, DESCRIPTION_MOST)),
        ("g:link", origin + item.path),
        ("g:image_link", origin + lead),
        *(("g:additional_image_link", origin + image) for image in others),
        ("g:availability", "in_stock" if item.is_there else "out_of_stock"),
        ("g:price", _money(item.price)),
        ("g:condition", "used" if item.is_used else "new"),
        ("g:identifier_exists", "no"),  # the shop notes neither brand nor GTIN
        *([("g:item_group_id", item.group_id)] if item.group_id else []),
        *([("g:product_type", shortened(item.category, CATEGORY_MOST))] if item.category else []),
        *((f"g:{kind}", shortened(value, ATTRIBUTE_MOST)) for kind, value in item.attributes),
    ]
    return "<item>" + "".join(xml.element(name, value) for name, value in said) + _deliveries(frame) + "</item>\n"


def _deliveries(frame: ShopFrame) -> str:
    return "".join(
        "<g:shipping>"
        + xml.element("g:country", COUNTRY)
        + xml.element("g:service", offer.name)
        + xml.element("g:price", _money(offer.price))
        + "</g:shipping>"
        for offer in frame.deliveries[:MOST_DELIVERIES]
    )


def _money(cents: int) -> str:
    return f"{amount(cents)} {CURRENCY}"
