"""
Answers public pages of the storefront before Django is asked, when they are kept and still hold.

What is kept is the answer of Django itself, with all its headers, so it says and forbids the same. Django draws
the others, and those that may be kept are.
"""

import hashlib
import time
from collections.abc import Callable, Iterable
from typing import Any

from kit import versions
from kit.wsgi import Application
from shops.pages import draft as drafts
from shops.pages.draft import ASK_EACH_TIME, Draft
from shops.pages.question import Environ, Question, question_of
from shops.pages.shelf import Page, shelf_of

MINUTE = 60
HEADERS_OF_A_PAGE_OF_ONES_OWN = {"set-cookie", "cache-control", "expires", "etag"}
KEPT, DRAWN = "kept", "drawn"

StartResponse = Callable[..., Any]
_announcements: dict[tuple[int, str], tuple[bytes | None, str]] = {}


def with_kept_pages(application: Application) -> Application:
    """Return the application with this layer before it."""

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        question = question_of(environ)
        if question is None:
            return application(environ, start_response)
        page = _find(question)
        if page is None:
            return _draw(application, question, environ, start_response)
        return _send(page, KEPT, environ, start_response)

    return answer


def _find(question: Question) -> Page | None:
    """Return the page that answers a question, if it is kept and holds."""
    announcement = ""
    if question.visitor.closed_announcement:
        version, announcement = _announcements.get(_frame_of(question), (None, ""))
        if version != question.versions.frame:
            return None
    page = shelf_of(question.query).find(question.address(announcement=announcement))
    return page if page is not None and page.holds(question.versions) else None


def _draw(application: Application, question: Question, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Let Django answer, and keep the answer if it may be."""
    began = time.time()
    draft = Draft(question.address)
    said: list[tuple[Any, ...]] = []
    token = drafts.current.set(draft)
    environ["QUERY_STRING"] = question.query
    try:
        with versions.asked(question.tenant.id, question.versions):
            answer = application(environ, lambda *arguments: said.append(arguments))
    finally:
        drafts.current.reset(token)
    status, headers = said[-1][:2]
    if not _may_be_kept(draft, status, headers):
        start_response(*said[-1])
        return answer
    page = _page(draft, question, headers, _whole(answer), began)
    if environ["REQUEST_METHOD"] == "GET" and not (draft.is_personal and question.visitor.basket.may_hold):
        _announcements[_frame_of(question)] = (question.versions.frame, draft.announcement)
        shelf_of(question.query).keep(question.address(announcement=draft.announcement), page, size=len(page.body))
    return _send(page, DRAWN, environ, start_response)


def _whole(answer: Iterable[bytes]) -> bytes:
    """Read an answer to its end and close it, as a web server does."""
    try:
        return b"".join(answer)
    finally:
        getattr(answer, "close", lambda: None)()


def _may_be_kept(draft: Draft, status: str, headers: list[tuple[str, str]]) -> bool:
    names = {name.lower() for name, _value in headers}
    vary = ",".join(value.lower() for name, value in headers if name.lower() == "vary")
    own = "cookie" in vary or any("nonce-" in value for name, value in headers if name.lower() == "content-security-policy")
    return draft.is_public and status.startswith("200 ") and not own and not names & HEADERS_OF_A_PAGE_OF_ONES_OWN


def _page(draft: Draft, question: Question, headers: list[tuple[str, str]], body: bytes, began: float) -> Page:
    """
    Return an answer as it is kept: to the end of the minute at most.

    Opening hours and days begin at a full minute, so nothing that a clock changes has to be remembered for each
    page. And who writes past the application (psql), or cannot reach Valkey while others can, is seen then.
    """
    ends = (began // MINUTE + 1) * MINUTE
    if draft.valid_until is not None:
        ends = min(ends, draft.valid_until.timestamp())
    etag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    vary = [value for name, value in headers if name.lower() == "vary"]
    own = [
        *((name, value) for name, value in headers if name.lower() not in ("vary", "content-length")),
        ("Vary", ", ".join([*vary, "Cookie"])),
        ("Cache-Control", ASK_EACH_TIME),
        ("ETag", etag),
    ]
    return Page(tuple(own), body, etag, question.versions, ends)


def _send(page: Page, said: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    timing = ("Server-Timing", f"page;desc={said}")
    if _knows(environ.get("HTTP_IF_NONE_MATCH", ""), page.etag):
        start_response("304 Not Modified", [*(header for header in page.headers if header[0] != "Content-Type"), timing])
        return []
    start_response("200 OK", [*page.headers, ("Content-Length", str(len(page.body))), timing])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.body]


def _knows(if_none_match: str, etag: str) -> bool:
    """Say whether a browser has this very page: If-None-Match, compared weakly as RFC 9110 wants it."""
    if not if_none_match:
        return False
    known = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return etag.removeprefix("W/") in known or known == {"*"}


def _frame_of(question: Question) -> tuple[int, str]:
    return question.tenant.id, question.path[:4]
