"""
Under which names a visitor holds stock, so that nobody is told "sold out" about what they hold.

The catalog knows no carts: who does registers itself here.
"""

from collections.abc import Callable

from django.http import HttpRequest

from catalog.rules.availability import HolderNames
from shops.pages.draft import depends_on_the_holder

NamesOf = Callable[[HttpRequest], HolderNames]


def _nobody(request: HttpRequest) -> HolderNames:
    return {}


_names_of: NamesOf = _nobody


def register_visitor_names(names_of: NamesOf) -> None:
    """Say who knows a visitor's names; from AppConfig.ready()."""
    global _names_of
    _names_of = names_of


def holder_names(request: HttpRequest) -> Callable[[], HolderNames]:
    """Return a function that tells the visitor's names; it may cost a statement, so it is called only when needed."""

    def names() -> HolderNames:
        depends_on_the_holder()
        return _names_of(request)

    return names
