"""
What search engines are told of a product, in schema.org's words.

A product with choices is a ProductGroup whose variants are products with one offer each; any other
is a Product with its one offer. What is said of delivery and returns is what the page says itself.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString

from catalog.rules.attributes import kind_of_option, known_attributes
from catalog.selectors.product_page import Choice, ProductPage
from kit.json_ld import json_ld
from kit.money import CURRENCY
from shops.selectors.frame_values import ShopFrame
from shops.storefront.structured_data import breadcrumbs, shop_id, shop_kind

SCHEMA = "https://schema.org/"
COUNTRY = "BE"
DAYS_TO_CHANGE_ONES_MIND = 14  # law.md L9: the right of withdrawal
DESCRIPTION_MOST = 500


def product_data(page: ProductPage, frame: ShopFrame, *, origin: str) -> SafeString:
    """Describe a product, its offers and the way back up. `origin` is the shop's scheme and host."""
    product = _group(page, frame, origin) if page.has_options else _product(page, frame, origin)
    way = breadcrumbs((frame.name, frame.home_url), (page.category_name, page.category_url), (page.card.name, page.card.url), origin=origin)
    return json_ld({"@context": SCHEMA.rstrip("/"), "@graph": [product, way]})


def list_data(frame: ShopFrame, title: str, *, path: str, origin: str) -> SafeString:
    """Describe the way back up from a list of products, a category or all of them, at `path`."""
    way = breadcrumbs((frame.name, frame.home_url), (title, path), origin=origin)
    return json_ld({"@context": SCHEMA.rstrip("/"), **way})


def amount(cents: int) -> str:
    """Write an amount of cents as machines read it: 1290 -> "12.90"."""
    return f"{cents // 100}.{cents % 100:02}"


def _common(page: ProductPage, origin: str) -> dict[str, Any]:
    images = [origin + photo.renditions[-1][2] for photo in page.photos if photo.renditions]
    return {
        "name": page.card.name,
        "url": origin + page.card.url,
        **({"image": images} if images else {}),
        "description": " ".join(page.paragraphs)[:DESCRIPTION_MOST] or page.card.hint or page.card.name,
        **({"category": page.category_name} if page.category_name else {}),
    }


def _product(page: ProductPage, frame: ShopFrame, origin: str) -> dict[str, Any]:
    choice = page.variants[0]
    product = {"@type": "Product", **_common(page, origin), "sku": choice.sku or str(choice.id)}
    return {**product, "offers": _offer(choice, page, frame, url=origin + page.card.url, origin=origin)}


def _group(page: ProductPage, frame: ShopFrame, origin: str) -> dict[str, Any]:
    kinds = [kind for name in page.option_names if (kind := kind_of_option(name))]
    return {
        "@type": "ProductGroup",
        **_common(page, origin),
        "productGroupID": page.slug,
        **({"variesBy": [SCHEMA + kind for kind in kinds]} if kinds else {}),
        "hasVariant": [_variant(choice, page, frame, origin) for choice in page.variants],
    }


def _variant(choice: Choice, page: ProductPage, frame: ShopFrame, origin: str) -> dict[str, Any]:
    url = f"{origin}{page.card.url}?variant={choice.id}"
    values = [part for part in (choice.group, choice.name) if part]
    common = _common(page, origin)
    return {
        "@type": "Product",
        "name": f"{page.card.name}, {', '.join(values)}",
        "sku": choice.sku or str(choice.id),
        "description": common["description"],
        **({"image": common["image"][0]} if "image" in common else {}),
        **known_attributes(list(zip(page.option_names, values, strict=False))),
        "offers": _offer(choice, page, frame, url=url, origin=origin),
    }


def _offer(choice: Choice, page: ProductPage, frame: ShopFrame, *, url: str, origin: str) -> dict[str, Any]:
    delivery = _cheapest_delivery(frame)
    return {
        "@type": "Offer",
        "url": url,
        "price": amount(choice.price),
        "priceCurrency": CURRENCY,
        "availability": f"{SCHEMA}{_availability(choice, page)}",
        "itemCondition": f"{SCHEMA}{'UsedCondition' if page.condition else 'NewCondition'}",
        "seller": {"@type": shop_kind(frame), "@id": shop_id(origin), "name": frame.name},
        **({"shippingDetails": delivery} if delivery else {}),
        "hasMerchantReturnPolicy": _returns(page),
    }


def _availability(choice: Choice, page: ProductPage) -> str:
    """
    Say whether it can be bought, in one of the words that Google's Merchant Center takes.

    What somebody merely holds is in stock: schema.org has no word for it, a hold ends within half an hour, and what
    was read here is believed for days.
    """
    if page.card.is_sold:
        return "SoldOut"
    is_only_held = choice.standing.held_until is not None
    return "InStock" if choice.is_available or is_only_held else "OutOfStock"


def _cheapest_delivery(frame: ShopFrame) -> dict[str, Any] | None:
    prices: Sequence[int] = [offer.price for offer in frame.deliveries]
    if not prices:
        return None
    return {
        "@type": "OfferShippingDetails",
        "shippingRate": {"@type": "MonetaryAmount", "value": amount(min(prices)), "currency": CURRENCY},
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": COUNTRY},
    }


def _returns(page: ProductPage) -> dict[str, Any]:
    """Say what storefront/product/_more.html says: fourteen days, but not for fresh food."""
    policy = {"@type": "MerchantReturnPolicy", "applicableCountry": COUNTRY}
    if page.card.allergens:
        return {**policy, "returnPolicyCategory": f"{SCHEMA}MerchantReturnNotPermitted"}
    return {
        **policy,
        "returnPolicyCategory": f"{SCHEMA}MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": DAYS_TO_CHANGE_ONES_MIND,
        "returnMethod": [f"{SCHEMA}ReturnInStore", f"{SCHEMA}ReturnByMail"],
        "returnFees": f"{SCHEMA}ReturnFeesCustomerResponsibility",
    }
