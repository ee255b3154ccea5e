"""What all pages share: language, money, and a policy that allows nothing but our own style sheet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from babel.numbers import format_currency, get_currency_precision
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kit.money import LOCALES
from stripe_sandbox.services.deliver_events import deliver_before_answer
from stripe_sandbox.store import DB

View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """
    Wrap a page view: GET and POST only, no CSRF token (play money, nobody is logged in), never cached.

    Card numbers stay out of error reports even here: people type real ones by mistake.
    """

    @csrf_exempt
    @transaction.non_atomic_requests(using=DB)
    @sensitive_post_parameters("number", "cvc", "iban")
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            deliver_before_answer()
        response["Cache-Control"] = "no-store"
        return response

    return wrapped


@contextmanager
def spoken(language: str | None, request: HttpRequest) -> Iterator[str]:
    """Speak the session's language inside the block, or for `auto` the browser's."""
    known = {code for code, _ in settings.LANGUAGES}
    short = (language or "auto").partition("-")[0]
    if short == "auto":
        short = translation.get_language_from_request(request).partition("-")[0]
    if short not in known:
        short = "en"
    with translation.override(short):
        yield short


def render_page(template: str, context: dict[str, Any], *, leads_to: tuple[str | None, ...] = (), status: int = 200) -> HttpResponse:
    """
    Render a page in the spoken language.

    `leads_to` are the shop's addresses to which a form may end up: browsers check redirects against
    `form-action` too.
    """
    language = translation.get_language() or "en"
    html = render_to_string(f"stripe_sandbox/{template}", {"language": language, **context})
    response = HttpResponse(html, status=status)
    response["Content-Language"] = language
    response["Content-Security-Policy"] = _policy(leads_to)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def see_other(address: str) -> HttpResponseRedirect:
    """Send the browser on with a GET."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def money(cents: int, currency: str) -> str:
    """Return an amount in minor units as a reader of the spoken language writes it."""
    language = translation.get_language() or "en"
    amount = cents / 10 ** get_currency_precision(currency.upper())
    return str(format_currency(amount, currency.upper(), locale=LOCALES.get(language, "en_IE")))


def _policy(leads_to: tuple[str | None, ...]) -> str:
    parts = [urlsplit(address) for address in leads_to if address]
    targets = sorted({f"{part.scheme}://{part.netloc}" for part in parts})
    form_action = " ".join(["'self'", *targets])
    return f"default-src 'none'; style-src 'self'; img-src 'self'; form-action {form_action}; frame-ancestors 'none'; base-uri 'none'"
