"""A shop's own error pages, in its own look."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.encoding import iri_to_uri

from shops.context import frame_of
from shops.rules import lost_paths

LOOKS_A_MINUTE = 60  # searches for lost visitors, in each shop; after them the page comes without
MINUTE = 60
MOST_CATEGORIES = 6
SECRETS = {"secret", "public_id", "token"}  # parameters that open what is not everybody's

Finder = Callable[[HttpRequest, Sequence[str]], Sequence[Any]]


def _nothing_alike(request: HttpRequest, words: Sequence[str]) -> Sequence[Any]:
    return ()


_find_alike: Finder = _nothing_alike


def register_finder(find_alike: Finder) -> None:
    """Say who finds the cards of products like some words; the catalog does, from AppConfig.ready()."""
    global _find_alike
    _find_alike = find_alike


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """
    Answer what leads nowhere: scanners briefly, a path in capitals or with a full stop behind it by the right one, people with help.
    """
    if lost_paths.is_a_machines_guess(request.path) or request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return HttpResponseNotFound(content_type="text/plain")
    tidy = lost_paths.tidy(request.path)
    if request.method in ("GET", "HEAD") and tidy != request.path and _leads_somewhere(tidy):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(iri_to_uri(tidy) + (f"?{query}" if query else ""))
    return nothing_here(request)


def nothing_here(request: HttpRequest, *, status: int = HTTPStatus.NOT_FOUND) -> HttpResponse:
    """Draw the page that helps on: a search for the words of the address, what is like them, the shop's shelves and its phone."""
    words = [] if request.path.startswith("/backoffice/") or request.method != "GET" else lost_paths.words_in(request.path)
    context = {"query": " ".join(words), "cards": _alike(request, words), "shelves": _shelves(request, words)}
    return render(request, "storefront/errors/404.html", context, status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def _leads_somewhere(path: str) -> bool:
    """Say whether a path is one of ours that people read out or type; a secret in capitals is another secret, and is not guessed at."""
    try:
        found = resolve(path, urlconf="config.urls_shop")
    except Resolver404:
        return False
    return not path.startswith(("/backoffice/", "//")) and not SECRETS & set(found.kwargs)


def _alike(request: HttpRequest, words: Sequence[str]) -> Sequence[Any]:
    if not words or not _may_look():
        return ()
    return _find_alike(request, words)


def _may_look() -> bool:
    """Count a search; when the cache is away it is allowed."""
    cache.add("lost-visitors", 0, timeout=MINUTE)
    try:
        return cache.incr("lost-visitors") <= LOOKS_A_MINUTE
    except ValueError:  # it ended this very moment
        return True


def _shelves(request: HttpRequest, words: Sequence[str]) -> list[Any]:
    """Return the categories, those first whose names are like the words."""
    known = frame_of(request).categories
    like = lost_paths.closest(words, [f"{category.name} {category.slug.replace('-', ' ')}" for category in known])
    order = [*like, *(place for place in range(len(known)) if place not in like)]
    return [known[place] for place in order[:MOST_CATEGORIES]]
