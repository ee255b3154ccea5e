"""What search engines are told of the shop itself, in schema.org's words."""

from typing import Any

from django.utils.safestring import SafeString

from kit.json_ld import json_ld
from shops.rules.opening_hours import Schedule
from shops.selectors.frame_values import ShopFrame

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# schema.org knows a kind of shop for each of these trades (tenants.models.Trade); the others are stores.
KINDS = {
    "bakery": "Bakery",
    "books": "BookStore",
    "clothes": "ClothingStore",
    "flowers": "Florist",
    "grocery": "GroceryStore",
    "plants": "GardenStore",
}
CLOSED = "00:00"  # Google reads "opens and closes at midnight" as closed all day


def shop_data(frame: ShopFrame, *, origin: str) -> SafeString:
    """Describe the shop as a local business with its address and opening hours. `origin` is its scheme and host."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": shop_kind(frame),
        "@id": shop_id(origin),
        "name": frame.name,
        "url": origin + frame.home_url,
        "telephone": frame.phone,
        "email": frame.email,
        "description": frame.tagline or frame.hero_text,
        "legalName": frame.legal_name,
        "address": _address(frame),
        "openingHoursSpecification": _week(frame.schedule) + _exceptions(frame.schedule),
        "logo": origin + frame.logo_url if frame.logo_url else "",
        "image": [origin + picture.renditions[-1][2] for picture in (frame.hero_picture, frame.story_picture) if picture],
    }
    if frame.latitude is not None and frame.longitude is not None:
        data["geo"] = {"@type": "GeoCoordinates", "latitude": float(frame.latitude), "longitude": float(frame.longitude)}
    return json_ld({name: value for name, value in data.items() if value})


def shop_kind(frame: ShopFrame) -> str:
    """Return which kind of local business the shop is."""
    return KINDS.get(frame.trade, "Store")


def shop_id(origin: str) -> str:
    """Return the name by which other pages' data mean this very shop."""
    return f"{origin}/#shop"


def breadcrumbs(*steps: tuple[str, str], origin: str) -> dict[str, Any]:
    """Describe the way back up: (name, path) from the home page down to the page itself; steps without a path are left out."""
    items = [(name, origin + path) for name, path in steps if path]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url} for position, (name, url) in enumerate(items, start=1)
        ],
    }


def _address(frame: ShopFrame) -> dict[str, str]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": frame.street,
        "postalCode": frame.postcode,
        "addressLocality": frame.city,
        "addressCountry": "BE",
    }
    return {name: value for name, value in address.items() if value}


def _week(schedule: Schedule) -> list[dict[str, str]]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{day}",
            "opens": f"{stretch.opens:%H:%M}",
            "closes": f"{stretch.closes:%H:%M}",
        }
        for day, stretches in zip(DAYS, schedule.week, strict=True)
        for stretch in stretches
    ]


def _exceptions(schedule: Schedule) -> list[dict[str, str]]:
    """Return the days that differ from the week: each counts for its own date and no other."""
    if not schedule.is_known:
        return []
    return [
        {"@type": "OpeningHoursSpecification", "validFrom": f"{day}", "validThrough": f"{day}", "opens": opens, "closes": closes}
        for day, unusual in sorted(schedule.exceptions.items())
        for opens, closes in [(f"{each.opens:%H:%M}", f"{each.closes:%H:%M}") for each in unusual.stretches] or [(CLOSED, CLOSED)]
    ]
