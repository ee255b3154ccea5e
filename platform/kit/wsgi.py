"""What must be looked at before Django makes a request of it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

OTHER_CHARSET = "vitrine.other_charset"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def only_utf_8(application: Application) -> Application:
    """
    Take another charset than UTF-8 from the Content-Type, and leave a note of it for kit.middleware.

    Django reads the query with any codec that Python knows (`charset=hex`) while it makes the
    request, and no middleware can catch what that raises.
    """

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not _is_ours(str(environ.get("CONTENT_TYPE") or "")):
            environ["CONTENT_TYPE"] = "application/octet-stream"
            environ[OTHER_CHARSET] = True
        return application(environ, start_response)

    return guarded


def _is_ours(content_type: str) -> bool:
    """Say whether a Content-Type, as Django will read it, names UTF-8 or nothing."""
    try:
        _kind, parameters = parse_header_parameters(content_type)
    except ValueError:
        return False
    return str(parameters.get("charset", "utf-8")).lower() in ("utf-8", "utf8")
