"""Every address of a shop's host, read from the URL configuration, so that a new page is covered the day it is added."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

LANGUAGE = "en"


@dataclass(frozen=True)
class Address:
    """A named URL pattern with the parameters it takes."""

    name: str
    route: str
    parameters: tuple[str, ...]

    @property
    def audience(self) -> str:
        if self.route.startswith("backoffice/account/"):
            return "account"
        return "backoffice" if self.route.startswith("backoffice/") else "storefront"

    def url(self, values: dict[str, object]) -> str:
        """
        Return the path with `values` by "name.parameter" or "parameter".

        :raises KeyError: for a parameter that the table of samples does not know: add it there
        """
        chosen = {parameter: values.get(f"{self.name}.{parameter}", values.get(parameter)) for parameter in self.parameters}
        unknown = [parameter for parameter, value in chosen.items() if value is None]
        if unknown:
            raise KeyError(f"{self.name} ({self.route}) takes {unknown}: give the table of samples a value")
        with translation.override(LANGUAGE):
            return reverse(self.name, urlconf="config.urls_shop", kwargs=chosen)


def all_addresses() -> list[Address]:
    """Return every address, sorted by route."""
    with translation.override(LANGUAGE):
        return sorted(_walk(get_resolver("config.urls_shop"), ""), key=lambda address: address.route)


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield Address(str(pattern.name), route, tuple(pattern.pattern.converters))
