"""What search engines are told of the shop itself."""

from typing import Any

from django.utils.safestring import SafeString

from kit.json_ld import json_ld
from shops.rules.opening_hours import Schedule
from shops.selectors.frame import ShopFrame

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def shop_data(frame: ShopFrame, *, origin: str) -> SafeString:
    """Describe the shop as a local business with its address and opening hours. `origin` is its scheme and host."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Store",
        "name": frame.name,
        "url": origin + frame.home_url,
        "telephone": frame.phone,
        "email": frame.email,
        "description": frame.tagline,
        "address": _address(frame),
        "openingHoursSpecification": _hours(frame.schedule),
    }
    if frame.latitude is not None and frame.longitude is not None:
        data["geo"] = {"@type": "GeoCoordinates", "latitude": float(frame.latitude), "longitude": float(frame.longitude)}
    if frame.hero_picture is not None:
        data["image"] = origin + frame.hero_picture.renditions[-1][2]
    return json_ld({name: value for name, value in data.items() if value})


def _address(frame: ShopFrame) -> dict[str, str]:
    return {
        "@type": "PostalAddress",
        "streetAddress": frame.street,
        "postalCode": frame.postcode,
        "addressLocality": frame.city,
        "addressCountry": "BE",
    }


def _hours(schedule: Schedule) -> list[dict[str, str]]:
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
