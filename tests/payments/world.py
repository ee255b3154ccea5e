"""
The shop, Stripe's sandbox and the messages between them, over real HTTP on one loopback port.

A request to /v1/, /v2/, /c/ or /sandbox/ goes to the sandbox, any other to the host it names. The
door in front notes each call of the official client, and can make it fail.
"""

import json
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
import stripe
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from orders.models import Order
from payments.models import PaymentAttempt
from stripe_sandbox.services.deliver_events import deliver_due
from tests.conftest import Cast

ACCOUNTS = {"bakery": "acct_1Bakery", "bookshop": "acct_1Bookshop"}
SECRET = "whsec_tests"
WEBHOOK = "/webhooks/stripe/connect/"
SANDBOX_PATHS = ("/v1/", "/v2/", "/c/pay/", "/sandbox/")


@dataclass(frozen=True)
class Call:
    """One request of the client library."""

    method: str
    path: str
    account: str
    key: str
    body: str

    @property
    def params(self) -> dict[str, list[str]]:
        return parse_qs(self.body)


@dataclass
class Door:
    """The WSGI app in front of Django. `trouble` decides what becomes of a call, see `Trouble`."""

    calls: list[Call] = field(default_factory=list)
    trouble: "Callable[[Call], str]" = lambda call: ""
    change: "Callable[[Call, dict[str, Any]], None] | None" = None
    app: Any = field(default_factory=WSGIHandler)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(SANDBOX_PATHS):
            environ["HTTP_HOST"] = settings.STRIPE_SANDBOX_HOST
        if not path.startswith(("/v1/", "/v2/")):
            return self._answer(environ, start_response)
        return self._api(environ, start_response)

    def _api(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        call = self._noted(environ)
        trouble = self.trouble(call)
        if trouble == "broken":
            start_response("500 Internal Server Error", [("Content-Type", "application/json"), ("Stripe-Should-Retry", "false")])
            return [b'{"error": {"type": "api_error", "message": "out of order"}}']
        kept: list[Any] = []
        body = b"".join(self._answer(environ, lambda *args: kept.extend(args)))
        if trouble == "answer lost":
            time.sleep(1.2)  # longer than the client waits in these tests
        if self.change is not None:
            answer = json.loads(body)
            self.change(call, answer)
            body = json.dumps(answer).encode()
        if trouble == "garbled":
            body = b"<html>somebody between us and Stripe</html>"
        start_response(kept[0], [(name, value) for name, value in kept[1] if name != "Content-Length"])
        return [body]

    def _noted(self, environ: dict[str, Any]) -> Call:
        size = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(size) if size else b""
        from io import BytesIO

        environ["wsgi.input"] = BytesIO(body)
        call = Call(
            environ["REQUEST_METHOD"],
            environ["PATH_INFO"],
            environ.get("HTTP_STRIPE_ACCOUNT", ""),
            environ.get("HTTP_IDEMPOTENCY_KEY", ""),
            body.decode(),
        )
        self.calls.append(call)
        return call

    def _answer(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        answer = self.app(environ, start_response)
        try:
            return list(answer)
        finally:
            answer.close()
            connections.close_all()


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


class Serving:
    """Run a WSGI app in a thread for the block; gives its origin."""

    def __init__(self, app: Any) -> None:
        self.server = make_server("127.0.0.1", 0, app, server_class=Server, handler_class=Quiet)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def __exit__(self, *args: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@dataclass(frozen=True)
class World:
    """What a customer, Stripe and time do to the bakery."""

    origin: str
    door: Door
    browser: httpx.Client
    hostname: str = "bakery.localhost"

    def get(self, path: str) -> httpx.Response:
        return self.browser.get(_path_of(path), headers={"Host": self.hostname})

    def post(self, path: str, **data: str) -> httpx.Response:
        return self.browser.post(_path_of(path), data=data, headers={"Host": self.hostname})

    def start(self, order: Order) -> str:
        """Go and pay; returns the address of the payment page."""
        answer = self.get(f"/en/order/{order.secret}/payment/")
        assert answer.status_code == 303, (answer.status_code, answer.headers, answer.text)
        return answer.headers["Location"]

    def pay(self, url: str, **fields: str) -> httpx.Response:
        """Fill in the payment page, by default with the card that pays."""
        card = {"method": "card", "number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123", "name": "Camille"}
        return self.browser.post(urlsplit(url).path, data=card | fields)

    def come_back(self, paid: httpx.Response) -> httpx.Response:
        """Follow the payment page's redirect to the shop."""
        assert paid.status_code == 303, paid.text
        return self.get(paid.headers["Location"])

    def deliver(self) -> int:
        """Let Stripe post its messages; returns how many we accepted."""
        return deliver_due()

    def webhook(self, payload: Any, *, secret: str = SECRET, signature: str | None = None) -> httpx.Response:
        """Post a message as Stripe would."""
        body = payload if isinstance(payload, str) else json.dumps(payload)
        signature = signature if signature is not None else stripe.WebhookSignature.generate_signature_header(body, secret)
        headers = {"Host": settings.BASE_DOMAIN, "Content-Type": "application/json", "Stripe-Signature": signature}
        return self.browser.post(WEBHOOK, content=body, headers=headers)

    def calls(self, method: str = "", path: str = "") -> list[Call]:
        return [call for call in self.door.calls if call.method == (method or call.method) and path in call.path]


def thin_event(
    kind: str, object_id: str, *, account: str = ACCOUNTS["bakery"], event_id: str = "evt_test_1", **changes: Any
) -> dict[str, Any]:
    """Return a thin event as Stripe posts it."""
    return {
        "id": event_id,
        "object": "v2.core.event",
        "type": kind,
        "created": "2026-11-24T10:00:00.000Z",
        "livemode": False,
        "context": account,
        "reason": None,
        "related_object": {"id": object_id, "type": "checkout.session", "url": f"/v1/checkout/sessions/{object_id}"},
        **changes,
    }


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do several things at the same moment, each in a thread; returns what they returned."""
    barrier = threading.Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result() for future in [pool.submit(run, deed) for deed in deeds]]


def payment_status(shop: Cast, order: Order) -> str:
    """Return how the order stands with money, as the shop's database has it."""
    with shop.entered():
        return Order.objects.values_list("payment_status", flat=True).get(pk=order.pk)


def attempt_of(order: Order) -> PaymentAttempt:
    """Return the order's newest attempt, fresh from the database."""
    attempt = order.payment_attempts.last()
    assert attempt is not None
    return attempt


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
