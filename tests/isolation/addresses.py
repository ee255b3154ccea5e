"""Every address of a site, read from its URL configuration, so that a new page is covered the day it is added."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

LANGUAGE = "en"
SHOP, PLATFORM = "config.urls_shop", "config.urls_platform"


@dataclass(frozen=True)
class Address:
    """A named URL pattern with the parameters it takes; the name carries its namespaces ("admin:index")."""

    name: str
    route: str
    parameters: tuple[str, ...]
    site: str = SHOP

    @property
    def audience(self) -> str:
        if self.route.startswith("backoffice/account/"):
            return "account"
        return "backoffice" if self.route.startswith("backoffice/") else "storefront"

    def url(self, values: dict[str, object], language: str = LANGUAGE) -> str:
        """
        Return the path with `values` by "name.parameter" or "parameter".

        :raises KeyError: for a parameter that the table of samples does not know: add it there
        """
        chosen = {parameter: values.get(f"{self.name}.{parameter}", values.get(parameter)) for parameter in self.parameters}
        unknown = [parameter for parameter, value in chosen.items() if value is None]
        if unknown:
            raise KeyError(f"{self.name} ({self.route}) takes {unknown}: give the table of samples a value")
        with translation.override(language):
            return reverse(self.name, urlconf=self.site, kwargs=chosen)


def all_addresses(site: str = SHOP) -> list[Address]:
    """Return every address of a site that has a name, sorted by route."""
    with translation.override(LANGUAGE):
        return sorted(_walk(get_resolver(site), "", "", site), key=lambda address: address.route)


def _walk(resolver: URLResolver, prefix: str, space: str, site: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route, f"{space}{pattern.namespace}:" if pattern.namespace else space, site)
        elif isinstance(pattern, URLPattern):
            groups = pattern.pattern.regex.groupindex  # of a path() as well, which is made into an expression
            yield Address(f"{space}{pattern.name}", route, tuple(groups), site)
