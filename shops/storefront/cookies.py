"""
Every cookie that this site sets, and why: the one list, which the page on cookies shows and the tests hold.

All of them are strictly necessary for what a visitor asked for, so no consent is needed (law.md L15); one that
would need it has no place here.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from shops.figures.marks import PAGE, counted
from shops.pages.draft import public_page

MESSAGES = "messages"
ANNOUNCEMENT = "announcement"


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie: its name as browsers show it, what it is for, when it comes, how long it stays."""

    name: str
    purpose: Any
    lasts: Any


OF_VISITORS = (
    Cookie(
        settings.CART_COOKIE_NAME,
        _("Your basket. It comes when you put something in it, so that it is still there on the next page."),
        _("60 days"),
    ),
    Cookie(MESSAGES, _("A sentence that the next page shows you, such as “It is in your basket.”"), _("until the next page")),
    Cookie(ANNOUNCEMENT, _("That you closed the announcement above the page, so that it stays closed."), _("30 days")),
)
OF_STAFF = (
    Cookie(
        settings.PREVIEW_COOKIE_NAME,
        _("That you may look at a shop that is not open yet, by a link its people gave you."),
        _("14 days"),
    ),
    Cookie(
        settings.SESSION_COOKIE_NAME, _("That somebody of the shop is signed in. Customers have no account and never get it."), _("30 days")
    ),
    Cookie(settings.CSRF_COOKIE_NAME, _("That the forms of the shop’s own people come from themselves."), _("one year")),
)


@require_safe
@counted(PAGE)
@public_page()
def cookies(request: HttpRequest) -> HttpResponse:
    """Say which cookies there are. Nothing here depends on who asks."""
    return render(request, "storefront/cookies.html", {"of_visitors": OF_VISITORS, "of_staff": OF_STAFF})
