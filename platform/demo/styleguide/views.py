"""The style guide on a shop's host: `/styleguide/?theme=librairie&scheme=dark`, and what has pages of its own beside it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from demo.styleguide import samples
from demo.styleguide.counter import ORDERS, PAYMENT_PAGES, awaiting, slots
from demo.styleguide.documentation import Documentation, documented_components
from demo.styleguide.money_back import dispute_rows, refund_rows
from demo.styleguide.states import State, states
from demo.views import in_chosen_language
from kit.clock import now
from shops.context import PageFrame
from shops.rules.themes import THEMES
from shops.selectors import frame

SCHEMES = ("auto", "light", "dark")


class TriedOnFrame(PageFrame):
    """The shop's frame in a theme that it only tries on, in the theme's own colour."""

    def __init__(self, request: HttpRequest, theme: str) -> None:
        super().__init__(request)
        self._theme = theme

    @cached_property
    def _remembered(self) -> frame.Remembered:
        own = frame.shop_frame()
        return frame.Remembered(replace(own, theme=self._theme or own.theme, brand_color=""), lasts=False)


@dataclass(frozen=True)
class Shown:
    """A component in the guide: what it says of itself, and each of its states as HTML."""

    documentation: Documentation
    states: list[tuple[State, SafeString]]


@never_cache
@require_safe
@in_chosen_language
def styleguide(request: HttpRequest) -> HttpResponse:
    theme, scheme = request.GET.get("theme", ""), request.GET.get("scheme", "")
    shop = TriedOnFrame(request, theme if theme in THEMES else "")
    request.page_frame = shop  # type: ignore[attr-defined]
    known = states(shop, now())
    context = {
        "themes": list(THEMES),
        "schemes": SCHEMES,
        "scheme": scheme if scheme in SCHEMES else "auto",
        "payment_pages": list(PAYMENT_PAGES),
        "components": [_shown(each, known.get(each.name, []), request) for each in documented_components()],
    }
    return render(request, "demo/styleguide/page.html", context)


@never_cache
@require_safe
@in_chosen_language
def counter(request: HttpRequest) -> HttpResponse:
    """Show what only the backoffice has."""
    context = {
        "slots": slots(),
        "orders": ORDERS,
        "refunds": refund_rows(now()),
        "disputes": dispute_rows(now()),
        "may": {"cancel_orders": True},
        "field": samples.blank_form()["name"],
        "wrong_field": samples.wrong_form()["price"],
    }
    return render(request, "demo/styleguide/counter.html", context)


@never_cache
@require_safe
@in_chosen_language
def payment_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a page around a payment that did not happen, as one of PAYMENT_PAGES."""
    if name not in PAYMENT_PAGES:
        raise Http404
    template, context = PAYMENT_PAGES[name]
    return render(request, f"storefront/payment/{template}.html", {"order": awaiting(now()), **context})


def _shown(documentation: Documentation, known: list[State], request: HttpRequest) -> Shown:
    return Shown(documentation, [(state, _drawn(documentation.template, state, request)) for state in known])


def _drawn(template: str, state: State, request: HttpRequest) -> SafeString:
    values: dict[str, Any] = state.values
    html: str = render_to_string(template, values, request)
    for name in reversed(state.inside):
        html = f'<div class="{name}">{html}</div>'
    return mark_safe(html)
