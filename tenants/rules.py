"""Which names a shop may have (security.md H5), and what the platform takes of a sale. Pure functions."""

import re
import unicodedata

from kit.money import divide_half_up

RESERVED = frozenset(
    [
        "www",
        "admin",
        "api",
        "app",
        "mail",
        "smtp",
        "imap",
        "pop",
        "ns",
        "ns1",
        "ns2",
        "ftp",
        "cdn",
        "static",
        "media",
        "assets",
        "status",
        "blog",
        "help",
        "support",
        "docs",
        "login",
        "auth",
        "sso",
        "account",
        "accounts",
        "billing",
        "pay",
        "payment",
        "payments",
        "stripe",
        "webhook",
        "webhooks",
        "autodiscover",
        "autoconfig",
        "mta-sts",
        "wpad",
        "isatap",
        "localhost",
        "public",
        "information-schema",
        "pg-catalog",
        "test",
        "testing",
        "staging",
        "dev",
        "demo",
        "shop",
        "shops",
        "vitrine",
        "platform",
        "internal",
        "healthz",
        "backoffice",
        "security",
        "abuse",
        "postmaster",
        "hostmaster",
        "webmaster",
        "root",
    ]
)
_SUBDOMAIN = re.compile(r"[a-z](?:[a-z0-9-]{1,38}[a-z0-9])")


class UnusableSubdomain(ValueError):
    """The name can't be an address; the argument says why, as a code: shape, reserved."""


def clean_subdomain(text: str) -> str:
    """
    Return `text` as a subdomain: folded, in lower case.

    :raises UnusableSubdomain: "shape" if it is no plain label of 3 to 40 letters, digits and inner
        hyphens that begins with a letter; "reserved" if the platform keeps it
    """
    label = unicodedata.normalize("NFKC", text).strip().lower()
    if not _SUBDOMAIN.fullmatch(label) or label[2:4] == "--":
        raise UnusableSubdomain("shape")
    if label in RESERVED:
        raise UnusableSubdomain("reserved")
    return label


def suggest_subdomain(shop_name: str) -> str:
    """Return a subdomain made of a shop's name: "Chez Fatou & fils" -> "chez-fatou-fils"."""
    plain = unicodedata.normalize("NFKD", shop_name.lower().replace("&", " ")).encode("ascii", "ignore").decode()
    label = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return label if len(label) >= 3 and label[0].isalpha() else f"shop-{label}".strip("-")


def platform_part(amount: int, *, basis_points: int) -> int:
    """Return the platform's part of a sale of `amount`, both in cents: half up, never more than the amount (stripe.md, 1.2)."""
    return min(amount, divide_half_up(amount * basis_points, 10_000))
