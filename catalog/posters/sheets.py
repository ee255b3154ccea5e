"""What stands on a poster and on a label: words in the languages asked for, the code, the price."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from catalog.models import Product, Variant
from catalog.rules.scans import PICKUP, WINDOW
from kit.money import format_money
from kit.printing import print_pdf, print_picture, qr_svg
from kit.templatetags.formats import unit_price
from kit.tenancy import current_tenant
from kit.urls import public_origin
from shops.models import ShopSettings
from shops.rules.addresses import one_line
from shops.rules.colors import brand_colors
from shops.rules.themes import theme_facts
from tenants.selectors import Hostnames, hostnames_of

HERE = Path(__file__).parent
PIXELS_PER_INCH = {"a4": 72, "a5": 102}  # the same picture on the page


@dataclass(frozen=True)
class Sheet:
    """A template with its data. `languages` are those it is written in, the first is the file's own."""

    template: Path
    data: dict[str, Any]

    def pdf(self) -> bytes:
        """Return it for the printer."""
        return print_pdf(self.template, self.data)

    def picture(self) -> bytes:
        """Return its first page as a PNG to look at."""
        return print_picture(self.template, self.data, pixels_per_inch=PIXELS_PER_INCH[self.data["size"]])


def poster(*, code: str, size: str, languages: Sequence[str]) -> Sheet:
    """Return a poster; `code` is WINDOW or PICKUP, `size` "a4" or "a5"."""
    hostnames, settings = hostnames_of(current_tenant().id), ShopSettings.objects.get(pk=ShopSettings.SINGLE_ROW)
    texts = [_in(language, _words, code, settings.name) for language in languages]
    data = {
        **_look(settings),
        "size": size,
        "title": texts[0]["headline"],
        "texts": texts,
        "address": public_origin(hostnames.shown).partition("://")[2],
        "place": one_line(settings.street, settings.postcode, settings.city),
        "qr": qr_svg(_scan_url(hostnames, code)),
    }
    return Sheet(HERE / "poster.typ", data)


def labels(*, products: Sequence[Product], languages: Sequence[str]) -> Sheet:
    """Return sheets of labels for products with their variants at hand."""
    hostnames, settings = hostnames_of(current_tenant().id), ShopSettings.objects.get(pk=ShopSettings.SINGLE_ROW)
    data = {
        **_look(settings),
        "size": "a4",
        "language": languages[0],
        "title": _in(languages[0], lambda: _("Shelf labels")),
        "labels": [_label(product, languages, hostnames) for product in products],
    }
    return Sheet(HERE / "labels.typ", data)


def _look(settings: ShopSettings) -> dict[str, Any]:
    tones = brand_colors(settings.brand_color or theme_facts(settings.theme).color, theme=settings.theme).light
    return {"theme": settings.theme, "brand": tones.brand, "on_brand": tones.on_brand, "name": settings.name}


def _words(code: str, shop: str) -> dict[str, str]:
    headlines = {WINDOW: _("Our shop is online too"), PICKUP: _("Order online, collect here")}
    return {
        "language": translation.get_language() or "fr",
        "headline": headlines[code],
        "how": _("Point your phone’s camera at this code, or type the address:"),
        "alt": _("QR code that opens the shop %(name)s") % {"name": shop},
    }


def _label(product: Product, languages: Sequence[str], hostnames: Hostnames) -> dict[str, Any]:
    names = {_in(language, lambda: product.name or ""): language for language in reversed(languages)}  # one name that serves both: once
    first = _in(languages[0], lambda: product.name or "")
    return {
        "names": [{"language": names[text], "text": text} for text in sorted(names, key=lambda text: text != first)],
        **_in(languages[0], _price, list(product.variants.all())),
        "alt": _in(languages[0], lambda: _("QR code for %(name)s") % {"name": first}),
        "qr": qr_svg(_scan_url(hostnames, str(product.pk))),
    }


def _price(variants: list[Variant]) -> dict[str, str]:
    cheapest = min(variants, key=lambda variant: variant.price)
    price = format_money(cheapest.price, translation.get_language() or "fr")
    if any(variant.price != cheapest.price for variant in variants):
        price = _("from %(price)s") % {"price": price}
    return {"price": price, "unit_price": unit_price(cheapest)}


def _scan_url(hostnames: Hostnames, code: str) -> str:
    return f"{public_origin(hostnames.lasting)}/q/{code}"


def _in(language: str, say: Any, *args: Any) -> Any:
    with translation.override(language):
        return say(*args)
