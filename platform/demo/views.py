"""The demo's own pages. They exist in demo, development and tests only (config/urls_platform.py)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from demo.guide import TEST_CARDS, demo_guide, platform_login
from demo.mailbox import Mail, mail_named, mails
from demo.seed.content import PASSWORD
from landing.context import LanguageLink

View = Callable[..., Any]
# A stranger's HTML: looked at, never run, and it fetches nothing but pictures of our own shops.
MAIL_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:", f"{settings.PUBLIC_SCHEME}:"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"],
}


def in_chosen_language(view: View) -> View:
    """Let `?language=nl` choose, and remember it: these addresses carry no language."""

    @wraps(view)
    def chosen(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        code = request.GET.get("language", "")
        if code not in dict(settings.LANGUAGES):
            return view(request, *args, **kwargs)
        with override(code):
            response = view(request, *args, **kwargs)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, samesite="Lax", httponly=True)
        return response

    return chosen


@never_cache
@require_safe
@in_chosen_language
def front_page(request: HttpRequest) -> HttpResponse:
    context = {"shops": demo_guide(), "platform_login": platform_login(), "password": PASSWORD, "mails": mails(), "cards": TEST_CARDS}
    return _render(request, "demo/front_page.html", context)


@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
@never_cache
@require_safe
@in_chosen_language
def mail(request: HttpRequest, name: str) -> HttpResponse:
    return _render(request, "demo/mail.html", {"mail": _mail_or_404(name)})


@csp(MAIL_POLICY)  # type: ignore[arg-type]
@never_cache
@require_safe
@xframe_options_sameorigin
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """Answer a mail's HTML as it is, for the frame of its page; its links open in the whole window."""
    return HttpResponse(f'<base target="_top">{_mail_or_404(name).html}')


def _mail_or_404(name: str) -> Mail:
    found = mail_named(name)
    if found is None:
        raise Http404
    return found


def _render(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    links = [LanguageLink(code, name, f"?language={code}", code == get_language()) for code, name in settings.LANGUAGES]
    return render(request, template, {"language_links": links, **context})
