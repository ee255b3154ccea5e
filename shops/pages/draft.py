"""
What is learned about a page while it is drawn: whether it may be kept, for whom, and until when.

The layer before Django (shops.pages.layer) lays a draft out for each page it might keep; views and selectors
note on it. Without one, as in a test or for someone who is signed in, the notes go nowhere.
"""

import datetime as dt
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
ASK_EACH_TIME = "private, no-cache"  # for browsers and proxies: nobody shows yesterday's price


class Draft:
    """
    Notes on one page. Nothing is kept unless its view says that it is public.

    `address(announcement=key)` tells pages apart as the layer does.
    """

    is_public = False
    is_personal = False  # it depends on who holds stock: kept for those who cannot hold any
    valid_until: dt.datetime | None = None
    announcement = ""  # by what its announcement is closed

    def __init__(self, address: Callable[..., Hashable]) -> None:
        self.address = address


current: ContextVar[Draft | None] = ContextVar("vitrine_draft", default=None)


def public_page(*query: str) -> Callable[[View], View]:
    """
    Let the answers of a view be kept for others, when they are 200 and asked with no other parameters than `query`.

    Such a view depends on the address, on the shop's rows, and on the visitor in those two ways only: what
    shops.pages.visitors tells of their cookies, and what they hold (catalog.storefront.visitor).
    """

    def keep(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            draft = current.get()
            if draft is not None and set(request.GET) <= set(query):
                draft.is_public = True
            else:
                response.headers.setdefault("Cache-Control", ASK_EACH_TIME)
            return response

        return answer

    return keep


def changes_at(moment: dt.datetime) -> None:
    """Note that the page says something else from `moment` on, without anybody writing anything."""
    draft = current.get()
    if draft is not None and (draft.valid_until is None or moment < draft.valid_until):
        draft.valid_until = moment


def depends_on_the_holder() -> None:
    """Note that someone who holds stock reads another page."""
    draft = current.get()
    if draft is not None:
        draft.is_personal = True


def has_announcement(key: str) -> None:
    """Note that the page has an announcement, left out for who closed the one with this key."""
    draft = current.get()
    if draft is not None:
        draft.announcement = key
