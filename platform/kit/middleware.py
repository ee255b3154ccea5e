"""Small guards that every request passes."""

import re
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect, QueryDict
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils import translation
from django.utils.translation import get_supported_language_variant

from kit.wsgi import OTHER_CHARSET

GetResponse = Callable[[HttpRequest], HttpResponse]
# 19 digits are more than PostgreSQL's bigint holds (kit.converters). A whole step of the path: secrets may have many digits.
_TOO_LARGE_IN_PATH = re.compile(r"/\d{19,}(?=/|$)")
_NO_UTF_8 = re.compile(r"%[89A-F][0-9A-F]")  # so Django leaves bytes in the path that it can't decode
_TOO_LARGE = re.compile(r"[-+]?\d{19,}")


class RefuseUnreadableInput:
    """
    Answer 400 to an address that nobody can mean: other encodings than UTF-8, NUL bytes, numbers too large for a row's id.

    Forms notice the NUL byte, a plain `request.GET["q"]` does not, and the database then answers
    with an exception (security.md, part 0.10). Django reads what is no UTF-8 as U+FFFD, so the raw
    bytes are looked at. Other charsets are found by kit.wsgi, before there is a request.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if _address_is_readable(request) else bad_request(request)


class RefuseUnreadableForms:
    """
    Answer 413 to a body larger than its sender may send, and 400 to a form with NUL bytes or what is no UTF-8.

    Stands behind the sign-in: photographs are for the people of the shop. The length is the one
    announced: Django reads no byte beyond it, and of a body without a length none at all. Webhooks
    look at their body themselves, as its signature wants the bytes.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = _announced_bytes(request)
        if announced > settings.BODY_MAX_BYTES and announced > _most_bytes(request):
            return render(request, "413.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if request.method == "POST" and not request.path.startswith("/webhooks/") and not _form_is_readable(request):
            return bad_request(request)
        return self.get_response(request)


def bad_request(request: HttpRequest) -> HttpResponse:
    """Answer 400 with a page that says so, in the language of the address or of the browser: perhaps nobody chose one yet."""
    with translation.override(early_language(request)):
        return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def early_language(request: HttpRequest) -> str:
    """Return the language for a page that is drawn before LanguageMiddleware had its turn: the path's, else the person's."""
    return translation.get_language_from_path(request.path_info) or translation.get_language_from_request(request)


def _address_is_readable(request: HttpRequest) -> bool:
    if request.META.get(OTHER_CHARSET) or not _is_readable(request.path) or _NO_UTF_8.search(request.path):
        return False
    query = unquote_to_bytes(str(request.META.get("QUERY_STRING", "")).encode("latin-1", "replace"))  # so WSGI hands bytes over
    return _is_text(query) and not _TOO_LARGE_IN_PATH.search(request.path) and not _page_is_too_large(request)


def _page_is_too_large(request: HttpRequest) -> bool:
    return any(_TOO_LARGE.fullmatch(page.strip()) for page in request.GET.getlist("page"))


def _announced_bytes(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _most_bytes(request: HttpRequest) -> int:
    """Return how many bytes this sender may send to this address: photographs in the backoffice, else a form without files."""
    if not request.path.startswith("/backoffice/") or request.path.startswith("/backoffice/account/"):
        return settings.BODY_MAX_BYTES
    photos = settings.PHOTOS_AT_ONCE if request.user.is_authenticated else 1  # one: their session may have just ended
    return settings.BODY_MAX_BYTES + photos * settings.PHOTO_MAX_BYTES


def _form_is_readable(request: HttpRequest) -> bool:
    if request.content_type == "application/x-www-form-urlencoded":
        return _is_text(unquote_to_bytes(request.body)) and _all_readable(request.POST)
    return _all_readable(request.POST) and not any("\ufffd" in text for texts in request.POST.lists() for text in [texts[0], *texts[1]])


def _all_readable(values: QueryDict) -> bool:
    return all(_is_readable(key) and all(map(_is_readable, values.getlist(key))) for key in values)


def _is_readable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _is_text(raw: bytes) -> bool:
    try:
        return "\x00" not in raw.decode()
    except UnicodeDecodeError:
        return False


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
        if (prefix := request.path_info[1:4]) != prefix.lower() and prefix.endswith("/") and prefix[:2].lower() in offered:
            return HttpResponsePermanentRedirect(_in_small_letters(request))
        asked = translation.get_language_from_path(request.path_info)
        if asked is None:
            if translation.get_language() not in offered:
                translation.activate(preferred_language(request, offered))
                request.LANGUAGE_CODE = translation.get_language()
        elif asked not in offered:
            _prefix, _slash, rest = request.get_full_path()[1:].partition("/")
            return HttpResponseRedirect(f"/{offered[0]}/{rest}")
        return None


def _in_small_letters(request: HttpRequest) -> str:
    """Return the address with its language in small letters; with the whole path so where only that leads somewhere: in one step."""
    kept, urlconf = f"{request.path_info[:3].lower()}{request.path_info[3:]}", getattr(request, "urlconf", None)
    path, mark, query = request.get_full_path().partition("?")
    with translation.override(kept[1:3]):
        if is_valid_path(kept.lower(), urlconf) and not is_valid_path(kept, urlconf):
            return f"{path.lower()}{mark}{query}"
    return f"{path[:3].lower()}{path[3:]}{mark}{query}"


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
