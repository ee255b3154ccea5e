"""A Chromium that knows where the house is, and visitors whose pages are watched for whatever goes wrong unseen."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.house import BASE_DOMAIN, House
from workbench.browser import find_chromium

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def arguments(house: House) -> list[str]:
    """Return what tells Chromium where the house is, and to trust it as it would trust https."""
    origins = f"*.{BASE_DOMAIN},http://{BASE_DOMAIN}:{house.port}"
    return [
        "--no-sandbox",
        f"--host-resolver-rules=MAP *.{BASE_DOMAIN} 127.0.0.1, MAP {BASE_DOMAIN} 127.0.0.1",
        f"--unsafely-treat-insecure-origin-as-secure={origins}",
    ]


@contextmanager
def started_browser(house: House) -> Iterator[Browser]:
    """Start Chromium; skips loudly when there is none, and fails where BROWSER_TESTS=required."""
    path = find_chromium()
    if path is None:
        missing = "no Chromium found: install one, or name it in CHROMIUM"
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail(missing)
        pytest.skip(f"THE BROWSER TESTS DO NOT RUN: {missing}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments(house), headless=True)
        yield browser
        browser.close()


class Watch:
    """
    Collects what a visitor does not see: script and CSP errors, missing files, requests to other hosts, 500s.

    A page that is refused (404, 422) is no trouble: the tests say which status they expect.
    """

    def __init__(self, house: House) -> None:
        self.trouble: list[str] = []
        self._port = house.port

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("weberror", lambda error: self.trouble.append(f"script: {error.error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.trouble.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        is_ours = f".{parts.hostname}".endswith(f".{BASE_DOMAIN}") and parts.port == self._port
        if parts.scheme not in ("blob", "data") and not is_ours:
            self.trouble.append(f"a request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        is_broken = response.status >= 500 and response.status != 503  # a shop that is closed for a while
        if is_broken or (response.status >= 400 and not is_page):
            self.trouble.append(f"{response.status} {response.url}")


class Visitors:
    """Opens browsers of their own for the people of a test; `leave()` closes them and tells what went wrong."""

    def __init__(self, browser: Browser, house: House) -> None:
        self._browser = browser
        self._watch = Watch(house)
        self._contexts: list[BrowserContext] = []

    def __call__(self, *, viewport: dict[str, int] = DESK, language: str = "fr", **options: Any) -> Page:
        """Return the empty page of somebody new: own cookies, own language, own screen."""
        context = self._browser.new_context(viewport=viewport, locale=f"{language}-BE", reduced_motion="reduce", **options)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        self._watch.over(context)
        self._contexts.append(context)
        return context.new_page()

    def leave(self) -> list[str]:
        for context in self._contexts:
            context.close()
        return self._watch.trouble
