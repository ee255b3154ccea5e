"""What a new shop of each trade begins with: theme, texts, categories and three examples; written down in packs.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tenants.models import Trade

HERE = Path(__file__).resolve().parent
PHOTOS = HERE.parent / "demo" / "photos"  # with their authors and licences in CREDITS.csv
LANGUAGES = ("fr", "nl", "en", "de")

Texts = dict[str, str]


@dataclass(frozen=True)
class PackProduct:
    """An example; `price` gross in cents, `category` its place in the pack, `photo` a file of PHOTOS or None."""

    names: Texts
    price: int
    category: int
    photo: Path | None
    is_unique: bool


@dataclass(frozen=True)
class Pack:
    """A trade's beginning; `vat_rate` in hundredths of a percent."""

    theme: str
    vat_rate: int
    tagline: Texts
    headline: Texts
    categories: tuple[Texts, ...]
    products: tuple[PackProduct, ...]


def pack_of(trade: str) -> Pack:
    """Return the pack of a trade; that of "other" for one without."""
    return _packs().get(trade) or _packs()[Trade.OTHER]


@cache
def _packs() -> dict[str, Pack]:
    written: dict[str, Any] = tomllib.loads((HERE / "packs.toml").read_text(encoding="utf-8"))
    return {trade: _pack(each) for trade, each in written.items()}


def _pack(each: dict[str, Any]) -> Pack:
    return Pack(
        theme=each["theme"],
        vat_rate=each["vat_rate"],
        tagline=_texts(each["tagline"]),
        headline=_texts(each["headline"]),
        categories=tuple(_texts(names) for names in each["categories"]),
        products=tuple(_product(product) for product in each["products"]),
    )


def _product(product: dict[str, Any]) -> PackProduct:
    photo = PHOTOS / product["photo"] if "photo" in product else None
    return PackProduct(_texts(product["name"]), product["price"], product["category"], photo, product.get("unique", False))


def _texts(written: list[str]) -> Texts:
    return dict(zip(LANGUAGES, written, strict=True))
