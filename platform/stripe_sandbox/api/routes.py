"""Which function answers which request. Each resource registers its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Call:
    """One checked request, as a handler sees it. `account` is "" for the platform itself."""

    method: str
    path: str
    account: str
    params: dict[str, Any]
    request_id: str
    idempotency_key: str | None = None
    ids: dict[str, str] = field(default_factory=dict)


Handler = Callable[[Call], dict[str, Any]]


@dataclass(frozen=True)
class Route:
    method: str
    template: str
    takes: str
    handler: Handler
    pattern: re.Pattern[str]


ROUTES: list[Route] = []


def route(method: str, template: str, *, takes: str) -> Callable[[Handler], Handler]:
    """
    Register a handler, as `@route("GET", "/v1/charges/{id}", takes="ChargeRetrieveParams")`.

    `takes` names the client library's class of the parameters, below `stripe.params`.
    """
    pattern = re.compile("^" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template) + "$")

    def register(handler: Handler) -> Handler:
        ROUTES.append(Route(method, template, takes, handler, pattern))
        ROUTES.sort(key=lambda known: known.template.count("{"))  # literal paths first
        return handler

    return register


def resolve(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """Return the route of a request with the ids in its path, or None."""
    for known in ROUTES:
        match = known.pattern.match(path)
        if known.method == method and match:
            return known, match.groupdict()
    return None
