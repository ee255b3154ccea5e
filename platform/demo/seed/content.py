"""The demo shops as they are written down: one TOML file each."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model

HERE = Path(__file__).resolve().parents[1]
PHOTOS = HERE / "photos"
ORDER = ("sous-verre", "bonne-pioche", "four-anna")  # as the landing page shows them
PASSWORD = "vitrine-demo"  # noqa: S105 -- of every person of the demo, and of nobody else; the demo app is absent in production
PLATFORM_STAFF = ("platform@vitrine.example", "Mina Peeters")

ShopContent = dict[str, Any]


@cache
def demo_shops() -> tuple[ShopContent, ...]:
    """Return what is written about each demo shop, in the order of the landing page."""
    return tuple(tomllib.loads((HERE / "content" / f"{slug}.toml").read_text(encoding="utf-8")) for slug in ORDER)


def texts(model: type[Model], shop: ShopContent, **values: Any) -> dict[str, Any]:
    """
    Return keyword arguments for a row of `model`: a text in several languages becomes one column each.

    Where the model has a single column, the shop's own language goes into it. A missing text is "".
    """
    columns = {field.name for field in model._meta.get_fields()}  # noqa: SLF001 -- Django's documented way
    found: dict[str, Any] = {}
    for name, value in values.items():
        if not isinstance(value, dict):
            found[name] = value or ""
        elif f"{name}_fr" in columns:
            found.update({f"{name}_{code}": value.get(code, "") for code, _name in settings.LANGUAGES})
        else:
            found[name] = value.get(shop["default_language"], "")
    return found


def photo_names() -> list[str]:
    """Return the file name of each photograph that a demo shop shows, once, in the order of the pages."""
    names: dict[str, None] = {}
    for shop in demo_shops():
        names |= dict.fromkeys([shop["shop"]["hero_photo"], shop["shop"]["story_photo"]])
        for product in shop["product"]:
            names |= dict.fromkeys([*([product["photo"]] if "photo" in product else []), *product.get("more_photos", [])])
    return list(names)
