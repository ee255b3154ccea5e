"""Which template draws a section of the home page."""

from functools import cache

FOLDER = "storefront/home"


@cache
def section_templates(theme: str, kind: str) -> tuple[str, ...]:
    """Return the theme's own template of a kind of section and, where it has none, the one that all share."""
    return (f"{FOLDER}/{theme}/_{kind}.html", f"{FOLDER}/sections/_{kind}.html")
