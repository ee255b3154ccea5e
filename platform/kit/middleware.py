"""Small guards that every request passes."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_supported_language_variant

GetResponse = Callable[[HttpRequest], HttpResponse]


class RefuseUnreadableInput:
    """
    Answer 400 to text that PostgreSQL cannot hold: NUL bytes and lone surrogates.

    Forms notice the NUL byte, a plain `request.GET["q"]` does not, and the database then answers
    with an exception (security.md, part 0.10).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_readable(request.path) or not _all_readable(request.GET):
            return bad_request(request)
        if request.method == "POST" and not request.path.startswith("/webhooks/") and not _all_readable(request.POST):
            return bad_request(request)
        return self.get_response(request)


def bad_request(request: HttpRequest) -> HttpResponse:
    """Answer 400 with a page that says so, in the scope's own look."""
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def _all_readable(values: QueryDict) -> bool:
    return all(_is_readable(key) and all(map(_is_readable, values.getlist(key))) for key in values)


def _is_readable(text: str) -> bool:
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class LanguageMiddleware(LocaleMiddleware):
    """
    Choose the language: that of the path, else of the person's choice, else of their browser.

    A shop answers only in the languages it offers, `request.shop_languages`; a path in another one
    leads to the same page in the shop's first language.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:  # type: ignore[override]
        super().process_request(request)
        offered: list[str] | None = getattr(request, "shop_languages", None)
        if offered is None or request.path_info.startswith("/backoffice/"):
            return None
        asked = translation.get_language_from_path(request.path_info)
        if asked is None:
            if translation.get_language() not in offered:
                translation.activate(preferred_language(request, offered))
                request.LANGUAGE_CODE = translation.get_language()
        elif asked not in offered:
            _prefix, _slash, rest = request.get_full_path()[1:].partition("/")
            return HttpResponseRedirect(f"/{offered[0]}/{rest}")
        return None


def preferred_language(request: HttpRequest, offered: list[str]) -> str:
    """Return the offered language that the person chose before, or that their browser asks for; else the first."""
    wished = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    accepted = [part.split(";")[0].strip().lower() for part in request.headers.get("Accept-Language", "").split(",")]
    for candidate in [wished, *accepted]:
        try:
            code = get_supported_language_variant(candidate)
        except LookupError:
            continue
        if code in offered:
            return code
    return offered[0]
