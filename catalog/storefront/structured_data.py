"""What search engines are told of a product."""

from typing import Any

from django.utils.safestring import SafeString

from catalog.selectors.product_page import Choice, ProductPage
from kit.json_ld import json_ld
from kit.money import CURRENCY


def product_data(page: ProductPage, *, origin: str, shop_name: str, home_url: str) -> SafeString:
    """Describe a product, its offers and the way back up. `origin` is the shop's scheme and host."""
    url = origin + page.card.url
    product: dict[str, Any] = {
        "@type": "Product",
        "name": page.card.name,
        "url": url,
        "image": [origin + photo.renditions[-1][2] for photo in page.photos if photo.renditions],
        "description": " ".join(page.paragraphs)[:500] or page.card.hint,
        "offers": [_offer(choice, page, url=url, shop_name=shop_name) for choice in page.variants],
    }
    if page.card.lot:
        product["sku"] = page.card.lot
    crumbs = _crumbs(page, origin=origin, shop_name=shop_name, home_url=home_url)
    return json_ld({"@context": "https://schema.org", "@graph": [product, crumbs]})


def _offer(choice: Choice, page: ProductPage, *, url: str, shop_name: str) -> dict[str, Any]:
    offer = {
        "@type": "Offer",
        "url": url,
        "price": f"{choice.price // 100}.{choice.price % 100:02}",
        "priceCurrency": CURRENCY,
        "availability": f"https://schema.org/{_availability(choice, page)}",
        "itemCondition": f"https://schema.org/{'UsedCondition' if page.condition else 'NewCondition'}",
        "seller": {"@type": "Organization", "name": shop_name},
    }
    if page.has_options:
        offer["name"] = ", ".join(part for part in (choice.group, choice.name) if part)
    return offer


def _availability(choice: Choice, page: ProductPage) -> str:
    if page.card.is_sold:
        return "SoldOut"
    return "InStock" if choice.is_available else "OutOfStock"


def _crumbs(page: ProductPage, *, origin: str, shop_name: str, home_url: str) -> dict[str, Any]:
    steps = [(shop_name, home_url), (page.category_name, page.category_url), (page.card.name, page.card.url)]
    items = [{"@type": "ListItem", "position": 0, "name": name, "item": origin + url} for name, url in steps if url]
    for position, item in enumerate(items, start=1):
        item["position"] = position
    return {"@type": "BreadcrumbList", "itemListElement": items}
