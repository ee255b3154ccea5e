"""A visitor who speaks to the whole application, with what stands before Django, as the web server does."""

import io
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.core.handlers.wsgi import WSGIHandler

from kit.wsgi import only_utf_8
from shops.figures.counting import with_counted_visits
from shops.pages.layer import with_kept_pages


@dataclass
class Answer:
    """A response as it travels: status, headers by lower-case name, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def was_kept(self) -> bool:
        """Whether it came from memory."""
        return "desc=kept" in self.headers.get("server-timing", "")

    @property
    def is_kept_from_now(self) -> bool:
        return "desc=drawn" in self.headers.get("server-timing", "")


@dataclass
class Visitor:
    """One browser: a host, and the cookies it sends."""

    hostname: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, method: str = "GET", **environ: Any) -> Answer:
        """Ask for a page. Further values are those of the WSGI environ, such as HTTP_IF_NONE_MATCH."""
        path, _mark, query = address.partition("?")
        cookies = {"HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        request = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(path, "latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": self.hostname,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            **cookies,
            **environ,
        }
        said: list[Any] = []
        parts = _application()(request, lambda status, headers, *_error: said.append((status, headers)))
        body = b"".join(parts)
        getattr(parts, "close", lambda: None)()
        status, headers = said[-1]
        return Answer(int(status[:3]), {name.lower(): value for name, value in headers}, body)


_made: list[Any] = []


def _application() -> Any:
    if not _made:
        _made.append(only_utf_8(with_counted_visits(with_kept_pages(WSGIHandler()))))
    return _made[0]
