"""
What an answer counts as, said by its view in a header of our own.

The header travels with the page into the memory of kept pages (shops.pages) and out again, so that a page
counts whether Django drew it or not; shops.figures.counting takes it off before anybody sees it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from kit.tenancy import current_tenant
from shops.models.figure import FigureKind

HEADER = "X-Vitrine-Counts"
PAGE = "page"  # counts as part of a visit, and as nothing else
VISIBLE = (200, 304)

View = Callable[..., HttpResponse]


def counts_as(response: HttpResponse, kind: str) -> HttpResponse:
    """Note on an answer of the bound shop that it counts as `kind`: PAGE, or a FigureKind beside that."""
    response[HEADER] = f"{current_tenant().id} {kind}"
    return response


def counted(kind: str) -> Callable[[View], View]:
    """Let the answers of a view count, when they are pages that somebody sees and the view did not say otherwise."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if response.status_code in VISIBLE and HEADER not in response:
                counts_as(response, kind)
            return response

        return answer

    return decorate


KINDS = frozenset(FigureKind.values)
