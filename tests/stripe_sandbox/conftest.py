"""A running sandbox: real HTTP on loopback, the official client, and someone who receives webhooks."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
import pytest
import stripe
from django.core.handlers.wsgi import WSGIHandler

from stripe_sandbox import models
from stripe_sandbox.description.answers import answer_problems
from stripe_sandbox.fixtures import ready_account

BAKERY, BOOKSHOP = "acct_1Bakery", "acct_1Bookshop"
SECRET, PLATFORM_SECRET = "whsec_tests", "whsec_platform"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@dataclass
class Received:
    """One webhook as it arrived."""

    body: bytes
    signature: Any
    host: str


@dataclass
class Inbox:
    """Where webhooks arrive; `answers` is the status that it gives."""

    url: str
    answers: int = 200
    received: list[Received] = field(default_factory=list)


@dataclass(frozen=True)
class Sandbox:
    """The running sandbox as a shop's code and a buyer's browser see it."""

    client: stripe.StripeClient
    browser: httpx.Client
    inbox: Inbox
    origin: str

    def as_shop(self, account: str = BAKERY, key: str | None = None) -> dict[str, str]:
        """Return the options of a call on a shop's behalf."""
        return {"stripe_account": account} | ({"idempotency_key": key} if key else {})

    def good_params(self) -> Any:
        return session_params()

    def new_session(self, account: str = BAKERY, key: str | None = None, **overwritten: Any) -> Any:
        return self.client.v1.checkout.sessions.create(params=session_params() | overwritten, options=self.as_shop(account, key))

    def session(self, session_id: str, **params: Any) -> Any:
        return self.client.v1.checkout.sessions.retrieve(session_id, params=params, options=self.as_shop())

    def pay(self, url: str, **fields: str) -> httpx.Response:
        """Post the payment page, by default with the card that pays."""
        card = {"method": "card", "number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123", "name": "Camille"}
        return self.browser.post(urlsplit(url).path, data=card | fields)


def session_params() -> Any:
    """Return the parameters of a good Checkout Session: two croissants and a loaf."""
    return {
        "mode": "payment",
        "client_reference_id": "attempt-1",
        "locale": "en",
        "line_items": [
            {"quantity": 2, "price_data": {"currency": "eur", "unit_amount": 180, "product_data": {"name": "Croissant"}}},
            {"quantity": 1, "price_data": {"currency": "eur", "unit_amount": 420, "product_data": {"name": "Pain au levain"}}},
        ],
        "success_url": "http://bakery.localhost:8000/pay/return/?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://bakery.localhost:8000/pay/cancel/",
        "customer_email": "buyer@bakery.test",
        "metadata": {"order": "1001"},
        "payment_intent_data": {"application_fee_amount": 12, "description": "Order 1001", "metadata": {"order": "1001"}},
    }


@pytest.fixture
def sandbox(committed_db: None, settings: Any, inbox: Inbox) -> Iterator[Sandbox]:
    """A sandbox with two ready accounts; webhooks wait until a test calls `deliver_due`."""
    settings.STATIC_ROOT = None  # nothing is collected in a test run, and whitenoise warns about it
    settings.STRIPE_SANDBOX_API_ONLY = True
    settings.STRIPE_SANDBOX_DELIVER_AT_ONCE = False
    settings.STRIPE_SECRET_KEY = "sk_test_sandbox"
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    settings.STRIPE_SANDBOX_WEBHOOK_URL = inbox.url
    settings.STRIPE_SANDBOX_WEBHOOK_HOST = "localhost"
    with _serving(lambda: make_server("127.0.0.1", 0, WSGIHandler(), server_class=_Server, handler_class=_Quiet)) as origin:
        settings.STRIPE_SANDBOX_PAGES_URL = origin
        ready_account(BAKERY, display_name="Boulangerie")
        ready_account(BOOKSHOP, display_name="Librairie")
        with httpx.Client(base_url=origin, headers={"Accept-Language": "en"}) as browser:
            yield Sandbox(client_of(origin), browser, inbox, origin)
    for model in (models.ApiFault, models.Delivery, models.IdempotentRequest, models.StoredObject, models.Switches):
        model.objects.all().delete()


@pytest.fixture
def billing(sandbox: Sandbox, settings: Any) -> Sandbox:
    """The sandbox with an address for events of the platform's own account."""
    settings.STRIPE_SANDBOX_PLATFORM_WEBHOOK_URL = sandbox.inbox.url
    settings.STRIPE_PLATFORM_WEBHOOK_SECRET = PLATFORM_SECRET
    return sandbox


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """An HTTP server that keeps what it is sent."""
    box = Inbox(url="")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            box.received.append(Received(body, self.headers.get("Stripe-Signature"), self.headers["Host"]))
            self.send_response(box.answers)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    with _serving(lambda: ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as origin:
        box.url = f"{origin}/webhooks/stripe/connect/"
        yield box


class _serving:  # noqa: N801
    """Run a server in a thread for the block; gives its origin."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.server = make()
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def __exit__(self, *args: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class CheckingClient(stripe.RequestsClient):
    """The library's own HTTP, which looks at each answer: is it shaped as Stripe's would be?"""

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        answer = super().request(method, url, *args, **kwargs)
        if answer[1] == 200:
            problems = answer_problems(json.loads(answer[0]))
            assert not problems, f"{method} {url}: {problems}"
        return answer


def client_of(origin: str, *, timeout: float = 20, retries: int = 0) -> stripe.StripeClient:
    """Return the official client, on the sandbox instead of Stripe."""
    http = CheckingClient(timeout=(3.05, timeout))
    return stripe.StripeClient("sk_test_sandbox", base_addresses={"api": origin}, http_client=http, max_network_retries=retries)
